/** What is used of the package @tensorflow/tfjs-node. */
export interface TensorFlowNode {
  readonly node: { summaryFileWriter: SummaryFileWriterFunction };
}

/** `tf.node.summaryFileWriter(logdir, maxQueue?, flushMillis?, filenameSuffix?)` */
export type SummaryFileWriterFunction = (logdir: string, ...options: never[]) => unknown;

type Listener = (logdir: string) => void;

/** While somebody listens, `tf.node.summaryFileWriter` is replaced by a function that tells of its calls. */
const watched: WeakMap<object, Set<Listener>> = new WeakMap();

/** Calls `listener` with the log folder of every writer that is made from now on. Returns the end of it. */
export function watchSummaryCalls(tf: TensorFlowNode, listener: Listener): () => void {
  const listeners = watched.get(tf.node) ?? replace(tf.node);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) restore(tf.node);
  };
}

const originals: WeakMap<object, SummaryFileWriterFunction> = new WeakMap();

function replace(node: TensorFlowNode["node"]): Set<Listener> {
  const listeners = new Set<Listener>();
  const original = node.summaryFileWriter;
  watched.set(node, listeners);
  originals.set(node, original);
  node.summaryFileWriter = function (this: unknown, logdir, ...options) {
    const writer: unknown = Reflect.apply(original, this, [logdir, ...options]);
    // Only now: a folder that was refused holds no logs.
    for (const tell of listeners) tell(logdir);
    return writer;
  };
  return listeners;
}

function restore(node: TensorFlowNode["node"]): void {
  const original = originals.get(node);
  if (original !== undefined) node.summaryFileWriter = original;
  watched.delete(node);
}
