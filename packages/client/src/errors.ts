/**
 * What the client throws. `KafkaError` carries a stable `code`, the protocol error behind it if a broker said it,
 * whether trying again can help, and what to do. Brands survive two copies of the package in one process.
 */
import { errorByCode } from '@odradek/protocol/internal'
import type { BrokerErrorCode, KafkaErrorCode } from './error-codes.ts'
import { remedyFor } from './remedies.ts'

const brand = Symbol.for('odradek.KafkaError')

export interface KafkaErrorOptions {
  /** The broker's error code, when a broker said it. */
  readonly errorCode?: number
  readonly retriable?: boolean
  readonly cause?: unknown
  /** The cached metadata led here: refresh before trying again. */
  readonly staleMetadata?: boolean
  /** What to do about it, where that is known better than the code tells it. */
  readonly remedy?: string
}

export class KafkaError extends Error {
  override readonly name: string = 'KafkaError'
  /** Stable, for `switch`: Kafka's own name when a broker said it, else one of ours. */
  readonly code: KafkaErrorCode
  readonly errorCode: number | undefined
  /** Trying again can help. */
  readonly retriable: boolean
  readonly staleMetadata: boolean
  readonly #remedy: string | undefined

  constructor(code: KafkaErrorCode, message: string, options: KafkaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    Object.defineProperty(this, brand, { value: true })
    this.code = code
    this.errorCode = options.errorCode
    this.retriable = options.retriable ?? false
    this.staleMetadata = options.staleMetadata ?? false
    this.#remedy = options.remedy
  }

  /** What to do about it, in a sentence: about the cause, where the code only says what came of it. */
  get remedy(): string {
    return this.#remedy ?? remedyFor(this)
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    try {
      return typeof value === 'object' && value !== null && Reflect.get(value, brand) === true
    } catch {
      // A proxy that throws when it is looked at.
      return false
    }
  }
}

/** An error that a broker answered, from the table of protocol errors. `context` says what was asked of whom. */
export function protocolError(errorCode: number, context: string, brokerMessage?: string | null): KafkaError {
  const known = errorByCode(errorCode)
  const said = brokerMessage === null || brokerMessage === undefined || brokerMessage === '' ? known.message : brokerMessage
  return new KafkaError(known.name as BrokerErrorCode, `${context}: ${known.name} (${errorCode}): ${said}`, {
    errorCode,
    retriable: known.retriable,
    staleMetadata: known.invalidMetadata,
  })
}

/** Anything thrown, as a KafkaError: foreign errors become the cause of a FATAL one. */
export function toKafkaError(thrown: unknown, context: string): KafkaError {
  if (thrown instanceof KafkaError) return thrown
  return new KafkaError('FATAL', `${context}: ${reasonOf(thrown)}`, { cause: thrown })
}

/** What was thrown, in words, whatever it is. */
export function reasonOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.message) : String(thrown)
  } catch {
    return 'something that cannot be shown'
  }
}
