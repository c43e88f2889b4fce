// Table of the natural logarithm of ARM's optimized routines (math/log_data.c, MIT), which glibc computes with, too.

/** for each 128th of the interval: by how many units of the last place 1 / c lies beside 1 / its middle */
// prettier-ignore
const RECIPROCAL_OFFSETS: StaticArray<i32> = [
  -23142382, -57643754, -234334839, -124664804, 19045012, -123323398, -501163255, 342479926,
  -234593306, 57421184, 513617488, -240891478, 85169741, 28659150, 284053799, 342563057,
  -68420459, -346144712, -90113766, -464022980, 285342708, -489548825, 376054848, 47397812,
  -423637851, -260988534, 336107021, 448241578, 154177355, 447893384, 241227555, -420636714,
  -218426730, -96876684, -205835218, -368178198, -345128710, -510284502, 481763731, 209336112,
  429336310, 15489329, 442353177, -417834330, 73183371, 515232680, 507984536, 83787275,
  330409952, 151596684, 377744204, 198302857, 214798271, -345957716, 356163107, 215510022,
  -229897960, -131709726, 215213618, -464519207, -332821996, 385780520, -400344786, 256208139,
  478356527, 345720337, 128466877, 217515751, -162048343, 295127580, -235892775, -69369347,
  93666841, -272860130, 91915174, 29018059, 258893229, 386009280, -241633007, 68399381,
  386341370, 408940642, 65060217, -120872168, 189498853, -32395328, -49955913, 154042178,
  -346113480, 148348366, -396488327, -427431396, 107119491, -500798201, 212184347, 305888811,
  -330297730, -91422864, 6707636, 273897542, -512931067, -500150233, 485589437, -280752730,
  106848032, 30953893, -291342514, -408884927, 149302919, -107851081, 225432558, 460497078,
  -452391632, -490679353, 508304210, 493208081, 336502878, 526975298, -457361038, -312310462,
  -365194252, -421357131, 362015322, 310793228, -441535439, -69145545, -528727990, 433364383,
];

const RECIPROCALS: StaticArray<f64> = new StaticArray<f64>(128);
const LOGARITHMS: StaticArray<f64> = new StaticArray<f64>(128);

for (let entry = 0; entry < 128; entry++) {
  const middle = reinterpret<f64>(0x3fe6100000000000 + (<u64>entry << 45));
  const reciprocal = reinterpret<f64>(reinterpret<u64>(1.0 / middle) + RECIPROCAL_OFFSETS[entry]);
  RECIPROCALS[entry] = reciprocal;
  // The c are chosen so that log(c) lies within 2^-66 of a multiple of 2^-43.
  LOGARITHMS[entry] = nearest(-logBySeries(reciprocal) * 8796093022208.0) / 8796093022208.0;
}

/** 2 artanh((x - 1) / (x + 1)), to 15 places for x between 0.6 and 1.5 */
function logBySeries(x: f64): f64 {
  const s = (x - 1.0) / (x + 1.0);
  let sum = 0.0;
  for (let power = 25; power > 0; power -= 2) sum = sum * s * s + 1.0 / <f64>power;
  return 2.0 * s * sum;
}

/** 1 / c */
// @ts-ignore: decorator
@inline
export function reciprocalOf(entry: i32): f64 {
  return unchecked(RECIPROCALS[entry]);
}

/** log(c) */
// @ts-ignore: decorator
@inline
export function logarithmOf(entry: i32): f64 {
  return unchecked(LOGARITHMS[entry]);
}
