import type { RandomBits } from "../../core/run/shared-realm.ts";

/** Fills the bytes that it is given. */
export type FillRandom = (bytes: Uint8Array) => void;

/** `crypto` gives at most this many bytes a call. */
const QUOTA_BYTES = 1 << 16;

/** Nobody can foresee it, and nobody can draw it again. */
export function fillFromEntropy(bytes: Uint8Array): void {
  for (let start = 0; start < bytes.length; start += QUOTA_BYTES) {
    // A copy: `crypto` refuses shared memory.
    const drawn = crypto.getRandomValues(new Uint8Array(Math.min(QUOTA_BYTES, bytes.length - start)));
    bytes.set(drawn, start);
  }
}

/** The bytes of Python's `random.Random(seed).randbytes(n)`, call by call. */
export function fillFrom(random: RandomBits): FillRandom {
  return (bytes) => {
    for (let start = 0; start < bytes.length; start += 4) {
      const count = Math.min(4, bytes.length - start);
      let bits = Number(random.getrandbits(8 * count));
      for (let index = 0; index < count; index++) {
        bytes[start + index] = bits & 0xff;
        bits = Math.floor(bits / 256);
      }
    }
  };
}

/**
 * The seed of a program: that of its run, and above bit 64 how many the run has started, this one included. So no two
 * programs of a run draw the same, and none draws what `Math.random` or `_rnd` do, which smaller seeds lead to.
 */
export function seedOfProgram(runSeed: bigint, ordinal: number): bigint {
  return (BigInt(ordinal) << 64n) + (runSeed < 0n ? -runSeed : runSeed);
}
