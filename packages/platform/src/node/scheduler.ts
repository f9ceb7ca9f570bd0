/**
 * Node's timers as a Scheduler. Invariants: a cancelled timer never fires; a background timer does not keep the
 * process alive; delays longer than Node's limit of 2^31 - 1 ms are waited for in pieces instead of firing at once; a
 * long timer lets one poll for I/O pass before it fires.
 *
 * Why the last: the loop runs due timers before it polls. A broker whose process stood still for a while would expire
 * the session of every member whose heartbeat lies in a socket's buffer, and only then read the heartbeat.
 */
import type { Scheduler, Timer } from '../scheduler.ts'

const longestDelayMs = 2 ** 31 - 1
/** From this delay on a timer is a deadline or a period, and not a part of some fine timing. */
const afterIoFromMs = 100

class NodeTimer implements Timer {
  #handle: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #remainingMs: number
  readonly #afterIo: boolean
  readonly #fn: () => void

  constructor(delayMs: number, fn: () => void, background: boolean) {
    this.#remainingMs = Math.max(0, delayMs)
    this.#afterIo = delayMs >= afterIoFromMs
    this.#fn = fn
    this.#arm(background)
  }

  #arm(background: boolean): void {
    const step = Math.min(this.#remainingMs, longestDelayMs)
    this.#remainingMs -= step
    const fire = (): void => {
      if (this.#remainingMs > 0) return this.#arm(background)
      this.#handle = undefined
      if (!this.#afterIo) return this.#fn()
      // Never unref'd: the loop would not spin for it, and it would fire only when some other event comes.
      this.#immediate = setImmediate(this.#fn)
    }
    this.#handle = setTimeout(fire, step)
    if (background) this.#handle.unref()
  }

  cancel(): void {
    clearTimeout(this.#handle)
    clearImmediate(this.#immediate)
    this.#handle = undefined
  }
}

class NextTurn implements Timer {
  readonly #handle: NodeJS.Immediate

  constructor(fn: () => void) {
    this.#handle = setImmediate(fn)
  }

  cancel(): void {
    clearImmediate(this.#handle)
  }
}

function sleep(delayMs: number, options: { signal?: AbortSignal; background?: boolean } = {}): Promise<void> {
  const { signal, background = false } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const abort = (): void => {
      timer.cancel()
      reject(signal?.reason as Error)
    }
    const timer = new NodeTimer(delayMs, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, background)
    signal?.addEventListener('abort', abort, { once: true })
  })
}

export const nodeScheduler: Scheduler = {
  after: (delayMs, fn, options) => new NodeTimer(delayMs, fn, options?.background === true),
  nextTurn: (fn) => new NextTurn(fn),
  sleep,
}
