/**
 * What became of each thing of a call that is about many: one row a thing, in the order in which they were given. The
 * rows belong to one call. `AdminError` carries them to the caller when one of them failed.
 *
 * Invariant: a thing that may have been done is never told as refused for certain: what was sent and not answered counts.
 */
import { ErrorCode } from '@odradek/protocol/internal'
import { KafkaError, protocolError } from '../errors.ts'

/** What became of one thing of a call for many. */
export interface AdminResult<Value = unknown> {
  /** As it was given: a topic, a group, `topic-partition`, `broker 1`, ... */
  readonly name: string
  /** What the call would have answered for it, when it was done and there is something to answer. */
  readonly value: Value | undefined
  /** Why it was not done; undefined when it was. */
  readonly error: KafkaError | undefined
  /** Something was asked and never answered (connection lost, out of time): in spite of `error` it may have been done. */
  readonly mayBeDone: boolean
}

const brand = Symbol.for('odradek.AdminError')

/**
 * Thrown by calls that are about many things when one of them failed. `code` and the rest are those of the first that
 * failed; `results` has a row for each thing, in the order in which they were given.
 */
export class AdminError<Value = unknown> extends KafkaError {
  override readonly name: string = 'AdminError'
  readonly results: readonly AdminResult<Value>[]

  constructor(message: string, first: KafkaError, results: readonly AdminResult<Value>[]) {
    super(first.code, message, {
      cause: first, retriable: first.retriable, staleMetadata: first.staleMetadata,
      ...(first.errorCode === undefined ? {} : { errorCode: first.errorCode }),
    })
    Object.defineProperty(this, brand, { value: true })
    this.results = results
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && Reflect.get(value, brand) === true
  }
}

/** The values, when nothing failed. @throws AdminError. */
export function valuesOf<Value>(what: string, results: readonly AdminResult<Value>[]): readonly Value[] {
  const failed = results.filter(({ error }) => error !== undefined)
  const first = failed[0]?.error
  if (first === undefined) return results.map(({ value }) => value as Value)
  const message = results.length === 1 ? first.message : `${what}: ${failed.length} of ${results.length} failed, see results of this error; the first: ${first.message}`
  throw new AdminError(message, first, results)
}

/** An answer about a thing that is not there, from who must know: asking again does not make it. */
export function finalError(errorCode: number, context: string, said?: string | null): KafkaError {
  const error = protocolError(errorCode, context, said)
  if (errorCode !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION && errorCode !== ErrorCode.UNKNOWN_TOPIC_ID) return error
  return new KafkaError(error.code, error.message, { errorCode })
}

export class Outcomes<Item, Value> {
  readonly #items: readonly Item[]
  readonly #nameOf: (item: Item) => string
  readonly #changes: boolean
  readonly #done = new Map<Item, Value>()
  readonly #failed = new Map<Item, KafkaError>()
  /** The last failure of what will be tried again. */
  readonly #retriable = new Map<Item, KafkaError>()
  /** How many requests about a thing went out and were not answered. */
  readonly #unanswered = new Map<Item, number>()

  /** `changes`: the call changes something, so it matters whether a request arrived. */
  constructor(items: readonly Item[], nameOf: (item: Item) => string, changes: boolean) {
    this.#items = items
    this.#nameOf = nameOf
    this.#changes = changes
  }

  /** What is neither done nor failed for good. */
  left(): readonly Item[] {
    return this.#items.filter((item) => !this.#done.has(item) && !this.#failed.has(item))
  }

  /** Why the first of what is left is left. */
  lastError(): KafkaError | undefined {
    for (const item of this.left()) {
      const error = this.#retriable.get(item)
      if (error !== undefined) return error
    }
    return undefined
  }

  sent(items: readonly Item[]): void {
    for (const item of items) this.#unanswered.set(item, (this.#unanswered.get(item) ?? 0) + 1)
  }

  done(item: Item, value: Value): void {
    this.#unanswered.delete(item)
    this.#done.set(item, value)
  }

  /** The broker said no. */
  refused(item: Item, error: KafkaError): void {
    // A controller that ran out of time goes on with what it began.
    if (error.errorCode !== ErrorCode.REQUEST_TIMED_OUT) this.#unanswered.set(item, (this.#unanswered.get(item) ?? 1) - 1)
    this.failed(item, error)
  }

  /** It failed, with nothing known about what a request did. */
  failed(item: Item, error: KafkaError): void {
    if (error.retriable) this.#retriable.set(item, error)
    else this.#failed.set(item, error)
  }

  /** No more attempts: what is left failed with this, and with what it failed with last. */
  end(error: KafkaError): void {
    for (const item of this.left()) {
      const last = this.#retriable.get(item)
      this.#failed.set(item, error.code === 'TIMEOUT' && last !== undefined
        ? new KafkaError('TIMEOUT', `${error.message.replace(/; last: .*/s, '')}; last: ${last.message}`, { cause: last, retriable: true })
        : error)
    }
  }

  results(): readonly AdminResult<Value>[] {
    return this.#items.map((item) => {
      const error = this.#failed.get(item)
      const mayBeDone = error !== undefined && this.#changes && (this.#unanswered.get(item) ?? 0) > 0
      return {
        name: this.#nameOf(item),
        value: this.#done.get(item),
        error: error !== undefined && mayBeDone ? doubtful(error) : error,
        mayBeDone,
      }
    })
  }
}

function doubtful(error: KafkaError): KafkaError {
  return new KafkaError(error.code, `${error.message}; a request for it was not answered, so it may have been done`, {
    cause: error, retriable: error.retriable, staleMetadata: error.staleMetadata,
    ...(error.errorCode === undefined ? {} : { errorCode: error.errorCode }),
  })
}
