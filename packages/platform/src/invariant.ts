/** A broken invariant is a bug of ours: the part that owns it stops (a partition goes offline, a test fails). */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message)
}
