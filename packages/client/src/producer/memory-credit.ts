/**
 * `buffer.memory` as an awaited credit: what Java blocks a thread for is a promise here. First come, first served, so
 * a large record is not starved by small ones.
 */
import type { Clock, Scheduler, Timer } from '@odradek/platform'
import { aborted } from '../abort.ts'
import { KafkaError } from '../errors.ts'

interface Waiter {
  readonly bytes: number
  readonly grant: () => void
  timer: Timer
}

export class MemoryCredit {
  readonly totalBytes: number
  #available: number
  readonly #scheduler: Scheduler
  readonly #waiters: Waiter[] = []

  constructor(totalBytes: number, world: { scheduler: Scheduler; clock: Clock }) {
    this.totalBytes = totalBytes
    this.#available = totalBytes
    this.#scheduler = world.scheduler
  }

  get availableBytes(): number {
    return this.#available
  }

  get waiting(): number {
    return this.#waiters.length
  }

  /** Takes the bytes now, or nothing. Never overtakes somebody who waits. */
  tryTake(bytes: number): boolean {
    if (this.#waiters.length > 0 || bytes > this.#available) return false
    this.#available -= bytes
    return true
  }

  /** Takes the bytes when they are there. @throws KafkaError BUFFER_EXHAUSTED after `maxWaitMs`, RECORD_TOO_LARGE, ABORTED. */
  take(bytes: number, maxWaitMs: number, signal?: AbortSignal): Promise<void> {
    if (bytes > this.totalBytes) {
      return Promise.reject(new KafkaError('RECORD_TOO_LARGE', `a record of ${bytes} bytes does not fit bufferBytes ${this.totalBytes}`))
    }
    if (this.tryTake(bytes)) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const end = (): void => {
        waiter.timer.cancel()
        signal?.removeEventListener('abort', abort)
      }
      const giveUp = (error: KafkaError): void => {
        end()
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
        reject(error)
        this.#grant()
      }
      const abort = (): void => giveUp(aborted(signal))
      const waiter: Waiter = {
        bytes,
        grant: () => (end(), resolve()),
        timer: this.#scheduler.after(maxWaitMs, () => {
          giveUp(new KafkaError('BUFFER_EXHAUSTED', `no buffer memory within maxBlockMs: the brokers take records slower than they are sent`, { retriable: true }))
        }),
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#waiters.push(waiter)
    })
  }

  give(bytes: number): void {
    this.#available += bytes
    this.#grant()
  }

  #grant(): void {
    for (let first = this.#waiters[0]; first !== undefined && first.bytes <= this.#available; first = this.#waiters[0]) {
      this.#waiters.shift()
      this.#available -= first.bytes
      first.grant()
    }
  }
}
