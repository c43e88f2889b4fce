declare const FileReaderSync: (new () => { readAsText(blob: Blob): string }) | undefined;

let isPossible: boolean | undefined;

/** Can this realm read a Blob without waiting? Pages need `blob:` in the connect-src of their Content-Security-Policy. */
export function canReadNow(): boolean {
  if (isPossible === undefined) {
    try {
      isPossible = readNow(new Blob(["ok"])) === "ok";
    } catch {
      isPossible = false;
    }
  }
  return isPossible;
}

/** The text of a Blob, at once: by FileReaderSync in workers; pages have nothing but a synchronous request. */
export function readNow(blob: Blob): string {
  if (typeof FileReaderSync === "function") return new FileReaderSync().readAsText(blob);
  const url = URL.createObjectURL(blob);
  try {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    request.overrideMimeType("text/plain; charset=utf-8");
    request.send();
    return request.responseText;
  } finally {
    URL.revokeObjectURL(url);
  }
}
