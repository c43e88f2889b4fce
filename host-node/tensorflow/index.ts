// The entry "sacred-ts/tensorflow": Sacred's sacred.stflow.

export { type LogFileWriter, logFileWriter } from "./log-file-writer.ts";
export type { TensorFlowNode } from "./summary-calls.ts";
