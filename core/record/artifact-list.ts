import { pythonJson } from "./python-json.ts";

/** A file to be kept as an artifact. */
interface GivenFile {
  readonly filename: string;
  readonly metadata: unknown;
  readonly contentType: string | undefined;
}

/** As it stands in run.json. */
interface ArtifactDetails {
  readonly name: string;
  readonly metadata: unknown;
  readonly content_type: string | null;
}

export interface ArtifactAddition {
  /** there was none of this name */
  readonly isNew: boolean;
  /** what to say of another file whose place it takes: both would hardly be called alike on purpose */
  readonly warning: string | undefined;
  /** for an artifact that could not be stored, which a later event brings again */
  takeBack(): void;
}

/**
 * What run.json says about artifacts. `artifacts` holds just the names, as Sacred's readers expect; what else was said about
 * one stands beside it in `artifact_details`, which they don't look at.
 */
export class ArtifactList {
  readonly names: string[] = [];
  readonly #details: Map<string, ArtifactDetails> = new Map();
  /** by name: the file that was kept under it last */
  readonly #origins: Map<string, string> = new Map();
  /** names that several files were given, and of which was told */
  readonly #shared: Set<string> = new Set();

  /** The later of two artifacts of one name takes the place of the earlier. */
  add(name: string, { filename, metadata, contentType }: GivenFile): ArtifactAddition {
    const isNew = !this.names.includes(name);
    const before = this.#details.get(name);
    const origin = this.#origins.get(name);
    if (isNew) this.names.push(name);
    this.#origins.set(name, filename);
    this.#details.delete(name);
    if ((metadata !== null && metadata !== undefined) || contentType !== undefined) {
      this.#details.set(name, { name, metadata: asItIsNow(metadata), content_type: contentType ?? null });
    }
    const takeBack = (): void => {
      if (isNew) this.names.splice(this.names.indexOf(name), 1);
      if (origin === undefined) this.#origins.delete(name);
      else this.#origins.set(name, origin);
      this.#details.delete(name);
      if (before !== undefined) this.#details.set(name, before);
    };
    const isOther = origin !== undefined && origin !== filename;
    return { isNew, warning: isOther ? this.#warningOf(name, origin, filename) : undefined, takeBack };
  }

  /** Files that all get one name that isn't theirs (latest.bin) are meant to: that is told once. */
  #warningOf(name: string, before: string, after: string): string | undefined {
    if (this.#shared.has(name)) return undefined;
    if (!after.endsWith(name)) this.#shared.add(name);
    return `The artifact ${JSON.stringify(name)} was ${before}, and is replaced by ${after}: the option \`name\` of addArtifact keeps them apart.`;
  }

  /** Brings what an entry says of artifacts up to date. */
  describe(entry: Record<string, unknown>): void {
    const details = [...this.#details.values()];
    if (details.length > 0) entry["artifact_details"] = details;
    else delete entry["artifact_details"];
  }
}

/** The program may go on with the object. One that holds NaN or infinities, which only Python's JSON can say, is kept itself. */
function asItIsNow(metadata: unknown): unknown {
  try {
    return JSON.parse(pythonJson(metadata));
  } catch {
    return metadata;
  }
}
