// The names that both hosts export besides what is bound to them.

export { type CliOption, cliOption } from "./cli/option.ts";
export { doc } from "./config/doc.ts";
export * from "./errors/index.ts";
export type { ExperimentOptions } from "./experiment/base-experiment.ts";
export type { RunRequest } from "./experiment/requested-run.ts";
export type { IngredientOptions } from "./experiment/ingredient.ts";
export type { NamedScopeOptions, ScopeOptions } from "./experiment/written-sources.ts";
export type { ExperimentInfo, HostInfoGatherer } from "./host.ts";
export { hostInfoGatherer } from "./host-info-gatherer.ts";
export type { ConfigModifications } from "./initialize/modifications.ts";
export type { Logger } from "./logging/logger.ts";
export type { MetricSeries, MetricsByName } from "./metrics/series-of.ts";
export { NumpyGenerator } from "./random/numpy-generator.ts";
export { NumpyRandomState } from "./random/numpy-random-state.ts";
export { PythonRandom } from "./random/python-random.ts";
export type { FileContent, FileSource } from "./run/file-source.ts";
export type {
  ArtifactEvent,
  CompletedEvent,
  FailedEvent,
  HeartbeatEvent,
  InterruptedEvent,
  MetricsEvent,
  QueuedEvent,
  ResourceEvent,
  RunId,
  StartedEvent,
} from "./run/observer.ts";
export { RunObserver } from "./run/observer.ts";
export type { OpenedFile, OpenMode } from "./run/opened-file.ts";
export type { RunStatus } from "./run/run.ts";
export { applyBackspacesAndLinefeeds, type OutputIncrement } from "./run/terminal-text.ts";
export type { DependencyDiscovery, Settings, SourceDiscovery } from "./settings.ts";
export type { Captured, Injected, SpecialValues } from "./types/captured.ts";
export type { Run } from "./types/run.ts";
export type { StandardSchema } from "./types/scopes.ts";
export type { Dict, Value } from "./values.ts";
