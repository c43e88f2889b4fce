// The natural logarithm to the last bit as glibc gives it (from 2.28, where the processor has fused multiply-add), which
// is what CPython and numpy compute with on Linux. With Math.log 3% of numpy's legacy normals differ in the last place.

import { fma } from "./fma";
import { logarithmOf, reciprocalOf } from "./log-table";

/** ARM's optimized routines, math/log.c (MIT). x is a positive normal number. */
export function log(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  if (x >= 1.0 - 0.0625 && x < 1.0 + 0.064697265625) return logNearOne(x - 1.0);
  const offset = bits - 0x3fe6000000000000;
  const entry = <i32>((offset >> 45) & 127);
  const exponent = <f64>(<i64>offset >> 52);
  const r = fma(reinterpret<f64>(bits - (offset & 0xfff0000000000000)), reciprocalOf(entry), -1.0);
  const high = fma(exponent, reinterpret<f64>(0x3fe62e42fefa3800), logarithmOf(entry));
  const sum = high + r;
  const square = r * r;
  let low = fma(exponent, reinterpret<f64>(0x3d2ef35793c76730), high - sum + r);
  low = fma(square, reinterpret<f64>(0xbfe0000000000001), low);
  const quadratic = fma(r, reinterpret<f64>(0xbfcfffffffeb4590), reinterpret<f64>(0x3fd555555551305b));
  const cubic = fma(r, reinterpret<f64>(0xbfc55575e506c89f), reinterpret<f64>(0x3fc999b324f10111));
  return fma(r * square, fma(square, cubic, quadratic), low) + sum;
}

/** log(1 + r) */
function logNearOne(r: f64): f64 {
  if (r == 0) return 0;
  const square = r * r;
  const cube = r * square;
  let first = fma(r, reinterpret<f64>(0xbfcffffffffffdcb), reinterpret<f64>(0x3fd5555555555577));
  let second = fma(r, reinterpret<f64>(0x3fc24924a344de30), reinterpret<f64>(0xbfc55555556745a7));
  let third = fma(r, reinterpret<f64>(0xbfb999eb43b068ff), reinterpret<f64>(0x3fbc7184282ad6ca));
  first = fma(square, reinterpret<f64>(0x3fc999999995dd0c), first);
  second = fma(square, reinterpret<f64>(0xbfbfffffa4423d65), second);
  third = fma(cube, reinterpret<f64>(0xbfb5521375d145cd), fma(square, reinterpret<f64>(0x3fb78182f7afd085), third));
  const polynomial = fma(cube, fma(cube, third, second), first);
  const high = r + r * 134217728.0 - r * 134217728.0;
  const low = r - high;
  const half = high * high * -0.5;
  const sum = r + half;
  return sum + fma(polynomial, cube, fma(-0.5 * low, r + high, r - sum + half));
}

/** log1p(-u) for a u in [0, 1) of at most 53 binary places: glibc's s_log1p.c (Sun's fdlibm) where 1 - u is exact. */
export function logOneMinus(u: f64): f64 {
  if (u < 1.862645149230957e-9) return fma(u * u, -0.5, -u);
  if (<u32>(reinterpret<u64>(u) >> 32) < 0x3fd2bec4) return log1pReduced(-u, 0);
  const bits = reinterpret<u64>(1.0 - u);
  let exponent = <i32>(bits >> 52) - 1023;
  const fraction = bits & 0x000fffffffffffff;
  let scaled = fraction | 0x3ff0000000000000;
  if (fraction >= 0x6a09e00000000) {
    exponent++;
    scaled = fraction | 0x3fe0000000000000;
  }
  return log1pReduced(reinterpret<f64>(scaled) - 1.0, exponent);
}

/** log(2^exponent * (1 + f)) */
function log1pReduced(f: f64, exponent: f64): f64 {
  const halfSquare = 0.5 * f * f;
  const s = f / (2.0 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const r2 = fma(z, reinterpret<f64>(0x3fd2492494229359), reinterpret<f64>(0x3fd999999997fa04));
  const r3 = fma(z, reinterpret<f64>(0x3fc7466496cb03de), reinterpret<f64>(0x3fcc71c51d8e78af));
  const r4 = fma(z, reinterpret<f64>(0x3fc2f112df3e5244), reinterpret<f64>(0x3fc39a09d078c69f));
  let r = fma(z, reinterpret<f64>(0x3fe5555555555593), z2 * r2);
  r = fma(z4 * z2, r4, fma(z4, r3, r));
  const correction = s * (halfSquare + r);
  if (exponent == 0) return f - (halfSquare - correction);
  const low = exponent * reinterpret<f64>(0x3dea39ef35793c76) + correction;
  return fma(exponent, reinterpret<f64>(0x3fe62e42fee00000), -(halfSquare - low - f));
}
