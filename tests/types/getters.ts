// Checked by the compiler, not run: what getters without annotations return, and what they may read.
import { experiment, ingredient } from "../../host-node/index.ts";
import { same } from "./equal.ts";

const dataset = ingredient("dataset").config({ base: "/data", size: 2 });
const ex = experiment("getters", { ingredients: [dataset] }).config({
  a: 10,
  kernel: "rbf" as "rbf" | "linear",
  layers: [1, 2],
  get own() {
    return this.a * 2;
  },
  get power() {
    return this.a ** 2;
  },
  get text() {
    return `${this.kernel} ${this.a}`;
  },
  get ofGetter() {
    return this.own + this.power;
  },
  get ofIngredient() {
    return `${this.dataset.base}/${this.dataset.size}`;
  },
  foo: {
    y: 1,
    get nested() {
      return this.a + this.foo.y;
    },
    deep: {
      get er() {
        return this.text.length + this.foo.nested;
      },
    },
  },
  get absent() {
    return this.a > 8 ? this.a / 2 : undefined;
  },
  get copy() {
    return this.layers;
  },
  get list() {
    return this.layers.map((size) => ({ size }));
  },
});
ex.capture((c) => {
  same<typeof c.own, number>();
  same<typeof c.power, number>();
  same<typeof c.text, string>();
  same<typeof c.ofGetter, number>();
  same<typeof c.ofIngredient, string>();
  same<typeof c.foo.nested, number>();
  same<typeof c.foo.deep.er, number>();
  same<typeof c.absent, number | undefined>();
  same<typeof c.copy, readonly number[]>();
  same<typeof c.list, readonly { readonly size: number }[]>();
});
// An entry that may be undefined may be absent.
export const isOptional: { absent?: number } = {} satisfies Partial<
  Pick<Awaited<ReturnType<typeof ex.run>>["config"], "absent">
>;

// Entries of an earlier scope, read and set again.
const later = ex.config({
  rate: 0.5,
  get ofEarlier() {
    return this.own + this.layers.length;
  },
  get a() {
    return this.layers.length;
  },
  foo: {
    get y() {
      return this.power + this.rate;
    },
    get more() {
      return this.text;
    },
  },
  kernel: "linear",
});
later.capture((c) => {
  same<typeof c.ofEarlier, number>();
  same<typeof c.a, number>();
  same<typeof c.foo.y, number>();
  same<typeof c.foo.more, string>();
  same<typeof c.foo.nested, number>();
  same<typeof c.kernel, "rbf" | "linear">();
});

// In named configs.
later.namedConfig("fast", {
  a: 100,
  added: 3,
  kernel: "linear",
  get rate() {
    return this.a / this.added;
  },
  foo: {
    get y() {
      return this.dataset.size;
    },
  },
});

// In ingredients.
export const child = ingredient("child", { ingredients: [dataset] })
  .config({
    get path() {
      return `${this.dataset.base}/child`;
    },
  })
  .capture(({ path }) => {
    same<typeof path, string>();
  });

// Nothing that isn't there, wherever the getter stands.
experiment("x").config({
  a: 1,
  // @ts-expect-error -- compilers say that b's own type can't be had either
  get b() {
    // @ts-expect-error -- a misspelt entry
    return this.aa;
  },
});
later.config({
  get a() {
    // @ts-expect-error -- a misspelt entry, where an entry is set again
    return this.lawyers;
  },
  foo: {
    get y() {
      // @ts-expect-error -- the same in a dictionary
      return this.ratte;
    },
  },
});
later.namedConfig("wrong", {
  get rate() {
    // @ts-expect-error -- and in a named config
    return this.aa;
  },
});
later.config({
  get sum() {
    // @ts-expect-error -- what is there is frozen
    this.layers.push(1);
    // @ts-expect-error -- and can't be assigned
    this.rate = 1;
    return this.rate;
  },
});
