/** What happens again and again is said at growing distance: the first time, then the 4th, the 16th, the 64th, ... */

/** Whether the `count`th time (from 1) of the same thing is worth a line. */
export function isWorthSaying(count: number): boolean {
  return Number.isInteger(Math.log2(count) / 2)
}
