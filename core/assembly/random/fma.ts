/**
 * a * b + c with a single rounding: S. Boldo and G. Melquiond, "Emulation of a FMA and correctly rounded sums" (IEEE
 * Transactions on Computers 57, 2008). Wasm has no such instruction. Nothing may come near overflow or underflow.
 */
export function fma(a: f64, b: f64, c: f64): f64 {
  const product = a * b;
  const aHigh = upperHalf(a);
  const aLow = a - aHigh;
  const bHigh = upperHalf(b);
  const bLow = b - bHigh;
  const productError = aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
  const small = c + productError;
  const sum = product + small;
  return sum + sumToOdd(sumError(c, productError, small), sumError(product, small, sum));
}

/** Veltkamp's split: the upper 26 bits. */
// @ts-ignore: decorator
@inline
function upperHalf(x: f64): f64 {
  const scaled = 134217729.0 * x;
  return scaled - (scaled - x);
}

/** What `sum`, the rounded sum of a and b, lacks (Knuth's TwoSum). */
// @ts-ignore: decorator
@inline
function sumError(a: f64, b: f64, sum: f64): f64 {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

/** a + b, rounded to the neighbour whose last bit is 1 if it isn't exact. */
// @ts-ignore: decorator
@inline
function sumToOdd(a: f64, b: f64): f64 {
  const sum = a + b;
  const error = sumError(a, b, sum);
  const bits = reinterpret<i64>(sum);
  if (error == 0 || bits & 1) return sum;
  return reinterpret<f64>(error > 0 == sum > 0 ? bits + 1 : bits - 1);
}
