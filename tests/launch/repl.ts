import { type ChildProcess, spawn } from "node:child_process";

const PROMPT = "> ";

/** Node's interactive prompt, to which one line after the other is typed. */
export class Repl {
  readonly #child: ChildProcess;
  #seen: string = "";
  #onOutput: () => void = () => undefined;
  #onClose: () => void = () => undefined;

  /** @param cwd where packages are looked for */
  constructor(cwd: string) {
    this.#child = spawn(process.execPath, ["-i"], { cwd, env: { ...process.env, NO_COLOR: "1" } });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", (chunk: unknown) => {
        this.#seen += String(chunk);
        this.#onOutput();
      });
    this.#child.once("close", () => this.#onClose());
  }

  /** Types a line once the last one is answered, and gives what is printed until the next prompt. */
  async type(line: string): Promise<string> {
    await this.#until((seen) => seen.endsWith(PROMPT));
    this.#seen = "";
    this.#child.stdin?.write(`${line}\n`);
    await this.#until((seen) => seen.endsWith(PROMPT));
    return this.#seen.slice(0, -PROMPT.length);
  }

  end(): void {
    this.#child.stdin?.end();
    this.#child.kill();
  }

  #until(isThere: (seen: string) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onOutput = () => {
        if (isThere(this.#seen)) resolve();
      };
      this.#onClose = () => reject(new Error(`The prompt was closed after: ${this.#seen}`));
      this.#onOutput();
    });
  }
}
