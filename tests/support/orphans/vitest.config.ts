import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["endless.fixture.ts"],
    root: fileURLToPath(new URL(".", import.meta.url)),
    setupFiles: ["../end-with-runner.ts"],
  },
});
