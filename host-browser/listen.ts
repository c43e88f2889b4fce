/**
 * Listens to an event of the page or worker; to none in a program that has no such events (Node can load the file for browsers).
 *
 * @returns what ends that
 */
export function listen<K extends keyof WindowEventMap>(
  type: K,
  listener: (event: WindowEventMap[K]) => void,
): () => void {
  if (typeof addEventListener !== "function") return () => undefined;
  addEventListener(type, listener);
  return () => removeEventListener(type, listener);
}
