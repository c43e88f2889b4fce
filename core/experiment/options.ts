import type { CliOption } from "../cli/option.ts";
import { STOCK_OPTIONS } from "../cli/stock-options.ts";
import type { SacredRealm } from "../run/run-setup.ts";

/** Options of the command line by name, with or without the leading dashes. */
export type RunOptions = Readonly<Record<string, unknown>>;

export interface HasOptions {
  readonly additionalCliOptions: readonly CliOption[];
}

/** All options of an experiment: the stock ones by name, then its own. */
export function allOptions(experiment: HasOptions, { host }: SacredRealm): CliOption[] {
  const stock = [...STOCK_OPTIONS, ...host.options].sort((a, b) => (a.long < b.long ? -1 : 1));
  return [...stock, ...experiment.additionalCliOptions];
}

export function defaultOptions(experiment: HasOptions, realm: SacredRealm): Record<string, unknown> {
  return Object.fromEntries(
    allOptions(experiment, realm).map(({ long, argument }) => [long, argument === undefined ? false : null]),
  );
}
