/** Says of a run that whoever stores it lives; the browser frees it when that tab is gone, whatever ended it. */
export interface LiveLock {
  /** empty where the browser has no locks (pages that aren't secure) */
  readonly name: string;
  release(): void;
}

/** Holds a lock that nobody else has, or will ever have: once it is free, its run is over. */
export async function holdLiveLock(): Promise<LiveLock> {
  if (navigator.locks === undefined) return { name: "", release: () => undefined };
  const name = `sacred-ts run ${crypto.randomUUID()}`;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await new Promise<void>((granted, refused) => {
    const held = navigator.locks.request(name, () => {
      granted();
      return released;
    });
    held.catch(refused);
  });
  return { name, release };
}

/** The locks that are held now by any tab of this site; undefined where the browser has none. */
export async function heldLocks(): Promise<ReadonlySet<string> | undefined> {
  if (navigator.locks === undefined) return undefined;
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name === undefined ? [] : [name])));
}
