export { assign, reveal } from "./merge";
export { distribute } from "./updates";
export { summarize } from "./summary";
export { checkKeys } from "./keys";
