export { collect } from "./collect";
export { reserve } from "./message";
export { abortFile, abortLine, abortMessage } from "./abort";
export * from "./config/exports";
export * from "./random/exports";
