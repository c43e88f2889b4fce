import { expect, test } from "vitest";
import { experiment } from "../../host-node/index.ts";

test("a function that is captured while two runs go on has in each the configuration and the seed of that one", async () => {
  const ex = experiment("late", { interactive: true }).config({ a: 0 });
  let late: (() => readonly [a: number, seed: number]) | undefined;
  let arrived = 0;
  let open: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (open = resolve));
  ex.main(async () => {
    if (++arrived === 2) open();
    await both;
    late ??= ex.capture(({ a, _seed }) => [a, _seed] as const);
    return [late(), late()];
  });
  const run = async (seed: number): Promise<unknown> =>
    (await ex.run({ configUpdates: { a: seed, seed }, options: { loglevel: "ERROR" } })).result;
  const [first, second] = await Promise.all([run(1), run(2)]);
  const any: unknown = expect.any(Number);
  expect(first).toEqual([
    [1, any],
    [1, any],
  ]);
  expect(second).toEqual([
    [2, any],
    [2, any],
  ]);
  expect([await run(1), await run(2)]).toEqual([first, second]);
});
