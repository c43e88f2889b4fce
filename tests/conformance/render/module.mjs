import { renderStatements } from "./statements.mjs";

/**
 * A spec as a module that uses the public API: it exports the experiment, its captured functions, and what they got.
 * Every captured function hands what it was called with to `recorded`.
 */
export function renderModule(spec, supportUrl, callable) {
  const lines = [
    `import { Experiment, Ingredient } from "sacred-ts";`,
    `import { insertAt, removeAt, removeItem } from ${JSON.stringify(supportUrl)};`,
    ``,
    `export const functions = [];`,
    `export const calls = { handler: () => undefined };`,
    `const ingredients = {};`,
  ];
  for (const { id, path } of spec.ingredients) {
    lines.push(`ingredients[${JSON.stringify(id)}] = new Ingredient(${JSON.stringify(path)});`);
  }
  const { name, doc, ingredients } = spec.experiment;
  lines.push(
    `export const ex = new Experiment(${JSON.stringify(name)}, { doc: ${doc === null ? "undefined" : JSON.stringify(doc)} });`,
  );
  for (const { id, ingredients: used } of spec.ingredients) {
    for (const other of used)
      lines.push(`ingredients[${JSON.stringify(id)}].ingredients.push(ingredients[${JSON.stringify(other)}]);`);
  }
  for (const other of ingredients) lines.push(`ex.ingredients.push(ingredients[${JSON.stringify(other)}]);`);
  for (const { id, path, items } of spec.ingredients) {
    for (const item of items) lines.push(renderItem(item, `ingredients[${JSON.stringify(id)}]`, path, callable));
  }
  for (const item of spec.experiment.items) lines.push(renderItem(item, "ex", "", callable));
  return `${lines.join("\n")}\n`;
}

function renderItem(item, target, ingredient, callable) {
  switch (item.kind) {
    case "config":
      return `${target}.scope(${renderScope(item)}${renderDoc(item.doc)});`;
    case "named_config":
      return `${target}.namedScope(${JSON.stringify(item.name)}, ${renderScope(item)}${renderNamedDoc(item.doc)});`;
    case "config_dict":
      return `${target}.addConfig(${literal(item.value)});`;
    case "named_config_dict":
      return `${target}.addNamedConfig(${JSON.stringify(item.name)}, ${literal(item.value)});`;
    case "config_hook":
      return `${target}.configHook(() => (${literal(item.updates)}));`;
    default:
      return renderCaptured(item, target, ingredient, callable);
  }
}

/** Python declares what a scope asks for; here asking is reading. */
function renderScope({ args, body }) {
  const asked = args.map((name) => `  void c.${name};\n`).join("");
  return `(c) => {\n${asked}${renderStatements(body, "  ")}}`;
}

/** Sacred removes the indentation of a function's body from the lines of its docstring. */
function renderDoc(doc) {
  if (doc === null || doc === undefined) return "";
  return `, { doc: ${JSON.stringify(doc.replace(/\n {1,4}/g, "\n"))} }`;
}

/** The docstring of a named config is printed as it stands. */
function renderNamedDoc(doc) {
  return doc === null || doc === undefined ? "" : `, { doc: ${JSON.stringify(doc)} }`;
}

const METHODS = {
  capture: "capture",
  command: "command",
  main: "main",
  pre_run_hook: "preRunHook",
  post_run_hook: "postRunHook",
};

/** With defaults for all parameters each function can be called to see what it gets; what it uses is the same. */
function renderCaptured({ kind, name, args, prefix, defaults = {}, unobserved, doc }, target, ingredient, callable) {
  const parameters = args.map((arg) => parameter(arg, defaults, callable));
  if (!args.includes("_config")) parameters.push("_config");
  const values = args.map((arg) => `${arg}`).join(", ");
  const fn = `({ ${parameters.join(", ")} }) => calls.handler(${JSON.stringify(ingredient)}, ${JSON.stringify(name)}, { _config, ${values} })`;
  const options = {
    name,
    ...(prefix === null ? {} : { prefix }),
    ...(unobserved ? { unobserved } : {}),
    ...(doc ? { doc } : {}),
  };
  const head = kind === "command" ? `${JSON.stringify(name)}, ` : "";
  const register = `functions.push([${JSON.stringify(ingredient)}, ${JSON.stringify(name)}, captured])`;
  return `{ const captured = ${target}.${METHODS[kind]}(${head}${JSON.stringify(options)}, ${fn}); ${register}; }`;
}

function parameter(name, defaults, callable) {
  if (name in defaults) return `${name} = ${literal(defaults[name])}`;
  return callable && !name.startsWith("_") ? `${name} = undefined` : name;
}

/** A JSON value as source text: `__proto__` stays an own key. */
function literal(value) {
  return `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
}
