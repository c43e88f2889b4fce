import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer, printed } from "../support/consumer.ts";
import { ProtocolClient } from "../support/protocol-client.ts";

const EXPERIMENT = `
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { experiment } from "sacred-ts";
const ex = experiment("demo").config({ size: 3 });
const divide = (total) => {
  const half = total / 2;
  if (half < 10) throw new RangeError("too small: " + half);
  return half;
};
const late = async (total) => { await setTimeout(1); return divide(total); };
const caught = async (fn) => { try { return await fn(); } catch { return "caught"; } };
ex.command("sync", ({ size }) => divide(size));
ex.command("late", async ({ size }) => { await setTimeout(1); return await late(size); });
ex.command("both", async ({ size }) => {
  await caught(() => late(size));
  await caught(() => JSON.parse("{"));
  await caught(() => import("nothing"));
  await caught(() => readFile("missing"));
  return late(size + 1);
});
ex.command("file", ({ size }) => readFileSync("missing-" + size));
ex.command("promised", async ({ size }) => { await readFile("missing-" + size); });
ex.command("pdb", ({ _run }) => console.log("pdb", _run.pdb, _run.metaInfo.options["--pdb"]));
ex.automain(() => 1);
`;

interface Frame {
  readonly callFrameId: string;
  readonly functionName: string;
}

let program: Consumer;
beforeAll(() => {
  program = new Consumer({ "demo.mjs": EXPERIMENT });
});
afterAll(() => program.remove());

/** Resolves with the address, which the program prints on standard error. */
function address(child: ChildProcess, after: string = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr?.on("data", (chunk) => {
      text += String(chunk);
      const match = /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(text);
      if (match !== null && text.includes(after)) resolve(match[0]);
    });
    child.once("close", () => reject(new Error(`The program ended: ${text}`)));
  });
}

/** Starts the program, attaches as a debugger does, and lets it go on. */
async function debug(...args: string[]): Promise<{ child: ChildProcess; client: ProtocolClient }> {
  const child = program.start("demo.mjs", ...args);
  const client = await ProtocolClient.attach(await address(child, "Ctrl-C ends the program"));
  await client.send("Runtime.enable");
  await client.send("Debugger.enable");
  await client.send("Debugger.setPauseOnExceptions", { state: "none" });
  await client.send("Runtime.runIfWaitingForDebugger");
  return { child, client };
}

/** The stack of the next pause about the program that is left to the debugger; the others go on by themselves. */
async function pausedFrames(client: ProtocolClient): Promise<readonly Frame[]> {
  for (;;) {
    const pause = await client.event("Debugger.paused");
    const frames = pause["callFrames"] as readonly Frame[];
    const isOurs = JSON.stringify(pause).includes("demo.mjs") && (await isHeld(client, frames[0]));
    // The id of a frame names one of every pause: what was found to be held may be a later one.
    if (isOurs && !client.has("Debugger.paused")) return frames;
  }
}

/** In a pause that holds, Ctrl-C ends the program: nobody listens to it. */
async function isHeld(client: ProtocolClient, frame: Frame | undefined): Promise<boolean> {
  try {
    while ((await evaluate(client, frame, "globalThis.process.listenerCount('SIGINT')")) !== 0);
    return true;
  } catch {
    return false;
  }
}

async function evaluate(client: ProtocolClient, frame: Frame | undefined, expression: string): Promise<unknown> {
  const answer = await client.send("Debugger.evaluateOnCallFrame", { callFrameId: frame?.callFrameId, expression });
  return (answer["result"] as { value?: unknown }).value;
}

test.each([
  ["sync", "-D", 1.5],
  ["late", "--pdb", 1.5],
  ["both", "--inspect", 2],
])(
  "%s %s pauses where the command fails, with its stack and locals, and the run is FAILED",
  async (command, flag, half) => {
    const { child, client } = await debug(command, flag, "-F", `runs-${command}`);
    const ended = once(child, "exit");
    const frames = await pausedFrames(client);
    expect(frames[0]?.functionName).toBe("divide");
    expect(await evaluate(client, frames[0], "half")).toBe(half);
    expect(await evaluate(client, frames[0], "total + 1")).toBe(2 * half + 1);
    await client.send("Debugger.resume");
    // Nothing else pauses, and the program waits until the debugger has gone.
    await client.event("Runtime.executionContextDestroyed");
    await client.close();
    expect(await ended).toEqual([1, null]);
    expect(JSON.parse(program.read(`runs-${command}/1/run.json`))).toMatchObject({ status: "FAILED" });
  },
);

test("what Node throws for the user's code pauses, too, with the user's locals below", async () => {
  const { child, client } = await debug("file", "-D", "-u");
  const ended = once(child, "exit");
  const frames = await pausedFrames(client);
  const user = frames.find(({ functionName }) => functionName === "" || functionName === "file");
  expect(frames[0]?.functionName).toBe("openSync");
  expect(await evaluate(client, user, "size")).toBe(3);
  await client.send("Debugger.resume");
  await client.event("Debugger.resumed");
  await client.close();
  expect(await ended).toEqual([1, null]);
});

test("a promise that Node rejects pauses where nothing but Node is on the stack", async () => {
  const { child, client } = await debug("promised", "-D", "-u");
  const ended = once(child, "exit");
  expect((await pausedFrames(client)).length).toBeGreaterThan(0);
  await client.close();
  expect(await ended).toEqual([1, null]);
});

test("a command that completes isn't paused, and run.pdb says that the inspector is on", async () => {
  const { child, client } = await debug("pdb", "-D", "-u");
  let out = "";
  child.stdout?.on("data", (chunk) => (out += String(chunk)));
  const ended = once(child, "close");
  // The program waits until the debugger has gone.
  await client.event("Runtime.executionContextDestroyed");
  await client.close();
  expect(await ended).toEqual([0, null]);
  expect(out).toBe("pdb true true\n");
});

test("the printed command of Node's own debugger leads to the failure", async () => {
  const child = program.start("demo.mjs", "sync", "-D", "-u");
  const said = once(child, "close");
  let text = "";
  child.stderr?.on("data", (chunk) => (text += String(chunk)));
  await address(child, "Ctrl-C ends the program");
  const [, target = ""] = /node inspect (\S+)\. Ctrl-C/.exec(text) ?? [];

  const inspect = spawn(process.execPath, ["inspect", target], { stdio: ["pipe", "pipe", "inherit"] });
  await printed(inspect, "demo.mjs:9");
  const shown = printed(inspect, "1.5");
  inspect.stdin.write("exec half\n");
  await shown;
  inspect.stdin.end(".exit\n");
  expect(await said).toEqual([1, null]);
});

test("a debugger that leaves in the pause lets the run fail", async () => {
  const { child, client } = await debug("late", "-D", "-F", "left");
  const ended = once(child, "exit");
  await pausedFrames(client);
  await client.close();
  expect(await ended).toEqual([1, null]);
  expect(JSON.parse(program.read("left/1/run.json"))).toMatchObject({ status: "FAILED" });
});

test("Ctrl-C ends the program while it waits for a debugger, and while it is paused", async () => {
  const waiting = program.start("demo.mjs", "sync", "-D", "-u");
  await address(waiting, "Ctrl-C ends the program");
  const waited = once(waiting, "exit");
  waiting.kill("SIGINT");
  expect(await waited).toEqual([null, "SIGINT"]);

  const { child, client } = await debug("sync", "-D", "-u");
  const ended = once(child, "exit");
  const frames = await pausedFrames(client);
  expect(await evaluate(client, frames[0], "process.listenerCount('SIGINT')")).toBe(0);
  child.kill("SIGINT");
  expect(await ended).toEqual([null, "SIGINT"]);
});

test("where the inspector is open already, the program doesn't wait, and without a debugger nothing is paused", async () => {
  const { code, stderr } = await program.run("--inspect=127.0.0.1:0", "demo.mjs", "sync", "-D", "-u");
  expect(code).toBe(1);
  expect(stderr).toContain("RangeError: too small: 1.5");
  expect(stderr).not.toContain("Waiting for a debugger");
});
