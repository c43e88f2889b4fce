// npm run conformance -- DIR: compares the built package with golden vectors of Python's Sacred.
import { printReport, vectorsFolder } from "./report.mjs";
import { runConformance } from "./runner.mjs";

printReport(await runConformance(vectorsFolder()));
