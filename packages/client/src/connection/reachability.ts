/**
 * Says which brokers cannot be reached, and when they can again. Owned by the Connections. A broker that stays away is said the
 * first time and then at growing distance; the end of it is a warning too, so that it is seen where the beginning was.
 */
import type { Log } from '@odradek/platform'
import type { KafkaError } from '../errors.ts'
import { isWorthSaying } from '../telemetry/repeats.ts'

/** Somebody ended the attempt: nothing is wrong with the broker. */
const OURS: ReadonlySet<string> = new Set(['CLOSED', 'ABORTED'])

export class Reachability {
  readonly #log: Log
  readonly #failures = new Map<string, number>()

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

  /** It has answered a request. */
  answered(address: string): void {
    const attempts = this.#failures.get(address)
    if (attempts === undefined) return
    this.#failures.delete(address)
    this.#log.warn({ address, attempts }, `${address} is reached again`)
  }
}
