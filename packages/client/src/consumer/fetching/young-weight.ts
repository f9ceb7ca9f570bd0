/**
 * Makes answers weigh on V8's young generation. It collects young objects after so many bytes of its own heap, and an
 * answer of a megabyte leaves next to nothing there: before that the bytes outside reach the limit (64 MB) at which it
 * marks the whole heap instead, which costs more than reading what came. So for each answer half of its size is
 * taken from the young generation and dropped at once: some microseconds a megabyte, and answers are collected young.
 */
const WEIGHT = 0.5
/** Eight bytes each; small enough to be an ordinary object of the young generation. */
const PIECE_ELEMENTS = 4096
const PIECE_BYTES = PIECE_ELEMENTS * 8

let owedBytes = 0
/** What was taken last: kept, so that nobody finds out that it is not used. */
export let lastPiece: unknown[] = []

/** `bytes` of a buffer that the collector will have to free were received. */
export function weigh(bytes: number): void {
  owedBytes += bytes * WEIGHT
  // oxlint-disable-next-line unicorn/no-new-array -- room for so many, nothing in it
  for (; owedBytes >= PIECE_BYTES; owedBytes -= PIECE_BYTES) lastPiece = new Array(PIECE_ELEMENTS)
}
