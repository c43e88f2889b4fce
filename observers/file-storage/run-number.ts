/** Is it a run id that counts? Sacred's next id is one more than the largest of these. */
export function isDigits(id: string): boolean {
  return /^\d+$/.test(id);
}

/** Compares numbers in digits, of any size: a BigInt for each of 100,000 names would take longer than listing them. */
export function compareDigits(a: string, b: string): number {
  const [one, other] = [withoutZeros(a), withoutZeros(b)];
  if (one.length !== other.length) return one.length - other.length;
  return one === other ? 0 : one < other ? -1 : 1;
}

function withoutZeros(digits: string): string {
  return digits.startsWith("0") ? digits.replace(/^0+/, "") : digits;
}
