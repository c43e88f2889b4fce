import { core, type CoreExports } from "../wasm/core.ts";
import { BACKEND_NUMBER, type RandomBackend } from "./backend.ts";
import { checkSeed, type Seed, seedLimbs } from "./seed.ts";

/** 640 kB of the core's memory; beyond it a draw from a generator that has lost its slot costs 0.3 µs more. */
const LARGEST_NUMBER_OF_SLOTS = 256;

/** Addresses in the core's memory, and the generators that are there. */
const slots: number[] = [];
const tenants: Generator[] = [];
let nextSlot = 0;

/**
 * A generator in the core's memory, seeded at its first draw: many are made and never drawn from.
 *
 * The core's memory is a cache of a fixed number of slots; who is displaced keeps its state in JavaScript's memory.
 * So a million short-lived generators cost no memory: finalizers, which could free theirs, only run between two turns of
 * the event loop, and a loop that makes them may not return to it for minutes.
 */
export class Generator {
  readonly backend: RandomBackend;
  readonly #seed: Seed;
  #address: number = 0;
  #displaced: Uint8Array | undefined = undefined;

  /** @throws {SacredError} if the backend doesn't accept the seed */
  constructor(backend: RandomBackend, seed: Seed) {
    checkSeed(backend, seed);
    this.backend = backend;
    this.#seed = seed;
  }

  /** Where the core finds it: until the next generator is drawn from. */
  get address(): number {
    return this.#address || this.#enter(core());
  }

  #enter(wasm: CoreExports): number {
    const address = freeSlot(wasm);
    tenants[nextSlot] = this;
    nextSlot = (nextSlot + 1) % LARGEST_NUMBER_OF_SLOTS;
    if (this.#displaced === undefined) this.#start(wasm, address);
    else new Uint8Array(wasm.memory.buffer, address).set(this.#displaced);
    this.#address = address;
    return address;
  }

  #start(wasm: CoreExports, address: number): void {
    const limbs = seedLimbs(this.#seed);
    const request = wasm.reserve(limbs.length);
    new Uint32Array(wasm.memory.buffer, request, limbs.length).set(limbs);
    wasm.seedGenerator(address, BACKEND_NUMBER[this.backend], request, limbs.length);
  }

  /** Takes its state out of the core's memory. */
  leave(wasm: CoreExports): void {
    const size = wasm.stateSize(BACKEND_NUMBER[this.backend]);
    this.#displaced ??= new Uint8Array(size);
    this.#displaced.set(new Uint8Array(wasm.memory.buffer, this.#address, size));
    this.#address = 0;
  }
}

/** The address of slot `nextSlot`; who has been there longest leaves it. */
function freeSlot(wasm: CoreExports): number {
  tenants[nextSlot]?.leave(wasm);
  return (slots[nextSlot] ??= wasm.newSlot());
}
