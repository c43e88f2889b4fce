const LAYERS = 256;

/** A density that falls on both sides of (or to the right of) 0, where it is 1. */
export abstract class Density {
  abstract at(x: f64): f64;
  /** the x >= 0 where the density is y */
  abstract inverse(y: f64): f64;
}

/**
 * The layers of a ziggurat: 256 strips of equal area below a density. They follow from the outermost by Marsaglia and
 * Tsang's recursion. Corrections are what numpy's own tables (numpy/random/src/distributions/ziggurat_constants.h,
 * BSD-3-Clause) have more, in units of the last place: 1.5 kB of the module instead of 12.
 */
export class Ziggurat {
  private widths: StaticArray<f64> = new StaticArray<f64>(LAYERS);
  private bounds: StaticArray<u64> = new StaticArray<u64>(LAYERS);
  private densities: StaticArray<f64> = new StaticArray<f64>(LAYERS);

  /**
   * @param outermost where the tail begins
   * @param area of each strip
   * @param scale by how much the widths are scaled down, a power of two
   */
  constructor(
    outermost: f64,
    area: f64,
    scale: f64,
    density: Density,
    widthCorrections: StaticArray<i8>,
    boundCorrections: StaticArray<i8>,
    densityCorrections: StaticArray<i8>,
  ) {
    let x = outermost;
    for (let layer = LAYERS - 1; layer > 0; layer--) {
      x = corrected(x, widthCorrections[layer]);
      this.widths[layer] = x / scale;
      this.densities[layer] = corrected(density.at(x), densityCorrections[layer]);
      x = density.inverse(density.at(x) + area / x);
    }
    this.widths[0] = area / density.at(outermost) / scale;
    this.densities[0] = 1.0;
    for (let layer = 0; layer < LAYERS; layer++) {
      // Layer 1 is cut off entirely: its strip lies above the density.
      const ratio = layer == 1 ? 0.0 : this.widths[(layer + LAYERS - 1) & 255] / this.widths[layer];
      this.bounds[layer] = <u64>(<i64>nearest(ratio * scale) + boundCorrections[layer]);
    }
  }

  // @ts-ignore: decorator
  @inline
  width(layer: i32): f64 {
    return unchecked(this.widths[layer]);
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

function corrected(value: f64, units: i8): f64 {
  return reinterpret<f64>(reinterpret<u64>(value) + <i64>units);
}
