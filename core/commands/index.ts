export { coloursOf } from "./colours.ts";
export { formatConfig } from "./format-config.ts";
export { formatDependencies } from "./format-dependencies.ts";
export { formatNamedConfigs } from "./format-named-configs.ts";
