/**
 * Random logs from seeds (random-log.ts), sound and damaged ones, read in every way: a test has some of them,
 * `npm run fuzz` as many as there is time for. The same seed does the same. Each case throws what it found, with the
 * configuration of its log and its steps.
 */
import assert from 'node:assert/strict'
import { flipAndRead } from './flipped-bit.ts'
import { checkLog } from './log-checks.ts'
import { RandomLog } from './random-log.ts'

const STEPS = 25

/** A sound log: every answer is right, whatever was done to it. Returns how often was read. */
export async function readRandomLog(seed: number): Promise<number> {
  const log = await RandomLog.open(seed)
  let reads = 0
  try {
    for (let step = 0; step < STEPS; step++) {
      await log.step()
      if (log.random.chance(0.5) || step === STEPS - 1) reads += checkLog(log)
    }
    assert.deepEqual(log.complaints, [], 'something was said about a log that is sound')
    return reads
  } catch (error) {
    throw new Error(`${(error as Error).message}\n  ${log.describe()}`, { cause: error })
  }
}

/** A log that is damaged in the end: right answers or CORRUPT_MESSAGE. False where it was too short to be damaged. */
export async function readDamagedLog(seed: number): Promise<boolean> {
  const log = await RandomLog.open(seed)
  try {
    for (let step = 0; step < STEPS; step++) await log.step()
    return (await flipAndRead(log)) !== undefined
  } catch (error) {
    throw new Error(`${(error as Error).message}\n  ${log.describe()}`, { cause: error })
  }
}
