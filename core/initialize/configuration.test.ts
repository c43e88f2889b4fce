import { expect, test } from "vitest";
import { sacredInMemory } from "../../tests/support/memory-host.ts";

type Views = Readonly<Record<string, unknown>>;

/** What each captured function, scope, getter and hook sees of a chain of ingredients, each the only one that the last uses. */
async function viewsOf(paths: readonly string[], filled: readonly string[]): Promise<Views> {
  const { Experiment, Ingredient } = sacredInMemory();
  const seen: Record<string, unknown> = {};
  const note = (place: string, what: object): void => void (seen[place] = JSON.parse(JSON.stringify(what)));
  let used: InstanceType<typeof Ingredient>[] = [];
  const functions = paths.toReversed().map((path) => {
    const ingredient = new Ingredient(path, { ingredients: used });
    if (filled.includes(path)) ingredient.config({ x: path });
    used = [ingredient];
    return ingredient.capture(({ _config }: { _config: object }) => note(path, _config));
  });
  const ex = new Experiment("views", { ingredients: used });
  ex.config((visible: object) => {
    note("scope", visible);
    return {};
  });
  ex.config({
    get read() {
      note("getter", (this as unknown as Record<string, object>)[paths[0] ?? ""] ?? {});
      return true;
    },
  });
  used[0]?.configHook((config: object) => note("hook", config));
  ex.main(({ _config }: { _config: object }) => {
    note("main", _config);
    for (const call of functions) call();
  });
  await ex.run({ configUpdates: { seed: 1 }, options: { loglevel: "CRITICAL" } });
  return seen;
}

test("an ingredient three levels down without entries is an empty dictionary wherever it can be seen", async () => {
  const loader = { x: "data.loader", cache: {} };
  expect(await viewsOf(["data", "data.loader", "data.loader.cache"], ["data", "data.loader"])).toEqual({
    main: { read: true, seed: 1, data: { x: "data", loader } },
    data: { x: "data", loader },
    "data.loader": loader,
    "data.loader.cache": {},
    scope: { data: { x: "data", loader } },
    getter: { x: "data", loader },
    hook: { data: { x: "data", loader } },
  });
});

test("so it is where it has a path of its own", async () => {
  expect(await viewsOf(["data", "data.loader", "cache"], ["data", "data.loader"])).toMatchObject({
    main: { data: { x: "data", loader: { x: "data.loader" } }, cache: {} },
    data: { x: "data", loader: { x: "data.loader" }, cache: {} },
    "data.loader": { x: "data.loader", cache: {} },
  });
});

test("as in Sacred, functions see nothing below an ingredient without entries; scopes and hooks do", async () => {
  const nested = { loader: { x: "data.loader", cache: {} } };
  expect(await viewsOf(["data", "data.loader", "data.loader.cache"], ["data.loader"])).toEqual({
    main: { read: true, seed: 1, data: {} },
    data: { loader: { x: "data.loader" } },
    "data.loader": { x: "data.loader", cache: {} },
    "data.loader.cache": {},
    scope: { data: nested },
    getter: nested,
    hook: { data: nested },
  });
});
