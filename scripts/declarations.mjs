import { execFileSync } from "node:child_process";

const PROJECTS = ["tsconfig.core.json", "tsconfig.node.json", "tsconfig.browser.json"];

/** Declarations by TypeScript 7, a project a host, so that each is checked against just the globals that it has. */
export function emitDeclarations(outDir) {
  for (const project of PROJECTS) compile("-p", project, "--outDir", outDir);
}

/** Runs the TypeScript compiler; a type error ends the build. */
export function compile(...args) {
  execFileSync(process.execPath, ["node_modules/typescript7/bin/tsc", ...args], { stdio: "inherit" });
}
