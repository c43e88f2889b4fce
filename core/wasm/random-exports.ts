/** What core/assembly/random exports. A generator is the address of its memory; a backend is a number (generator.ts). */
export interface RandomExports {
  /** bytes that a generator of the backend takes */
  stateSize(backend: number): number;
  /** memory for a generator of any backend */
  newSlot(): number;
  /** @param limbs address of `length` words: the absolute seed, least significant first */
  seedGenerator(generator: number, backend: number, limbs: number, length: number): void;
  walkSeeds(request: number): number;
  drawSeeds(generator: number, backend: number, count: number): number;
  /** @param kind see DRAW in core/random/draws.ts */
  draw(generator: number, kind: number, bound: number): number;
  /** @returns the address of `count` doubles, at most 2048 */
  drawMany(generator: number, kind: number, bound: number, step: number, count: number): number;
  drawWide(generator: number, backend: number, rangeLow: number, rangeHigh: number): number;
  drawnUpperWord(): number;
  mtNext32(mt: number): number;
  mtRandom(mt: number): number;
  pythonGauss(mt: number, mu: number, sigma: number): number;
  pythonNormalvariate(mt: number, mu: number, sigma: number): number;
  pythonTriangular(mt: number, low: number, high: number, c: number): number;
  pythonExpovariate(mt: number, lambda: number): number;
}
