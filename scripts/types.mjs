// Type checks everything that the build doesn't: tests, examples, configuration files.
import { compile } from "./declarations.mjs";

compile("-p", "tsconfig.json");
