/** The part of WebGPU that is asked for; not all browsers have it, and none where the page isn't secure. */
interface Gpu {
  requestAdapter(): Promise<{ readonly info?: AdapterInfo } | null>;
}

interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
}

/** The graphics adapter that a page would be given, in the form of Node's, which asks nvidia-smi. */
export async function gpuInfo(): Promise<{ readonly gpus: readonly object[] } | undefined> {
  const { gpu }: { gpu?: Gpu } = navigator;
  const info = (await gpu?.requestAdapter())?.info;
  if (info === undefined) return undefined;
  // The names of device and driver are given to pages that the user trusts, else they are empty.
  const model = info.description || info.device || [info.vendor, info.architecture].filter(Boolean).join(" ");
  return { gpus: [{ model, vendor: info.vendor, architecture: info.architecture }] };
}
