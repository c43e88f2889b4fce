// More is printed before the run than its target takes at once.
import { writeFileSync } from "node:fs";
import { answer, quietly } from "./capturing.mjs";

process.stdout.write(`${"early ".repeat(200_000)}\n`);
writeFileSync("queued", String(process.stdout.writableLength));
answer((await quietly(() => console.log("captured"))()).capturedOut);
