import type { PrintProgramOutput } from "../../core/host.ts";
import type { RunInRealm } from "../../core/run/shared-realm.ts";

export interface Printer {
  print(stream: "stdout" | "stderr", bytes: Uint8Array): void;
  /** The program has ended. */
  finish(): void;
}

/** A file that was read whole. */
export interface FoundFile {
  /** relative to the folder that was asked for; "" for a file that was itself asked for */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** where it is, if it is anywhere */
  readonly address: URL | undefined;
}

/** Reads a file, or (where there are folders) all files below a folder. @throws {WasiError} */
export type ReadAddress = (address: URL) => Promise<readonly FoundFile[]>;

/** What `runWasi` needs of the machine. */
export interface WasiHost {
  readonly read: ReadAddress;
  /** the address that is meant by text: on Node a path */
  address(text: string): URL;
  /**
   * How programs print: shown, and captured by the active run. Bytes never end within a character.
   *
   * @param printing the way of the run that the program belongs to
   */
  printer(printing: (() => Promise<PrintProgramOutput>) | undefined): Promise<Printer>;
  /** Notes files that a program was given as resources of the run. */
  noteResources(owner: RunInRealm, files: readonly FoundFile[]): Promise<void>;
  /** Notes files that a program has written as artifacts of the run, by their names. */
  keepArtifacts(owner: RunInRealm, files: ReadonlyMap<string, Uint8Array>): Promise<void>;
}
