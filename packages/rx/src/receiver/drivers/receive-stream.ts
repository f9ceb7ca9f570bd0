/**
 * What a receive answers: an Observable, which pushes as far as credit goes, and an AsyncIterable, which is pulled and
 * delivers exactly what is asked for. Each subscription and each iteration is a receive of its own.
 */
import { Observable, type Subscriber, type TeardownLogic } from 'rxjs'

export class ReceiveStream<T> extends Observable<T> implements AsyncIterable<T> {
  readonly #iterate: () => AsyncIterator<T>

  constructor(subscribe: (subscriber: Subscriber<T>) => TeardownLogic, iterate: () => AsyncIterator<T>) {
    super(subscribe)
    this.#iterate = iterate
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.#iterate()
  }
}

/** What a batch does beside handing out records. */
export interface BatchLife {
  /** Before the first record; a promise is waited for. */
  begin?(): Promise<void> | undefined
  /** All records were handed out: acknowledges, or sends offsets. A promise is waited for before the batch completes. */
  end?(): Promise<void> | undefined
  /** Completed, failed or left: whoever waits for the batch goes on. Called once. */
  over(): void
}

/** Records to hand out, one after the other. */
export interface Handout<T> extends Iterable<T> {
  /** Without an iterator's cost; stops when `take` answers false. */
  each(take: (record: T) => boolean): void
}

/** The records of one poll. A stream of one use: its end is what acknowledges, and what asks for the next batch. */
export class RecordBatch<T> extends Observable<T> implements AsyncIterable<T> {
  // oxlint-disable-next-line no-unused-private-class-members -- the iterator reads it
  readonly #records: Handout<T>
  readonly #life: BatchLife
  #isOver = false

  constructor(records: Handout<T>, life: BatchLife) {
    super((subscriber) => {
      const failed = (error: unknown): void => {
        this.#over()
        subscriber.error(error)
      }
      const completed = (): void => {
        this.#over()
        subscriber.complete()
      }
      const emit = (): void => {
        records.each((record) => {
          if (subscriber.closed) return false
          subscriber.next(record)
          return true
        })
        if (subscriber.closed) return
        const ending = life.end?.()
        if (ending === undefined) completed()
        else ending.then(completed, failed)
      }
      const beginning = life.begin?.()
      if (beginning === undefined) emit()
      else beginning.then(() => subscriber.closed || emit(), failed)
      return () => this.#over()
    })
    this.#records = records
    this.#life = life
  }

  /** Ends it from outside, as if its records had been handed out: for an iteration that asks for the next batch. */
  async finish(): Promise<void> {
    if (this.#isOver) return
    await this.#life.end?.()
    this.#over()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    try {
      await this.#life.begin?.()
      yield* this.#records
      await this.#life.end?.()
    } finally {
      this.#over()
    }
  }

  #over(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#life.over()
  }
}
