import { pythonJson } from "./python-json.ts";

/** As it stands in run.json. */
export interface ArtifactDetails {
  readonly name: string;
  readonly metadata: unknown;
  readonly content_type: string | null;
}

/**
 * What run.json says about artifacts. `artifacts` holds just the names, as Sacred's readers expect; what else was said about
 * one stands beside it in `artifact_details`, which they don't look at.
 */
export class ArtifactList {
  readonly names: string[] = [];
  readonly #details: Map<string, ArtifactDetails> = new Map();

  /** The later of two artifacts of one name takes the place of the earlier. @returns is the name a new one? */
  add(name: string, metadata: unknown, contentType: string | undefined): boolean {
    const isNew = !this.names.includes(name);
    if (isNew) this.names.push(name);
    this.#details.delete(name);
    if ((metadata !== null && metadata !== undefined) || contentType !== undefined) {
      this.#details.set(name, { name, metadata: asItIsNow(metadata), content_type: contentType ?? null });
    }
    return isNew;
  }

  get details(): readonly ArtifactDetails[] {
    return [...this.#details.values()];
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
