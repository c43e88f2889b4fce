import { type Fd, WASI, wasi } from "@bjorn3/browser_wasi_shim";
import { type ProgramClock, sleep, timeOf } from "./clock.ts";
import type { FillRandom } from "./random.ts";

export interface SystemSetup {
  /** the program's name first */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** standard input, output and error, then the program's folder */
  readonly descriptors: readonly Fd[];
  readonly clock: ProgramClock;
  readonly fillRandom: FillRandom;
  /** asked at each call; throws if the program has to end */
  readonly check: (memory: WebAssembly.Memory | undefined) => void;
}

type Call = (...args: never[]) => unknown;

/** What a program imports. Its memory is known once it has been instantiated. */
export class SystemCalls {
  readonly imports: Readonly<Record<string, Call>>;
  memory: WebAssembly.Memory | undefined;
  readonly #setup: SystemSetup;

  constructor(setup: SystemSetup) {
    this.#setup = setup;
    const env = Object.entries(setup.env).map(([name, value]) => `${name}=${value}`);
    const shim = new WASI([...setup.args], env, [...setup.descriptors], { debug: false });
    const calls: Record<string, Call> = { ...shim.wasiImport, ...this.#own() };
    for (const [name, call] of Object.entries(calls)) {
      calls[name] = (...args: never[]) => {
        if (this.memory === undefined) throw new Error(TOO_EARLY);
        shim.inst = { exports: { memory: this.memory } };
        setup.check(this.memory);
        return call(...args);
      };
    }
    this.imports = calls;
  }

  /** In place of the shim's. */
  #own(): Record<string, Call> {
    const { args, clock, fillRandom } = this.#setup;
    const unsupported = (): number => wasi.ERRNO_NOTSUP;
    return {
      // The shim counts UTF-16 units, and then writes more bytes than the program has reserved.
      args_sizes_get: (count: number, size: number): number => {
        const bytes = args.reduce((sum, argument) => sum + new TextEncoder().encode(argument).length + 1, 0);
        this.#view.setUint32(count, args.length, true);
        this.#view.setUint32(size, bytes, true);
        return wasi.ERRNO_SUCCESS;
      },
      clock_time_get: (id: number, _precision: bigint, time: number): number => {
        const now = timeOf(clock, id);
        if (now === undefined) return wasi.ERRNO_INVAL;
        this.#view.setBigUint64(time, now, true);
        return wasi.ERRNO_SUCCESS;
      },
      random_get: (start: number, length: number): number => {
        fillRandom(new Uint8Array(this.#view.buffer, start >>> 0, length >>> 0));
        return wasi.ERRNO_SUCCESS;
      },
      poll_oneoff: (subscriptions: number, events: number, count: number, done: number): number => {
        if (count === 0) return wasi.ERRNO_INVAL;
        const subscription = wasi.Subscription.read_bytes(this.#view, subscriptions);
        if (count > 1 || subscription.eventtype !== wasi.EVENTTYPE_CLOCK) return wasi.ERRNO_NOTSUP;
        const error = sleep(clock, subscription, () => this.#setup.check(this.memory));
        new wasi.Event(subscription.userdata, error, subscription.eventtype).write_bytes(this.#view, events);
        this.#view.setUint32(done, 1, true);
        return wasi.ERRNO_SUCCESS;
      },
      proc_raise: (signal: number): never => {
        throw new Error(`it has raised signal ${signal}`);
      },
      // The shim throws texts.
      sock_accept: unsupported,
      sock_recv: unsupported,
      sock_send: unsupported,
      sock_shutdown: unsupported,
    };
  }

  /** Anew for each call: a memory that grows gets another buffer. */
  get #view(): DataView {
    return new DataView((this.memory ?? new WebAssembly.Memory({ initial: 0 })).buffer);
  }
}

const TOO_EARLY =
  "it calls WASI while it is being instantiated, before its memory is known: its main code has to be in _start (AssemblyScript: --exportStart _start)";
