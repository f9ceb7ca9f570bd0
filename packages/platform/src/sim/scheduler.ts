/** A process's timers, all of them events of the simulation. */
import type { Scheduler, Timer } from '../scheduler.ts'
import type { SimProcess } from './process.ts'
import type { Simulation } from './simulation.ts'

/** As in node/: long timers fire after the I/O that is waiting, which matters when the process was suspended. */
const afterIoFromMs = 100

class LongTimer implements Timer {
  #step: Timer

  constructor(simulation: Simulation, process: SimProcess, delayMs: number, fn: () => void) {
    this.#step = simulation.schedule(delayMs, 'timer', process, () => {
      this.#step = simulation.schedule(0, 'timer after I/O', process, fn)
    })
  }

  cancel(): void {
    this.#step.cancel()
  }
}

export function simScheduler(simulation: Simulation, process: SimProcess): Scheduler {
  return {
    after: (delayMs, fn) => delayMs >= afterIoFromMs
      ? new LongTimer(simulation, process, delayMs, fn)
      : simulation.schedule(delayMs, 'timer', process, fn),
    nextTurn: (fn) => simulation.schedule(0, 'turn', process, fn),
    sleep: (delayMs, { signal } = {}) => new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const abort = (): void => {
        timer.cancel()
        reject(signal?.reason as Error)
      }
      const timer = simulation.schedule(delayMs, 'sleep', process, () => {
        signal?.removeEventListener('abort', abort)
        resolve()
      })
      signal?.addEventListener('abort', abort, { once: true })
    }),
  }
}
