import { renderExpression, renderPath } from "./expressions.mjs";

/** The body of a config scope, comments included. */
export function renderStatements(statements, indent) {
  return statements.map((statement) => renderStatement(statement, indent)).join("");
}

function renderStatement(statement, indent) {
  if ("set" in statement) return renderAssignment(statement, indent);
  if ("if" in statement) return renderBranches(statement, indent);
  if ("call" in statement) return `${indent}${renderCall(statement)};\n`;
  if ("del" in statement) return `${indent}${renderDelete(statement.del)};\n`;
  throw new Error(`Unknown statement ${JSON.stringify(statement)}`);
}

function renderAssignment({ set, expr, comment, comment_above: above }, indent) {
  const before = above === undefined ? "" : `${indent}// ${above}\n`;
  const behind = comment === undefined ? "" : `  // ${comment}`;
  return `${before}${indent}${renderPath(set)} = ${renderExpression(expr)};${behind}\n`;
}

function renderBranches({ if: condition, then, else: otherwise }, indent) {
  const inner = `${indent}  `;
  const rest = otherwise.length === 0 ? "" : ` else {\n${renderStatements(otherwise, inner)}${indent}}`;
  return `${indent}if (${renderExpression(condition)}) {\n${renderStatements(then, inner)}${indent}}${rest}\n`;
}

/** Python's list methods in JavaScript; those that JavaScript lacks are done by index, as the support functions say. */
function renderCall({ call, on, args }) {
  const list = renderPath(on);
  const [first, second] = args.map(renderExpression);
  switch (call) {
    case "append":
      return `${list}.push(${first})`;
    case "extend":
      return `${list}.push(...${first})`;
    case "insert":
      return `insertAt(${list}, ${first}, ${second})`;
    case "reverse":
      return `${list}.reverse()`;
    case "remove":
      return `removeItem(${list}, ${first})`;
    case "pop":
      return `${list}.pop()`;
    default:
      throw new Error(`Unknown list method ${call}`);
  }
}

function renderDelete(path) {
  const segments = path.split(".");
  const last = segments.at(-1);
  if (segments.length > 1 && /^\d+$/.test(last))
    return `removeAt(${renderPath(segments.slice(0, -1).join("."))}, ${last})`;
  return `delete ${renderPath(path)}`;
}
