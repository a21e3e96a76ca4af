/**
 * Chance that a seed determines (mulberry32).
 * @param {number} seed
 * @returns {{ below: (n: number) => number, oneOf: <T>(list: T[]) => T, someOf: <T>(list: T[]) => T[] }}
 */
export function chanceOf(seed) {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(random() * n);
  return { below, oneOf: (list) => list[below(list.length)], someOf: (list) => list.filter(() => below(3) === 0) };
}
