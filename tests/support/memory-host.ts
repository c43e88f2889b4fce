import jsTokens from "js-tokens";
import type { Host } from "../../core/host.ts";
import { createSacred, type Sacred } from "../../core/index.ts";
import { NO_CAPTURE } from "../../core/run/no-capture.ts";
import type { Run } from "../../core/run/run.ts";

/** A host without a machine: one run at a time, nothing but memory. Runs in Node and in browsers. */
export function memoryHost(printed: string[] = []): Host {
  let current: Run | undefined;
  const refuse = (): never => {
    throw new Error("This host has no files.");
  };
  return {
    kind: "browser",
    context: {
      current: () => current,
      run(run, fn) {
        current = run;
        const result = fn();
        if (result instanceof Promise) void result.finally(() => (current = undefined)).catch(() => undefined);
        return result;
      },
      exit: (fn) => fn(),
    },
    files: {
      isFile: () => false,
      absolute: String,
      artifact: (file) => ({ filename: String(file) }),
      resource: (file) => ({ filename: String(file) }),
      baseName: (file) => file,
      readConfig: refuse,
      writeConfig: refuse,
      open: refuse,
      rescue: () => undefined,
    },
    sources: {
      tokenize: (text) => jsTokens(text),
      callSite: () => () => ({}),
      prepareDocs: () => Promise.resolve(),
      read: () => undefined,
      describe: () => new Map(),
      isRecordable: () => true,
      whenEntry: () => undefined,
      isOwnFrame: () => false,
      mapStack: (stack) => stack,
      programPlace: () => ({ base_dir: "", mainfile: null }),
      experimentInfo: ({ name }) => ({
        name,
        base_dir: "",
        sources: [],
        dependencies: [],
        repositories: [],
        mainfile: null,
      }),
    },
    terminal: {
      out: (text) => void printed.push(text),
      err: (text) => void printed.push(text),
      colours: false,
      argv: () => ["program"],
      programName: () => "program",
      exit: () => undefined,
      exitNow: () => undefined,
    },
    lifecycle: {
      defaultCaptureMode: "no",
      capture: () => Promise.resolve(NO_CAPTURE),
      watch: () => () => undefined,
      catchUp: () => Promise.resolve(),
    },
    info: { hostInfo: () => ({}) },
    notebook: { hear: () => undefined, show: refuse },
    loggers: [],
    options: [],
    entropy: () => Math.floor(Math.random() * 2 ** 32),
  };
}

export function sacredInMemory(): Sacred {
  return createSacred(memoryHost());
}
