/**
 * How records are taken from a receive one by one: by a loop, or for handlers as many as are free. The receive ends when
 * whoever pulls has enough.
 */
import { Observable, type ObservableInput } from 'rxjs'
import { inputFrom } from '../../mono.ts'
import type { RecordSlice } from '../consumer/consumer-port.ts'
import type { Reception } from '../reception.ts'

type Slices<K, V> = readonly RecordSlice<K, V>[]

/**
 * Records one by one, exactly as many as are asked for. What a poll brought beyond that waits here and is dropped when
 * its partition goes. Calls of `next` may overlap; they are answered in order.
 */
export class Pulled<K, V, T> implements AsyncIterableIterator<T> {
  readonly #open: () => Reception<K, V>
  readonly #unpack: (reception: Reception<K, V>, slices: Slices<K, V>) => Iterator<T>
  #reception: Reception<K, V> | undefined
  #items: Iterator<T> | undefined
  #last: Promise<unknown> | undefined
  #done = false

  constructor(open: () => Reception<K, V>, unpack: (reception: Reception<K, V>, slices: Slices<K, V>) => Iterator<T>) {
    this.#open = open
    this.#unpack = unpack
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#last === undefined) {
      const item = this.#take()
      if (item !== undefined) return Promise.resolve({ done: false, value: item })
    }
    const mine = (this.#last ?? Promise.resolve()).then(() => this.#next())
    const settled = mine.then(() => {}, () => {}).then(() => {
      if (this.#last === settled) this.#last = undefined
    })
    this.#last = settled
    return mine
  }

  #take(): T | undefined {
    const step = this.#items?.next()
    if (step === undefined) return undefined
    if (step.done !== true) return step.value
    this.#items = undefined
    return undefined
  }

  async #next(): Promise<IteratorResult<T, undefined>> {
    if (this.#done) return { done: true, value: undefined }
    this.#reception ??= this.#open()
    const reception = this.#reception
    try {
      await reception.start()
      while (!reception.isOver) {
        const item = this.#take()
        if (item !== undefined) return { done: false, value: item }
        const records = await reception.demand()
        if (records === 0) break
        const slices = await reception.poll(records)
        reception.noDemand()
        this.#items = this.#unpack(reception, slices)
      }
    } catch (error) {
      reception.fail(error)
    }
    await this.#end(reception)
    if (reception.failure !== undefined) throw reception.failure.error
    if (reception.endFailure !== undefined) throw reception.endFailure
    return { done: true, value: undefined }
  }

  async #end(reception: Reception<K, V>): Promise<void> {
    this.#done = true
    this.#drop()
    if (reception.failure === undefined) await reception.drained()
    await reception.close()
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#done = true
    this.#drop()
    await this.#reception?.close()
    if (this.#reception?.endFailure !== undefined) throw this.#reception.endFailure
    return { done: true, value: undefined }
  }

  /** What waits here is not handed out any more. */
  #drop(): void {
    this.#items?.return?.()
    this.#items = undefined
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.return().then(() => {})
  }
}

/** Pulls as many records as there are handlers free, and emits what the handlers answer. A handler's error ends it. */
export function handled<T, R>(open: () => AsyncIterator<T>, handler: (record: T) => ObservableInput<R>, concurrency: number): Observable<R> {
  return new Observable<R>((subscriber) => {
    const records = open()
    let running = 0
    let ended = false
    let pulling = false
    const settle = (): void => {
      if (ended && running === 0) subscriber.complete()
    }
    const run = (record: T): void => {
      running++
      const done = (): void => {
        running--
        settle()
        pull()
      }
      try {
        subscriber.add(inputFrom(handler(record)).subscribe({ next: (value) => subscriber.next(value), error: (error: unknown) => subscriber.error(error), complete: done }))
      } catch (error) {
        subscriber.error(error)
      }
    }
    const pull = (): void => {
      if (pulling || ended || subscriber.closed || running >= concurrency) return
      pulling = true
      records.next().then(
        (step) => {
          pulling = false
          if (step.done === true) {
            ended = true
            return settle()
          }
          if (!subscriber.closed) run(step.value)
          return pull()
        },
        (error: unknown) => subscriber.error(error),
      )
    }
    pull()
    // What goes wrong at the end is what `stop` rejects with.
    return () => void records.return?.().then(undefined, () => {})
  })
}
