/** The real clock. `performance.now` never goes back; whether it counts a suspended machine is the kernel's choice. */
import type { Clock } from '../clock.ts'

export const nodeClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
}
