/** A row's identity: a UUIDv7 made where the row is made, never reused. */
export type Id = string;

/** Makes a new id; passed in so that tests and simulations own identity. */
export type NewId = () => Id;

/** A seeded random source returning numbers in [0, 1); passed in, never ambient. */
export type Random = () => number;

/** Returns a small, fast, reproducible random source (mulberry32); fit for samples and tests, not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
