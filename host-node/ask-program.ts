/** A program that is asked something: its output is read, and it gets no input and prints nowhere. */
interface Question {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMilliseconds?: number;
  /** is told when the program has taken too long */
  readonly onTimeout?: () => void;
}

/** Longer answers are cut off: what is asked for here stands at the beginning. */
const LONGEST_ANSWER = 1 << 20;

/** What the program answers; undefined where it is missing, may not be started, fails or takes too long. */
export function askProgram({
  command,
  args,
  cwd,
  env,
  timeoutMilliseconds,
  onTimeout,
}: Question): Promise<string | undefined> {
  // Loaded here: node:child_process takes 2 ms, and where git isn't asked nothing is started.
  const { spawn } = process.getBuiltinModule("node:child_process");
  return new Promise((resolve) => {
    try {
      const child = spawn(command, args, {
        cwd,
        env,
        stdio: ["ignore", "pipe", "ignore"],
        windowsHide: true,
      });
      // Node's own option `timeout` keeps the process alive when the program is missing.
      const giveUp = (): void => {
        // Others are not always listened to, and a child of its own may keep the pipe open.
        child.kill("SIGKILL");
        child.stdout.destroy();
        settle(undefined);
        onTimeout?.();
      };
      const timer = timeoutMilliseconds === undefined ? undefined : setTimeout(giveUp, timeoutMilliseconds);
      timer?.unref();
      const settle = (text: string | undefined): void => {
        clearTimeout(timer);
        resolve(text);
      };
      let answer = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        answer += text;
        if (answer.length > LONGEST_ANSWER) child.kill();
      });
      child.on("error", () => settle(undefined));
      child.on("close", (code) => settle(code === 0 || answer.length > LONGEST_ANSWER ? answer : undefined));
    } catch {
      // Node's permission model refuses by throwing.
      resolve(undefined);
    }
  });
}
