import { afterEach, expect, test } from "vitest";
import { getHostInfo, hostInfoGatherer, settings } from "../index.ts";

/** Replaces what the browser says of one thing, until the test is over. */
function stub(name: string, property: PropertyDescriptor): void {
  Object.defineProperty(navigator, name, { ...property, configurable: true });
}

afterEach(() => {
  for (const name of Object.getOwnPropertyNames(navigator)) Reflect.deleteProperty(navigator, name);
  settings.hostInfo.includeCpuInfo = true;
  settings.hostInfo.includeGpuInfo = true;
});

const EXPECTED = {
  hostname: "127.0.0.1",
  os: ["Linux", expect.stringMatching(/^Linux/)],
  python_version: expect.stringMatching(/^\d+\./),
  browser: expect.stringMatching(/Chrom/),
  browser_version: expect.stringMatching(/^\d+\./),
  user_agent: expect.stringContaining("Mozilla"),
  user_agent_hints: expect.objectContaining({ platform: "Linux" }),
  cpu: expect.stringMatching(/\w/),
  cpu_count: navigator.hardwareConcurrency,
  memory_gb: expect.any(Number),
  time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  language: navigator.language,
  ENV: {},
};

test("a page knows its browser and machine", async () => {
  expect(await getHostInfo()).toMatchObject(EXPECTED);
});

test("so does a worker", async () => {
  const worker = new Worker(new URL("./tell-host-info.ts", import.meta.url), { type: "module" });
  const told = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  });
  worker.terminate();
  expect(told).toMatchObject(EXPECTED);
});

test("a GPU that may be used is told", async () => {
  const info = { vendor: "nvidia", architecture: "ampere", device: "", description: "" };
  stub("gpu", { value: { requestAdapter: async () => ({ info }) } });
  expect((await getHostInfo())["gpus"]).toEqual({
    gpus: [{ model: "nvidia ampere", vendor: "nvidia", architecture: "ampere" }],
  });
  settings.hostInfo.includeGpuInfo = false;
  settings.hostInfo.includeCpuInfo = false;
  expect(await getHostInfo()).toMatchObject({ gpus: null, cpu: null });
});

test("what never answers is left out", async () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  stub("gpu", { value: { requestAdapter: never } });
  stub("userAgentData", { value: { getHighEntropyValues: never } });
  const info = await getHostInfo();
  expect(info).not.toHaveProperty("gpus");
  expect(info).not.toHaveProperty("user_agent_hints");
  expect(info).toMatchObject({ os: ["Linux", "Linux"], browser: "Chrome", cpu: "unknown" });
});

test("what is refused or missing is left out, and nothing else", async () => {
  const refuse = (): never => {
    throw new DOMException("not for you", "SecurityError");
  };
  stub("gpu", { get: refuse });
  stub("userAgentData", { value: undefined });
  stub("deviceMemory", { value: undefined });
  stub("hardwareConcurrency", { get: refuse });
  stub("language", { get: refuse });
  const info = await getHostInfo();
  for (const name of ["gpus", "memory_gb", "cpu_count", "language"]) expect(info).not.toHaveProperty(name);
  expect(info).toMatchObject({ hostname: "127.0.0.1", browser: "Chrome", time_zone: expect.any(String) });
});

test("an experiment's own entries come last, and their errors are the user's", async () => {
  expect(Object.keys(await getHostInfo([hostInfoGatherer("disk", () => 7)])).at(-1)).toBe("disk");
  const broken = hostInfoGatherer("broken", () => {
    throw new RangeError("no disk");
  });
  await expect(getHostInfo([broken])).rejects.toThrow("no disk");
});
