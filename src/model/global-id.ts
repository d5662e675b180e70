/** The ids that databases are known by outside: 64 bits in z-base-32, 13 characters. */

const alphabet = 'ybndrfg8ejkmcpqxot1uwisza345h769';

export function newGlobalId(id: bigint): string {
  // 65 bits fill 13 characters of five.
  const bits = BigInt.asUintN(64, id) << 1n;
  return Array.from({ length: 13 }, (_, index) => alphabet[Number((bits >> BigInt(60 - 5 * index)) & 31n)]).join('');
}
