import { pythonJson } from "./python-json.ts";

/** As it stands in run.json. */
interface ArtifactDetails {
  readonly name: string;
  readonly metadata: unknown;
  readonly content_type: string | null;
}

export interface ArtifactAddition {
  /** there was none of this name */
  readonly isNew: boolean;
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

  /** The later of two artifacts of one name takes the place of the earlier. */
  add(name: string, metadata: unknown, contentType: string | undefined): ArtifactAddition {
    const isNew = !this.names.includes(name);
    const before = this.#details.get(name);
    if (isNew) this.names.push(name);
    this.#details.delete(name);
    if ((metadata !== null && metadata !== undefined) || contentType !== undefined) {
      this.#details.set(name, { name, metadata: asItIsNow(metadata), content_type: contentType ?? null });
    }
    const takeBack = (): void => {
      if (isNew) this.names.splice(this.names.indexOf(name), 1);
      this.#details.delete(name);
      if (before !== undefined) this.#details.set(name, before);
    };
    return { isNew, takeBack };
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
