import { expect, test } from "vitest";
import { browserName, platformOf } from "./agent.ts";

const LINUX = "Mozilla/5.0 (X11; Linux x86_64)";
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

test.each([
  ["Firefox", "140.0", `Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`],
  ["Chrome", "140.0.0.0", `${LINUX} ${CHROME}`],
  ["Microsoft Edge", "140.0.3485.54", `${LINUX} ${CHROME} Edg/140.0.3485.54`],
  ["Opera", "122.0.0.0", `${LINUX} ${CHROME} OPR/122.0.0.0`],
  ["Safari", "18.6", "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15"],
  ["unknown", "unknown", "Lynx"],
])("%s %s is known by its user agent", (name, version, agent) => {
  expect(browserName({}, agent)).toEqual({ name, version });
});

test("hints say more than the user agent: of the brands, the one that is nobody else's", () => {
  const brand = (name: string): { brand: string; version: string } => ({ brand: name, version: "140.0.7339.127" });
  const nameOf = (...names: string[]): string => browserName({ fullVersionList: names.map(brand) }, "").name;
  expect(nameOf("Chromium", "Not=A?Brand", "Google Chrome")).toBe("Google Chrome");
  expect(nameOf("Not;A=Brand", "Chromium")).toBe("Chromium");
});

test.each([
  ["Android", "Mozilla/5.0 (Linux; Android 15)"],
  ["iOS", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)"],
  ["Windows", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"],
  ["macOS", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"],
  ["Linux", LINUX],
  ["unknown", "Lynx"],
])("%s is known by the user agent", (platform, agent) => {
  expect(platformOf(agent)).toBe(platform);
});
