// The distributions of numpy.random.Generator (numpy/random/src/distributions/distributions.c, numpy 1.24) over PCG64.

import { log, logOneMinus } from "./log";
import { multiplyHigh, next32, next64, random } from "./pcg64";
import { Density, Ziggurat } from "./ziggurat";
import {
  EXPONENTIAL_BOUND_CORRECTIONS,
  EXPONENTIAL_DENSITY_CORRECTIONS,
  EXPONENTIAL_WIDTH_CORRECTIONS,
  NORMAL_DENSITY_CORRECTIONS,
  NORMAL_WIDTH_CORRECTIONS,
} from "./ziggurat-tables";

const NORMAL_R: f64 = 3.6541528853610087963519472518;
const NORMAL_INVERSE_R: f64 = 0.27366123732975827203338247596;
const EXPONENTIAL_R: f64 = 7.69711747013104972;

class NormalDensity extends Density {
  at(x: f64): f64 {
    return Math.exp(-0.5 * x * x);
  }
  inverse(y: f64): f64 {
    return Math.sqrt(-2.0 * log(y));
  }
}

class ExponentialDensity extends Density {
  at(x: f64): f64 {
    return Math.exp(-x);
  }
  inverse(y: f64): f64 {
    return -log(y);
  }
}

let normal: Ziggurat | null = null;
let exponential: Ziggurat | null = null;

/** Made at the first draw: half a millisecond that most programs don't need at their start. */
function normalLayers(): Ziggurat {
  let layers = normal;
  if (layers === null) {
    layers = new Ziggurat(
      NORMAL_R,
      0.004928673233974652,
      4503599627370496.0,
      new NormalDensity(),
      NORMAL_WIDTH_CORRECTIONS,
      new StaticArray<i8>(256),
      NORMAL_DENSITY_CORRECTIONS,
    );
    normal = layers;
  }
  return layers;
}

function exponentialLayers(): Ziggurat {
  let layers = exponential;
  if (layers === null) {
    layers = new Ziggurat(
      EXPONENTIAL_R,
      0.003949659822581555,
      9007199254740992.0,
      new ExponentialDensity(),
      EXPONENTIAL_WIDTH_CORRECTIONS,
      EXPONENTIAL_BOUND_CORRECTIONS,
      EXPONENTIAL_DENSITY_CORRECTIONS,
    );
    exponential = layers;
  }
  return layers;
}

/** random_bounded_uint64: uniform in [0, range], by Lemire's method (ACM TOMACS 29, 2019). */
export function bounded(pcg: usize, range: u64): u64 {
  if (range == 0) return 0;
  if (range <= 0xffffffff) return range == 0xffffffff ? next32(pcg) : bounded32(pcg, <u32>range);
  return range == u64.MAX_VALUE ? next64(pcg) : bounded64(pcg, range);
}

/** random_interval: uniform in [0, range], by masking and rejection; what shuffling draws. */
export function interval(pcg: usize, range: u64): u64 {
  if (range == 0) return 0;
  const mask = u64.MAX_VALUE >> clz<u64>(range);
  let drawn: u64;
  do drawn = (range <= 0xffffffff ? <u64>next32(pcg) : next64(pcg)) & mask;
  while (drawn > range);
  return drawn;
}

function bounded32(pcg: usize, range: u32): u32 {
  const exclusive = range + 1;
  let product = <u64>next32(pcg) * exclusive;
  let left = <u32>product;
  if (left < exclusive) {
    const threshold = (0xffffffff - range) % exclusive;
    while (left < threshold) {
      product = <u64>next32(pcg) * exclusive;
      left = <u32>product;
    }
  }
  return <u32>(product >> 32);
}

function bounded64(pcg: usize, range: u64): u64 {
  const exclusive = range + 1;
  let drawn = next64(pcg);
  let left = drawn * exclusive;
  if (left < exclusive) {
    const threshold = (u64.MAX_VALUE - range) % exclusive;
    while (left < threshold) {
      drawn = next64(pcg);
      left = drawn * exclusive;
    }
  }
  return multiplyHigh(drawn, exclusive);
}

/** Marsaglia and Tsang's ziggurat (Journal of Statistical Software 5, 2000) */
export function standardNormal(pcg: usize): f64 {
  const layers = normalLayers();
  while (true) {
    let bits = next64(pcg);
    const layer = <i32>(bits & 0xff);
    bits >>= 8;
    const negative = bits & 1;
    const magnitude = (bits >> 1) & 0x000fffffffffffff;
    let x = <f64>magnitude * layers.width(layer);
    if (negative) x = -x;
    if (magnitude < layers.bound(layer)) return x;
    if (layer == 0) return normalTail(pcg, ((magnitude >> 8) & 1) != 0);
    if (layers.heightAt(layer, random(pcg)) < Math.exp(-0.5 * x * x)) return x;
  }
}

function normalTail(pcg: usize, negative: bool): f64 {
  while (true) {
    const x = -NORMAL_INVERSE_R * logOneMinus(random(pcg));
    const y = -logOneMinus(random(pcg));
    if (y + y > x * x) return negative ? -(NORMAL_R + x) : NORMAL_R + x;
  }
}

export function standardExponential(pcg: usize): f64 {
  const layers = exponentialLayers();
  while (true) {
    let bits = next64(pcg) >> 3;
    const layer = <i32>(bits & 0xff);
    bits >>= 8;
    const x = <f64>bits * layers.width(layer);
    if (bits < layers.bound(layer)) return x;
    if (layer == 0) return EXPONENTIAL_R - logOneMinus(random(pcg));
    if (layers.heightAt(layer, random(pcg)) < Math.exp(-x)) return x;
  }
}
