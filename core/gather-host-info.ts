import { normalizeValue } from "./config/normalize.ts";
import type { HostInfoGatherer } from "./host.ts";
import type { Dict } from "./values.ts";

/** Gathers at the same time; entries keep the order of their gatherers. An error of a gatherer's is passed on as it is. */
export async function gatherHostInfo(gatherers: readonly HostInfoGatherer[]): Promise<Dict> {
  const values = await Promise.all(gatherers.map(async ({ gather }) => gather()));
  const info: Dict = {};
  gatherers.forEach(({ name }, index) => {
    const value = normalizeValue(values[index], name);
    if (value !== undefined) info[name] = value;
  });
  return info;
}
