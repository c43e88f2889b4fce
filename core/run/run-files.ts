import { assertOptions } from "../experiment/definition-checks.ts";
import type { HostFiles } from "../host.ts";
import type { FileSource } from "./file-source.ts";
import type { OpenedFile, OpenMode } from "./opened-file.ts";
import type { RunEvent } from "./observer.ts";

/** What a run notes about files, for its observers. */
export class RunFiles {
  readonly #files: HostFiles;
  readonly #tell: (event: RunEvent) => Promise<void>;

  constructor(files: HostFiles, tell: (event: RunEvent) => Promise<void>) {
    this.#files = files;
    this.#tell = tell;
  }

  async addResource(file: FileSource): Promise<void> {
    const noted = this.#files.resource(file);
    const { filename, content } = noted instanceof Promise ? await noted : noted;
    await this.#tell(["resourceEvent", { filename, content }]);
  }

  async openResource(file: string | URL, mode: OpenMode): Promise<OpenedFile> {
    const filename = this.#files.absolute(file);
    return this.#files.open(filename, mode, () => this.#tell(["resourceEvent", { filename }]));
  }

  async addArtifact(
    file: FileSource,
    options: { name?: string; metadata?: unknown; contentType?: string },
  ): Promise<void> {
    assertOptions("addArtifact", options, ["name", "metadata", "contentType"]);
    const noted = this.#files.artifact(file);
    const { filename, content, contentType } = noted instanceof Promise ? await noted : noted;
    const event = {
      name: options.name ?? this.#files.baseName(filename),
      filename,
      metadata: options.metadata ?? null,
      contentType: options.contentType ?? contentType,
      content,
    };
    await this.#tell(["artifactEvent", event]);
  }
}
