// npm run conformance:browser -- DIR [chromium|firefox]: the same in a page, with the built package for browsers.
import { printReport, vectorsFolder } from "./report.mjs";
import { runInBrowser } from "./browser-runner.mjs";

printReport(await runInBrowser(vectorsFolder(), process.argv[3]));
