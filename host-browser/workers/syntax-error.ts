export interface SyntaxFault {
  readonly message: string;
  /** from 1 */
  readonly line: number;
  readonly column: number;
}

/** Can't be resolved: what imports it is parsed, and never evaluated. */
const UNRESOLVABLE = '"sacred-ts-only-parses-this"';

/**
 * Whether a module's text parses. Only a script element tells where it doesn't; nothing is evaluated. It is in a frame of its own:
 * what listens to the page's errors would take this for one, and its runs would fail.
 *
 * @returns undefined if it parses, and where that can't be found out: in workers, and on pages whose policy allows no blob:
 */
export async function syntaxError(text: string): Promise<SyntaxFault | undefined> {
  if (typeof document === "undefined") return undefined;
  const url = URL.createObjectURL(new Blob([`${text}\n;import ${UNRESOLVABLE};`], { type: "text/javascript" }));
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.srcdoc = "<!doctype html>";
  try {
    await new Promise<void>((resolve) => {
      frame.onload = () => resolve();
      document.documentElement.append(frame);
    });
    return await faultOf(url, frame);
  } finally {
    frame.remove();
    URL.revokeObjectURL(url);
  }
}

function faultOf(url: string, { contentDocument, contentWindow }: HTMLIFrameElement): Promise<SyntaxFault | undefined> {
  if (contentDocument === null || contentWindow === null) return Promise.resolve(undefined);
  const script = contentDocument.createElement("script");
  script.type = "module";
  script.src = url;
  return new Promise((resolve) => {
    // Of the window: the fault itself, or that nothing can be resolved from a blob:. Of the element: that it could not be loaded.
    contentWindow.onerror = (message, _file, line = 0, column = 0, error) => {
      // Classes of another window: known by their names.
      const isFault = error?.name === "SyntaxError";
      resolve(isFault ? { message: String(message).replace(/^Uncaught /, ""), line, column } : undefined);
      // Told here; nobody else has to report it.
      return true;
    };
    script.onload = () => resolve(undefined);
    script.onerror = () => resolve(undefined);
    contentDocument.head.append(script);
  });
}
