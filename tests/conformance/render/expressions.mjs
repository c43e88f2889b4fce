/** Free names of an expression become entries of the draft; texts and words of the language stay. */
export function renderExpression(expression) {
  return expression.replace(
    /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*(?:[eE][+-]?\d+)?/gu,
    (token) => {
      if (/^["'\d]/.test(token) || ["true", "false", "null"].includes(token)) return token;
      return `c.${token}`;
    },
  );
}

/** `name.key.0` as an access to the draft: a part made only of digits is an index. */
export function renderPath(path) {
  const [name, ...keys] = path.split(".");
  return `c.${name}${keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `[${JSON.stringify(key)}]`)).join("")}`;
}
