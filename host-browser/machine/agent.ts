/** User agent client hints: Chromium's way to say more than the user agent's name does. */
export interface AgentHints {
  readonly platform?: string;
  readonly platformVersion?: string;
  /** of the processor: "x86", "arm" */
  readonly architecture?: string;
  /** of the processor: "64" */
  readonly bitness?: string;
  readonly model?: string;
  readonly mobile?: boolean;
  readonly fullVersionList?: readonly { readonly brand: string; readonly version: string }[];
}

const ASKED = ["architecture", "bitness", "fullVersionList", "model", "platformVersion"];

interface Agent {
  readonly userAgent: string;
  readonly userAgentData?: { getHighEntropyValues(hints: readonly string[]): Promise<AgentHints> };
}

/** undefined in browsers that have none. Rejects where the user has forbidden them. */
export async function agentHints(): Promise<AgentHints | undefined> {
  const { userAgentData }: Agent = navigator;
  return userAgentData?.getHighEntropyValues(ASKED);
}

/** The names in user agents, those first that say most: Edge and Opera call themselves Chrome, and Chrome Safari. */
const NAMES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/Firefox\/([\d.]+)/, "Firefox"],
  [/Edg\/([\d.]+)/, "Microsoft Edge"],
  [/OPR\/([\d.]+)/, "Opera"],
  [/Chrome\/([\d.]+)/, "Chrome"],
  [/Version\/([\d.]+).*Safari/, "Safari"],
];

/** By its brands where there are hints, else by its user agent. */
export function browserName(
  { fullVersionList = [] }: AgentHints,
  agent: string = navigator.userAgent,
): { readonly name: string; readonly version: string } {
  // "Not=A?Brand" and the like are there so that nobody relies on the list.
  const brands = fullVersionList.filter(({ brand }) => !/not.*brand/i.test(brand));
  const own = brands.find(({ brand }) => brand !== "Chromium") ?? brands[0];
  if (own !== undefined) return { name: own.brand, version: own.version };
  for (const [pattern, name] of NAMES) {
    const version = pattern.exec(agent)?.[1];
    if (version !== undefined) return { name, version };
  }
  return { name: "unknown", version: "unknown" };
}

/** The operating system that a user agent names. */
export function platformOf(agent: string): string {
  if (/Android/.test(agent)) return "Android";
  if (/iPhone|iPad/.test(agent)) return "iOS";
  if (/Windows/.test(agent)) return "Windows";
  if (/Mac OS X/.test(agent)) return "macOS";
  return /Linux|X11/.test(agent) ? "Linux" : "unknown";
}
