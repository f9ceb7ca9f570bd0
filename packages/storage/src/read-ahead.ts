/**
 * Windows of bytes read ahead for readers that go through a segment in small steps: one read of the file serves
 * several of theirs, headers included. A fixed number of windows for the whole process, taken from the file that has
 * had its one the longest.
 *
 * Invariants: a window holds bytes that were written when it was filled, and written bytes change only by truncation,
 * on which the owner drops it; whoever finds another owner in its window has lost it.
 */

/** Bytes of one window. */
export const READ_AHEAD_BYTES: number = 128 * 1024
/** Together 4 MiB, allocated as they are needed. */
const WINDOWS = 32

export interface ReadWindow {
  owner: object | undefined
  readonly buffer: Buffer
  /** What it holds: `[start, end)` of the owner's file. */
  start: number
  end: number
}

const windows: ReadWindow[] = []
let oldest = 0

/** A window for the file to fill; its bytes are nobody's until `start` and `end` say so. */
export function takeWindow(owner: object): ReadWindow {
  if (windows.length < WINDOWS) {
    const fresh: ReadWindow = { owner, buffer: Buffer.allocUnsafeSlow(READ_AHEAD_BYTES), start: 0, end: 0 }
    windows.push(fresh)
    return fresh
  }
  const window = windows[oldest]!
  oldest = (oldest + 1) % WINDOWS
  window.owner = owner
  window.start = window.end = 0
  return window
}
