import { type ChildProcess, spawn } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";

// Programs that tests start end with the tests, also when those are killed (kill -9, the end of a CI job): nobody could tell a program
// in a busy loop then. A watcher outlives the process that starts them. It is told of each, and kills those that are left, with what
// they have started, when its standard input ends.

const WATCHER = `
end() { for child in $(ps -A -o pid=,ppid= | awk -v of="$1" '$2 == of { print $1 }'); do end "$child"; done; kill -9 "$1"; }
while read -r what pid; do
  if [ "$what" = begun ]; then set -- "$@" "$pid"; continue; fi
  for one do shift; [ "$one" = "$pid" ] || set -- "$@" "$one"; done
done
for pid do end "$pid"; done
`;

let watcher: ChildProcess | undefined;

function tell(what: "begun" | "ended", { pid }: ChildProcess): void {
  if (watcher === undefined) {
    watcher = spawn("sh", ["-c", WATCHER], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    watcher.unref();
    // The watcher itself waits for nobody, and this process not for it.
    watcher.stdin?.on("error", () => undefined);
    if (watcher.stdin !== null && "unref" in watcher.stdin && typeof watcher.stdin.unref === "function")
      watcher.stdin.unref();
  }
  watcher.stdin?.write(`${what} ${pid}\n`);
}

function isChild(value: unknown): value is ChildProcess {
  return typeof value === "object" && value !== null && "once" in value;
}

// Documented by node:diagnostics_channel: published for each new process, before it has an id.
subscribe("child_process", (message) => {
  const child: unknown =
    typeof message === "object" && message !== null && "process" in message ? message.process : undefined;
  if (!isChild(child)) return;
  child.once("spawn", () => {
    if (child === watcher || child.pid === undefined) return;
    tell("begun", child);
    child.once("exit", () => tell("ended", child));
  });
});
