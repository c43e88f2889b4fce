// Many captures in one process: one after another, one in another, overlapping, in both modes.
import { execSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { answer, quietly } from "./capturing.mjs";

const echo = (text) => execSync(`echo ${text}`, { stdio: "inherit" });

async function sequential() {
  const texts = [];
  for (let i = 0; i < 300; i++) texts.push((await quietly(() => console.log(i))()).capturedOut);
  return texts;
}

async function nested(options) {
  let inner;
  const outer = await quietly(async () => {
    console.log("outer 1");
    inner = await quietly(() => {
      console.log("inner");
      if (options?.capture !== "sys") echo("inner child");
    })(options);
    console.log("outer 2");
  })(options);
  return [outer.capturedOut, inner.capturedOut];
}

/** A begins, B begins, A ends, C begins, B ends, C ends. */
async function overlapping() {
  const gate = () => {
    let open;
    const opened = new Promise((resolve) => (open = resolve));
    return { open, opened };
  };
  const [a, b, c] = [gate(), gate(), gate()];
  const begun = [gate(), gate(), gate()];
  const start = (index, { opened }) =>
    quietly(async () => {
      console.log(`${index} begins`);
      begun[index].open();
      await opened;
      echo(`${index} ends`);
    })();
  const first = start(0, a);
  await begun[0].opened;
  const second = start(1, b);
  await begun[1].opened;
  a.open();
  const ended = [await first];
  console.log("between");
  const third = start(2, c);
  await begun[2].opened;
  b.open();
  ended.push(await second);
  c.open();
  ended.push(await third);
  return ended.map(({ capturedOut }) => capturedOut);
}

/** Zombies and open descriptors. */
function leftOver() {
  if (process.platform !== "linux") return [0, 0];
  const zombies = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
        return fields[0] === "Z" && Number(fields[1]) === process.pid;
      } catch {
        return false;
      }
    });
  return [zombies.length, readdirSync("/proc/self/fd").length];
}

/** Node reaps a child that has ended when its event loop gets to it. */
async function settled() {
  const deadline = Date.now() + 10_000;
  while (leftOver()[0] > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  return leftOver();
}

await quietly(() => 1)();
const before = await settled();
const results = {
  sequential: await sequential(),
  nested: await nested(),
  nestedStreams: await nested({ capture: "sys" }),
  overlapping: await overlapping(),
};
answer({ ...results, before, after: await settled() });
