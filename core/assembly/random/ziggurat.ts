/** The layers of a ziggurat: 256 strips of equal area below a density. */
export class Ziggurat {
  private bounds: StaticArray<u64> = new StaticArray<u64>(256);
  private densities: StaticArray<f64> = new StaticArray<f64>(256);

  /** @param scale by how much the widths are scaled down */
  constructor(
    private widths: StaticArray<u64>,
    boundCorrections: StaticArray<i8>,
    densityCorrections: StaticArray<i8>,
    scale: f64,
    density: (x: f64) => f64,
  ) {
    for (let layer = 0; layer < 256; layer++) {
      const x = this.width(layer) * scale;
      const inner = this.width((layer + 255) & 255) * scale;
      // Layer 1 is cut off entirely: its strip lies above the density.
      const bound = layer == 1 ? 0 : <u64>Math.floor((inner / x) * scale);
      this.bounds[layer] = bound + <i64>boundCorrections[layer];
      const height = layer == 0 ? 1.0 : density(x);
      this.densities[layer] = reinterpret<f64>(reinterpret<u64>(height) + <i64>densityCorrections[layer]);
    }
  }

  // @ts-ignore: decorator
  @inline
  width(layer: i32): f64 {
    return reinterpret<f64>(unchecked(this.widths[layer]));
  }

  /** Integers below this lie under the density for certain. */
  // @ts-ignore: decorator
  @inline
  bound(layer: i32): u64 {
    return unchecked(this.bounds[layer]);
  }

  /** A height inside of the strip, from a float in [0, 1). */
  heightAt(layer: i32, u: f64): f64 {
    return (this.densities[layer - 1] - this.densities[layer]) * u + this.densities[layer];
  }
}
