/**
 * For what is bundled with its dependencies for browsers: js-tokens without what is about JSX, which is off. No browser runs JSX, and
 * what is compiled from it has none.
 */
export const smallJsTokens = {
  name: "small-js-tokens",
  transform(code, id) {
    if (!/[\\/]js-tokens[\\/]index\.js$/.test(id)) return null;
    const small = code
      .replace("{jsx = false} = {}) {", ") {\n\tconst jsx = false;")
      .replace(/\n\t+case "JSXTag":\n[^]*?\n(?=\t\t\}\n)/, "\n")
      .replace(/\n\t{8}case "InterpolationInJSX":\n[^]*?\n(?=\t{7}\}\n)/, "\n")
      .replace('mode.tag.startsWith("JSX") ? "JSXInvalid" : "Invalid"', '"Invalid"')
      .replace(/^(?:JSXPunctuator|JSXIdentifier|JSXString|JSXText) = .*$/gm, "");
    if (/case "JSX/.test(small) || !small.includes("const jsx = false;"))
      throw new Error("js-tokens isn't what scripts/small-js-tokens.mjs knows any more.");
    return { code: small, map: null };
  },
};
