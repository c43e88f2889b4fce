import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { ObserverError } from "../../core/errors/index.ts";
import { writeWhole } from "./atomic-write.ts";

/** What a report's template sees. */
export interface ReportData {
  readonly run: object;
  readonly config: object;
  readonly info: object;
  readonly cout: string;
  readonly savedir: string;
}

/** Renders a template with Eta to `report.<extension>` in the run's folder. Templates are programs: use your own only. */
export async function renderReport(template: string, data: ReportData): Promise<void> {
  const { Eta } = await loadEta();
  const report = new Eta({ autoEscape: extname(template) === ".html" }).renderString(
    readFileSync(template, "utf8"),
    data,
  );
  writeWhole(join(data.savedir, `report${extname(template)}`), report);
}

async function loadEta(): Promise<typeof import("eta")> {
  try {
    return await import("eta");
  } catch (cause) {
    throw new ObserverError(
      "Report templates are rendered by the package eta, which isn't installed: npm install eta",
      { cause },
    );
  }
}
