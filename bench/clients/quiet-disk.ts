/**
 * Latency is not to measure the run before it: what that one produced may be on its way to the disk still, and a broker that
 * appends waits behind it. Every client begins on a disk that has nothing to do.
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/** Bytes that are to be written, or being written, that do not matter. */
const QUIET_BYTES = 8 * 1024 * 1024

/** Writes out what there is, and waits until that is done: half a minute at most, and only where /proc tells. */
export async function quietDisk(): Promise<void> {
  await promisify(execFile)('sync', { timeout: 60_000 }).catch(() => {})
  for (let tries = 0; tries < 300 && unwrittenBytes() > QUIET_BYTES; tries++) await new Promise((resolve) => setTimeout(resolve, 100))
}

function unwrittenBytes(): number {
  try {
    const lines = readFileSync('/proc/meminfo', 'latin1').matchAll(/^(?:Dirty|Writeback):\s+(\d+) kB$/gm)
    return [...lines].reduce((sum, [, kib]) => sum + Number(kib) * 1024, 0)
  } catch {
    return 0
  }
}
