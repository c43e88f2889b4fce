export interface SyntaxFault {
  readonly message: string;
  /** from 1 */
  readonly line: number;
  readonly column: number;
}

/** Can't be resolved: what imports it is parsed, and never evaluated. */
const UNRESOLVABLE = "sacred-ts-only-parses-this";

/**
 * Whether a module's text parses. Only a script element of the page tells where it doesn't; nothing is evaluated.
 *
 * @param specifiers what the text imports: from a blob: nothing is resolved, which the page's own listeners must not hear of
 * @returns undefined if it parses, and where that can't be found out: in workers, and on pages whose policy allows no blob:
 */
export function syntaxError(text: string, specifiers: readonly string[] = []): Promise<SyntaxFault | undefined> {
  if (typeof document === "undefined") return Promise.resolve(undefined);
  const url = URL.createObjectURL(new Blob([`${text}\n;import "${UNRESOLVABLE}";`], { type: "text/javascript" }));
  const script = document.createElement("script");
  script.type = "module";
  script.src = url;
  return new Promise((resolve) => {
    const finish = (fault: SyntaxFault | undefined): void => {
      removeEventListener("error", onError, true);
      script.remove();
      URL.revokeObjectURL(url);
      resolve(fault);
    };
    // On the window: the fault itself. On the element, after that: that it could not be loaded.
    const onError = (event: ErrorEvent | Event): void => {
      if (event.target === script) return finish(undefined);
      if (!(event instanceof ErrorEvent) || !(event.filename === url || isUnresolved(event, specifiers))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { lineno, colno, message } = event;
      const isFault = event.error instanceof SyntaxError;
      finish(isFault ? { message: message.replace(/^Uncaught /, ""), line: lineno, column: colno } : undefined);
    };
    addEventListener("error", onError, true);
    script.onload = () => finish(undefined);
    document.head.append(script);
  });
}

/** Told of the page, without a place. */
function isUnresolved({ error, lineno, message }: ErrorEvent, specifiers: readonly string[]): boolean {
  const isNamed = (specifier: string): boolean => message.includes(specifier);
  return error instanceof TypeError && lineno === 0 && [...specifiers, UNRESOLVABLE].some(isNamed);
}
