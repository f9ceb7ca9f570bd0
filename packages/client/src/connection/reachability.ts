/**
 * Says which brokers cannot be reached, when they can again, and which slow the client down. Owned by the Connections.
 * A broker that stays away is said the first time and then at growing distance; the end of it is a warning too, so that it
 * is seen where the beginning was.
 */
import type { Log } from '@odradek/platform'
import type { KafkaError } from '../errors.ts'
import { isWorthSaying } from '../telemetry/repeats.ts'

/** Somebody ended the attempt: nothing is wrong with the broker. */
const OURS: ReadonlySet<string> = new Set(['CLOSED', 'ABORTED'])

const LONG_THROTTLE_MS = 1000

export class Reachability {
  readonly #log: Log
  readonly #failures = new Map<string, number>()
  #throttles = 0

  constructor(log: Log) {
    this.#log = log
  }

  /** An attempt failed, or a connection proved useless. */
  failed(address: string, error: KafkaError): void {
    if (OURS.has(error.code)) return
    const attempts = (this.#failures.get(address) ?? 0) + 1
    this.#failures.set(address, attempts)
    if (!isWorthSaying(attempts)) return
    const goesOn = error.retriable ? 'still trying. ' : ''
    this.#log.warn({ address, attempts, code: error.code }, `${error.message}: ${goesOn}${error.remedy}`)
  }

  /** An answer asked for a pause: short ones even out the load, long ones are felt. */
  throttled(address: string, ms: number): void {
    if (ms < LONG_THROTTLE_MS || !isWorthSaying(++this.#throttles)) return
    this.#log.warn({ address, throttleMs: ms, times: this.#throttles },
      `${address} slows this client down (${ms} ms): a quota of its user or client id is used up. Send or read less, or have the quota raised`)
  }

  /** It has answered a request. */
  answered(address: string): void {
    const attempts = this.#failures.get(address)
    if (attempts === undefined) return
    this.#failures.delete(address)
    this.#log.warn({ address, attempts }, `${address} is reached again`)
  }
}
