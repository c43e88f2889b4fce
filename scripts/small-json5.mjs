import { join } from "node:path";

/** What json5 needs to know about characters; browsers know it themselves, which saves 7 kB of its tables. */
const CHARACTERS = String.raw`
exports.Space_Separator = /[\u1680\u2000-\u200A\u202F\u205F\u3000]/;
exports.ID_Start = /[\p{ID_Start}]/u;
exports.ID_Continue = /[\p{ID_Continue}]/u;
`;

/**
 * For what is bundled with its dependencies for browsers: json5's parser alone. Its own bundle brings polyfills of 2017 (30 kB, one of
 * them a `Function("return this")`, which strict policies are there to forbid).
 */
export const smallJson5 = {
  name: "small-json5",
  resolveId(source) {
    return source === "json5" ? { id: "json5-parse" } : null;
  },
  load(id) {
    if (id === "json5-parse") {
      return `import parse from ${JSON.stringify(join(process.cwd(), "node_modules/json5/lib/parse.js"))}; export default { parse };`;
    }
    return /[\\/]json5[\\/]lib[\\/]unicode\.js$/.test(id) ? CHARACTERS : null;
  },
};
