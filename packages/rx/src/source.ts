/**
 * Where records to send come from. Iterables and async iterables are pulled: nothing is taken that has no place to go.
 * An Observable cannot be asked to wait, so what it emits too early is buffered, up to a bound, and then the overflow
 * policy decides. What it emits while it is subscribed (`range`, `from` of an array) comes in one go, before anything can
 * have been sent: that has a bound of its own, above what sources of that kind have.
 *
 * Invariants: one value is taken at a time and values keep their order; after `stop` nothing is taken or delivered, and
 * the source has been unsubscribed or returned; a source that throws where it must not fails, and nobody else does.
 */
import { KafkaError } from '@odradek/client'
import { type ObservableInput, Observable, Subject, from, takeUntil } from 'rxjs'
import { wholeNumber } from './duration.ts'
import { objectWith, shown, wrong } from './given.ts'

/** What happens to a record of an Observable for which the buffer has no room. */
export type OverflowPolicy = 'error' | 'drop-oldest' | 'drop-newest'

export interface SourceBuffer {
  /**
   * Records of an Observable source that wait for their turn. Default 1,048,576, and 4,194,304 besides of what it emits
   * while it is being subscribed. A number that is given bounds both. Iterables are pulled: nothing of them waits here.
   */
  readonly records?: number
  /** Default 'error': the stream fails, because a record that vanishes must be somebody's decision. */
  readonly overflow?: OverflowPolicy
}

const policies: ReadonlySet<unknown> = new Set(['error', 'drop-oldest', 'drop-newest'] satisfies OverflowPolicy[])

/** @throws KafkaError INVALID_ARGUMENT. */
export function checkBuffer(buffer: SourceBuffer): SourceBuffer {
  const { records, overflow } = objectWith('sourceBuffer', buffer, '{ records, overflow }')
  if (records !== undefined) wholeNumber('sourceBuffer: records', records, 1)
  if (overflow !== undefined && !policies.has(overflow)) {
    throw wrong('sourceBuffer: overflow', "'error', 'drop-oldest' or 'drop-newest'", overflow)
  }
  return buffer
}

export type RecordSource<T> = ObservableInput<T> | Iterable<T> | AsyncIterable<T>

export interface SourceListener {
  /** A value can be taken, or the source ended. May come before `openSource` has returned, so it names the source. */
  ready(source: PulledSource<unknown>): void
}

export interface PulledSource<T> {
  /** The next value, or undefined when there is none now. */
  take(): T | undefined
  /** Nothing is left and nothing will come. */
  readonly ended: boolean
  readonly failed: boolean
  readonly error: unknown
  stop(): void
}

/** @throws KafkaError INVALID_ARGUMENT when `source` is nothing that `openSource` can open. `call`: what it was given to. */
export function checkSource(call: string, source: unknown): void {
  const candidate = source as Partial<Iterable<unknown> & AsyncIterable<unknown>> | null | undefined
  if (typeof source === 'object' && source !== null) {
    if (typeof candidate?.[Symbol.asyncIterator] === 'function' || typeof candidate?.[Symbol.iterator] === 'function') return
    try {
      from(source as ObservableInput<unknown>)
      return
    } catch {
      // RxJS does not know it either.
    }
  }
  const hint = typeof source === 'object' && source !== null && 'topic' in source ? `; this looks like one record: ${call}([record])` : ''
  throw new KafkaError('INVALID_ARGUMENT', `${call} takes an Observable, an iterable or an async iterable, not ${shown(source)}${hint}`)
}

export function openSource<T>(source: RecordSource<T>, listener: SourceListener, buffer: SourceBuffer = {}): PulledSource<T> {
  const candidate = source as Partial<Iterable<T> & AsyncIterable<T>>
  // First what can wait: a ReceiveStream is both, and is pulled.
  if (typeof candidate[Symbol.asyncIterator] === 'function') return new AwaitedSource(source as AsyncIterable<T>, listener)
  if (source instanceof Observable) return new PushedSource(source, listener, buffer)
  if (typeof candidate[Symbol.iterator] === 'function') return new IteratedSource(source as Iterable<T>)
  return new PushedSource(from(source as ObservableInput<T>), listener, buffer)
}

class IteratedSource<T> implements PulledSource<T> {
  ended = false
  failed = false
  error: unknown
  readonly #iterator: Iterator<T>

  constructor(source: Iterable<T>) {
    this.#iterator = source[Symbol.iterator]()
  }

  take(): T | undefined {
    if (this.ended) return undefined
    try {
      const step = this.#iterator.next()
      if (step.done !== true) return valueOf(step.value)
    } catch (error) {
      this.failed = true
      this.error = error
    }
    this.ended = true
    return undefined
  }

  stop(): void {
    if (this.ended) return
    this.ended = true
    try {
      this.#iterator.return?.()
    } catch {
      // Nobody wants it any more.
    }
  }
}

class AwaitedSource<T> implements PulledSource<T> {
  ended = false
  failed = false
  error: unknown
  readonly #iterator: AsyncIterator<T>
  readonly #listener: SourceListener
  #asked = false
  #value: { readonly value: T } | undefined

  constructor(source: AsyncIterable<T>, listener: SourceListener) {
    this.#iterator = source[Symbol.asyncIterator]()
    this.#listener = listener
  }

  take(): T | undefined {
    const held = this.#value
    if (held !== undefined) {
      this.#value = undefined
      return held.value
    }
    if (!this.#asked && !this.ended) this.#ask()
    return undefined
  }

  #ask(): void {
    this.#asked = true
    try {
      this.#iterator.next().then(
        (step) => {
          this.#asked = false
          if (step.done === true) this.ended = true
          else if (!this.ended) this.#value = { value: valueOf(step.value) }
          this.#listener.ready(this)
        },
        (error: unknown) => {
          this.#fail(error)
          this.#listener.ready(this)
        },
      )
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    this.#asked = false
    this.failed = !this.ended
    this.error = error
    this.ended = true
  }

  stop(): void {
    if (this.ended) return
    this.ended = true
    this.#value = undefined
    try {
      Promise.resolve(this.#iterator.return?.()).catch(() => {})
    } catch {
      // Nobody wants it any more.
    }
  }
}

/** First in, first out, without moving what is left at every step. */
class Fifo<T> {
  #items: T[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(item: T): void {
    this.#items.push(item)
  }

  clear(): void {
    this.#items = []
    this.#head = 0
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head++] = undefined as T
    if (this.#head === this.#items.length || (this.#head > 4096 && this.#head * 2 > this.#items.length)) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }
}

class PushedSource<T> implements PulledSource<T> {
  failed = false
  error: unknown
  readonly #queue = new Fifo<T>()
  /** Ends the subscription also while the source is emitting synchronously, when there is none to unsubscribe yet. */
  readonly #stop = new Subject<void>()
  #done = false

  constructor(source: Observable<T>, listener: SourceListener, buffer: SourceBuffer) {
    let limit = buffer.records ?? 4_194_304
    let isSubscribing = true
    const overflow = buffer.overflow ?? 'error'
    const end = (failed: boolean, error: unknown): void => {
      if (this.#done) return
      this.failed = failed
      this.error = error
      this.#done = true
      listener.ready(this)
    }
    const add = (value: T): void => {
      if (this.#done) return
      if (this.#queue.length >= limit) {
        if (overflow === 'drop-newest') return
        if (overflow === 'error') {
          end(true, isSubscribing ? tooMany(limit) : tooFast(limit))
          return this.#stop.next()
        }
        this.#queue.shift()
      }
      this.#queue.push(valueOf(value))
      listener.ready(this)
    }
    source
      .pipe(takeUntil(this.#stop))
      .subscribe({ next: add, error: (error: unknown) => end(true, error), complete: () => end(false, undefined) })
    isSubscribing = false
    // What came in one go is here already: what comes from now on has room besides.
    limit = buffer.records ?? this.#queue.length + 1_048_576
  }

  get ended(): boolean {
    return this.#done && this.#queue.length === 0
  }

  take(): T | undefined {
    return this.#queue.shift()
  }

  stop(): void {
    this.#done = true
    this.#queue.clear()
    this.#stop.next()
  }
}

/** `undefined` says that there is none now, so it is never a value. */
function valueOf<T>(value: T): T {
  return value === undefined ? (null as T) : value
}

function tooMany(limit: number): KafkaError {
  return new KafkaError(
    'BUFFER_EXHAUSTED',
    `the source emitted more than ${limit} records at once, and an Observable cannot be asked to wait: give an iterable, which is pulled as records are delivered` +
      ', such as send((function* () { for (...) yield SenderRecord.of(topic, { key, value }) })()), or allow more with sourceBuffer({ records })',
  )
}

function tooFast(limit: number): KafkaError {
  return new KafkaError(
    'BUFFER_EXHAUSTED',
    `the source emits faster than records are delivered, and ${limit} records wait: give an async iterable, which is pulled as records are delivered` +
      ", choose what is dropped with sourceBuffer({ overflow: 'drop-oldest' }) or 'drop-newest', or allow more with sourceBuffer({ records })",
  )
}
