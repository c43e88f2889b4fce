import { createRequire } from "node:module";
import { join } from "node:path";
import { UnsupportedError } from "../../core/errors/index.ts";
import type { TensorFlowNode } from "./summary-calls.ts";

const PACKAGES = ["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"];

/**
 * The TensorFlow.js that the program itself would get: seen from its entry, else from the working folder.
 *
 * @throws {UnsupportedError} where none is installed
 */
export function findTensorFlow(): TensorFlowNode {
  const installed = [...candidates()];
  const { require, file } = installed.find((each) => each.isLoaded) ?? installed[0] ?? notInstalled();
  const loaded: unknown = require(file);
  if (isTensorFlowNode(loaded)) return loaded;
  throw new UnsupportedError(
    `${file} has no tf.node.summaryFileWriter: a newer version of it is needed (1.7 or later).`,
  );
}

interface Candidate {
  readonly require: NodeJS.Require;
  readonly file: string;
  readonly isLoaded: boolean;
}

function* candidates(): Generator<Candidate> {
  for (const from of [process.argv[1], join(process.cwd(), "program.js")]) {
    if (from === undefined) continue;
    const require = createRequire(from);
    for (const name of PACKAGES) {
      const file = resolveIn(require, name);
      if (file !== undefined) yield { require, file, isLoaded: require.cache[file] !== undefined };
    }
  }
}

function resolveIn(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

function notInstalled(): never {
  throw new UnsupportedError(
    "logFileWriter(ex) watches tf.node.summaryFileWriter, and no TensorFlow.js for Node is installed here: npm install @tensorflow/tfjs-node. One that stands elsewhere is given as logFileWriter(ex, tf).",
  );
}

export function isTensorFlowNode(value: unknown): value is TensorFlowNode {
  if (typeof value !== "object" || value === null || !("node" in value)) return false;
  const { node } = value;
  return (
    typeof node === "object" &&
    node !== null &&
    "summaryFileWriter" in node &&
    typeof node.summaryFileWriter === "function"
  );
}
