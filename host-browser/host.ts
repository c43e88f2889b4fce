import { cliOption } from "../core/cli/option.ts";
import { pdbOption } from "../core/cli/stock-options.ts";
import { RunError, UnsupportedError } from "../core/errors/index.ts";
import type { Host, HostFiles, RunContext } from "../core/host.ts";
import { LEVELS } from "../core/logging/levels.ts";
import type { FileSource, NotedFile } from "../core/run/file-source.ts";
import type { Run } from "../core/run/run.ts";
import type { Settings } from "../core/settings.ts";
import { createLifecycle } from "./lifecycle.ts";
import { NOTEBOOK } from "./show/notebook.ts";
import { answerPage } from "./workers/answer-page.ts";
import { SOURCES } from "./sources/index.ts";

/** A page or worker as a host: runs are kept in memory, and one at a time. */
export function createBrowserHost(settings: () => Settings): Host {
  return {
    kind: "browser",
    context: createContext(),
    files: FILES,
    sources: SOURCES,
    terminal: {
      out: (text) => console.log(withoutLineBreak(text)),
      err: (text, level = LEVELS.ERROR) => console[methodOf(level)](withoutLineBreak(text)),
      colours: false,
      argv: () => [location.pathname],
      programName: () => location.pathname,
      exit: () => undefined,
      exitNow: () => undefined,
    },
    lifecycle: createLifecycle(),
    info: {
      async hostInfo(additional) {
        const { browserHostInfo } = await import("./machine/host-info.ts");
        return browserHostInfo(settings().hostInfo, additional);
      },
    },
    notebook: NOTEBOOK,
    loggers: [],
    options: [
      cliOption("-F, --file_storage BASEDIR", "Store the run in a folder (not in browsers)", refuse("-F")),
      pdbOption("Break where the command fails (not in browsers)", refuse("-D")),
    ],
    opened: answerPage,
    entropy: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  };
}

/** What DevTools shows in red should be an error. */
function methodOf(level: number): "info" | "warn" | "error" {
  if (level < LEVELS.WARNING) return "info";
  return level < LEVELS.ERROR ? "warn" : "error";
}

/** Without asynchronous contexts a realm can tell apart just one run. */
function createContext(): RunContext {
  let active: Run | undefined;
  return {
    current: () => active,
    run(run, fn) {
      if (active !== run && active?.status === "RUNNING" && active.stopTime === undefined) {
        throw new RunError(
          "Another run is active on this page, and can't be told apart. Run one after another, or each in a worker.",
        );
      }
      const before = active;
      active = run;
      const restore = (): void => void (active = before);
      let result: ReturnType<typeof fn> | undefined;
      try {
        return (result = fn());
      } finally {
        if (result instanceof Promise) void result.then(restore, restore);
        else restore();
      }
    },
    exit(fn) {
      const before = active;
      active = undefined;
      try {
        return fn();
      } finally {
        active = before;
      }
    },
  };
}

/** What to use instead is loaded with the first refusal. */
const refuse =
  (what: keyof typeof import("./unsupported.ts").INSTEAD): (() => Promise<never>) =>
  async () =>
    (await import("./unsupported.ts")).refuse(what);

/** What holds or fetches the content of a file is loaded when there is one. */
const noted = async (file: FileSource): Promise<NotedFile> => (await import("./noted-file.ts")).noteFile(file);
const absolute = (file: string | URL): string => new URL(file, location.href).href;
const FILES: HostFiles = {
  isFile: () => false,
  absolute,
  artifact: noted,
  resource: noted,
  baseName: (file) => file.split(/[/?#]/).findLast((part) => part !== "") ?? file,
  readConfig() {
    throw new UnsupportedError(
      "A browser reads no configuration file by its path: import it, and use addConfig(dictionary).",
    );
  },
  writeConfig: refuse("save_config"),
  open: refuse("openResource"),
  rescue: () => undefined,
};

function withoutLineBreak(text: string): string {
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}
