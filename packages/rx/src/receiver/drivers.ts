/**
 * How records get from a receive to whoever wants them: pushed into a subscriber as far as credit goes, or pulled one
 * by one. Both end the receive when they end.
 */
import { Observable, type ObservableInput, type Subscriber, from } from 'rxjs'
import type { RecordSlice } from './consumer-port.ts'
import type { RecordBatch } from './receive-stream.ts'
import type { Reception } from './reception.ts'

type Slices<K, V> = readonly RecordSlice<K, V>[]

/** Runs until the receive is over; then completes the subscriber, or fails it. */
async function push<K, V, T>(reception: Reception<K, V>, subscriber: Subscriber<T>, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    reception.fail(error)
  }
  if (reception.failure !== undefined) {
    void reception.close()
    return subscriber.error(reception.failure.error)
  }
  await reception.drained()
  await reception.close()
  subscriber.complete()
}

/** `emit` hands out what a poll answered; it stops by itself when the subscriber has gone. */
export function pushPolled<K, V, T>(reception: Reception<K, V>, subscriber: Subscriber<T>, emit: (slices: Slices<K, V>) => void): () => void {
  void push(reception, subscriber, async () => {
    await reception.start()
    for (let records = await reception.demand(); records > 0; records = await reception.demand()) {
      emit(await reception.poll(records))
    }
  })
  return () => void reception.close()
}

/** One batch per poll; `prefetch` batches may be out whose stream has not ended. */
export function pushBatches<K, V, T>(
  reception: Reception<K, V>, subscriber: Subscriber<RecordBatch<T>>, prefetch: number,
  batchOf: (slices: Slices<K, V>, over: () => void) => RecordBatch<T> | undefined,
): () => void {
  let open = 0
  const over = (): void => {
    open--
    reception.changed()
  }
  void push(reception, subscriber, async () => {
    await reception.start()
    while (!reception.isOver) {
      if (open >= prefetch) {
        reception.noDemand()
        await reception.nextChange()
        continue
      }
      const records = await reception.demand()
      if (records === 0) return
      const batch = batchOf(await reception.poll(records), over)
      if (batch === undefined) continue
      open++
      subscriber.next(batch)
    }
  })
  return () => void reception.close()
}

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
        subscriber.add(from(handler(record)).subscribe({ next: (value) => subscriber.next(value), error: (error: unknown) => subscriber.error(error), complete: done }))
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
    return () => void records.return?.()
  })
}
