/** A process's timers, all of them events of the simulation. */
import type { Scheduler } from '../scheduler.ts'
import type { SimProcess } from './process.ts'
import type { Simulation } from './simulation.ts'

export function simScheduler(simulation: Simulation, process: SimProcess): Scheduler {
  return {
    after: (delayMs, fn) => simulation.schedule(delayMs, 'timer', process, fn),
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
