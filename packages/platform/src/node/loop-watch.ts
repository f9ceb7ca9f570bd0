/**
 * Notices that the process did not run: a suspended laptop, SIGSTOP, a debugger, a disk that stalled the loop.
 *
 * A background timer ticks every so often; a tick that comes late by the threshold is a pause, and so is a wall clock
 * that has run away from the monotonic one, which is how a suspended machine looks where that clock stops meanwhile.
 * Due timers run in the order they fell due and long ones one turn later (scheduler.ts), so that the tick, whose period
 * is short, reports the pause before they act on it.
 */
import type { Timer } from '../scheduler.ts'
import type { Pause } from '../world.ts'
import { nodeScheduler } from './scheduler.ts'

const longestTickMs = 90

export interface LoopWatchClock {
  wallMs(): number
  monotonicMs(): number
}

/** The arithmetic apart from the timer: what one tick makes of the clocks. */
export class PauseDetector {
  readonly #clock: LoopWatchClock
  readonly #thresholdMs: number
  #monotonicMs: number
  #wallMs: number

  constructor(clock: LoopWatchClock, thresholdMs: number) {
    this.#clock = clock
    this.#thresholdMs = thresholdMs
    this.#monotonicMs = clock.monotonicMs()
    this.#wallMs = clock.wallMs()
  }

  /** `expectedMs` is the time that should have passed since the last tick. */
  tick(expectedMs: number): Pause | undefined {
    const monotonicMs = this.#clock.monotonicMs()
    const wallMs = this.#clock.wallMs()
    const passedMs = monotonicMs - this.#monotonicMs
    const stalledMs = Math.max(0, passedMs - expectedMs)
    const wallAheadMs = wallMs - this.#wallMs - passedMs
    this.#monotonicMs = monotonicMs
    this.#wallMs = wallMs
    const paused = stalledMs >= this.#thresholdMs || Math.abs(wallAheadMs) >= this.#thresholdMs
    return paused ? { stalledMs, wallAheadMs } : undefined
  }
}

/** See ProcessInfo.onPause. Costs a timer every 90 ms while somebody listens. */
export function onPause(listener: (pause: Pause) => void, thresholdMs: number = 1000): Timer {
  const detector = new PauseDetector({ wallMs: () => Date.now(), monotonicMs: () => performance.now() }, thresholdMs)
  const tickMs = Math.min(longestTickMs, Math.max(1, thresholdMs / 2))
  let timer: Timer
  const arm = (): void => {
    timer = nodeScheduler.after(tickMs, () => {
      arm()
      const pause = detector.tick(tickMs)
      if (pause) listener(pause)
    }, { background: true })
  }
  arm()
  return { cancel: () => timer.cancel() }
}
