import { expose } from "comlink";
import { DefinitionError, SacredInterrupt } from "../../core/errors/index.ts";
import { toPortable } from "../../core/errors/portable-error.ts";
import { RemoteObserver } from "../../core/run/remote-observer.ts";
import type { Startable } from "../../core/run/registry.ts";
import type { SacredRealm } from "../../core/run/run-setup.ts";
import type { Run } from "../../core/run/run.ts";
import { portable } from "../../core/values/portable.ts";
import { noteImports } from "../sources/import-map.ts";
import { provideSource } from "../sources/source-texts.ts";
import { holdLock } from "./life-lock.ts";
import { PageFeed } from "./page-feed.ts";
import { type Controls, EVALUATION, type FeedMessage, HERE, type WorkerRequest } from "./protocol.ts";

/** The worker's end: starts the run that the page asks for, once the worker's module has been evaluated. */
export function servePage(realm: SacredRealm, port: MessagePort): void {
  let run: Run | undefined;
  const controls: Controls = {
    async start(request) {
      try {
        if (request.source !== undefined) provideSource(request.source.file, request.source.text);
        noteImports(request.source?.imports ?? {});
        await evaluated();
        const started = start(mainOf(realm), request);
        run = started.run;
        await started.finished;
        return { result: cloneable(run.result) };
      } catch (error) {
        return { thrown: toPortable(error) };
      } finally {
        request.feed.postMessage({ kind: "over" } satisfies FeedMessage);
      }
    },
    interrupt(reason) {
      run?.interrupt(new SacredInterrupt(reason));
      return run !== undefined;
    },
    live: holdLock,
  };
  port.postMessage(HERE);
  expose(controls, port);
}

/** Resolves when the worker's module has been evaluated whole, top-level await included. @throws what it throws */
async function evaluated(): Promise<void> {
  // A classic script (some bundlers make one) has been; importing it would evaluate it again.
  if (isModule()) await import(/* @vite-ignore */ /* webpackIgnore: true */ location.href);
  await Reflect.get(globalThis, EVALUATION);
}

function isModule(): boolean {
  try {
    // Does nothing, and throws in modules.
    Reflect.apply(Reflect.get(globalThis, "importScripts"), globalThis, []);
    return false;
  } catch {
    return true;
  }
}

function mainOf({ registry }: SacredRealm): Startable {
  if (registry.main !== undefined) return registry.main;
  throw new DefinitionError(
    "The worker's module has no experiment with a main function that could be run: end it with ex.automain(…) or ex.main(…).",
  );
}

function start(experiment: Startable, { request, observers, feed }: WorkerRequest): ReturnType<Startable["start"]> {
  for (const { port, priority, name } of observers)
    experiment.observers.push(new RemoteObserver(port, { priority, name }));
  const started = experiment.start(request);
  // Nothing has been told yet: a run begins asynchronously.
  started.run.onlookers = [new PageFeed(feed)];
  return started;
}

function cloneable(result: unknown): unknown {
  try {
    return structuredClone(result);
  } catch {
    return portable(result);
  }
}
