/** What a Blob or a File is here: core knows no host. */
export interface BlobContent {
  readonly size: number;
  /** its media type; empty if unknown */
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The content of a file, where it can't be read by its name. */
export type FileContent = BlobContent | Uint8Array;

/** What stands for a file: its path, its address, or, in a browser, its content (a File, a Blob, bytes). */
export type FileSource = string | URL | FileContent;

/** A file as events name it. */
export interface NotedFile {
  readonly filename: string;
  /** for observers that can't read it by its name */
  readonly content?: FileContent;
  /** its media type, if it says so itself */
  readonly contentType?: string | undefined;
}
