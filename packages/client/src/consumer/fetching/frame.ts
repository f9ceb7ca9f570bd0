/**
 * The bytes of one Fetch answer while records of it are in use, for consumers that give them back (`reuseBuffers`): a
 * fresh buffer for every answer costs more than anything else that is done with large records.
 *
 * Invariant: given back once, when the last holder lets go; never while a record of it may still be looked at by right.
 */
import { KafkaError } from '../../errors.ts'

export class Frame {
  #holders = 1
  readonly #release: () => void

  constructor(release: () => void) {
    this.#release = release
  }

  get isReleased(): boolean {
    return this.#holders === 0
  }

  hold(): void {
    this.#holders++
  }

  letGo(): void {
    if (--this.#holders === 0) this.#release()
  }
}

export function usedTooLate(): KafkaError {
  return new KafkaError('INVALID_ARGUMENT', 'the bytes of a record were asked for after it was acknowledged: with reuseBuffers they are gone then; copy them before')
}
