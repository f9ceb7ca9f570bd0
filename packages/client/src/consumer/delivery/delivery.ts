/**
 * Between what was fetched and who asks for it: which partition's turn it is, how much of it there is credit for, and
 * who waits. Partitions take turns slice by slice, so that a slow or full one never stands in the way of another.
 *
 * Invariants: records of a partition are delivered in offset order; nothing is delivered of a partition that is paused,
 * leaving or without credit; whoever waits is woken by data, credit, the end, or the error that ended it.
 */
import type { World } from '@odradek/platform'
import { aborted } from '../../abort.ts'
import { type KafkaError, toKafkaError } from '../../errors.ts'
import { deliverChannel } from '../channels.ts'
import { Credits } from './credits.ts'
import { Ledger } from './ledger.ts'
import { type FetchedData, SLICE_BYTES } from '../fetching/fetched-data.ts'
import { Opened } from './opened.ts'
import type { ResolvedConsumerOptions } from '../options.ts'
import { PartitionState } from '../positions/partition-state.ts'
import { passOverKnown } from './known-offsets.ts'
import { isElsewhere, Poison } from './poison.ts'
import { Returns } from './returns.ts'
import { ConsumerBatch, type ConsumerRecord, TypedRecord } from '../record.ts'
import type { Topics } from './topics.ts'
import { Waiters } from './waiters.ts'

/** Records opened at a time: small enough to leave the loop to others, large enough to cost nothing. */
const SLICE_RECORDS = 500
/** A consumer that never waits gives the loop to others after this long. */
const YIELD_AFTER_MS = 8
const NO_CREDIT_WARNING_MS = 30_000

export interface DeliveryHooks {
  /** Buffered bytes of a partition went down. */
  readonly spaceFreed: () => void
  /** Somebody wants records and there are none. @throws KafkaError where none can ever come. */
  readonly starved: () => void
  /** Every partition that is assigned. */
  readonly assigned: Iterable<PartitionState>
}

export class Delivery {
  readonly credits: Credits
  readonly returns: Returns
  /** Grows with every request for records. */
  activity: number = 0
  /** Records cut out to be delivered, for the metrics. */
  recordsTaken: number = 0
  readonly world: World
  readonly #topics: Topics
  readonly poison: Poison
  readonly #hooks: DeliveryHooks
  readonly groupId: string | undefined
  /** Handlers that wait on purpose, before they try a record again. */
  pauses: number = 0
  #ready: PartitionState[] = []
  #readyHead = 0
  #current: PartitionState | undefined
  readonly #opened: Opened
  /** Stopped for want of credit. */
  readonly #blocked = new Set<PartitionState>()
  #blockedSinceMs = 0
  /** Who asks for records. */
  readonly #waiters = new Waiters()
  /** Who waits for something else: a drain. */
  readonly #watchers = new Waiters()
  #error: KafkaError | undefined
  #ended = false
  /** There is an error, or a stream was left: the next request has to look. */
  #isDisturbed = false
  #lastYieldMs: number
  #yieldDue = false

  constructor(options: ResolvedConsumerOptions, world: World, topics: Topics, poison: Poison, hooks: DeliveryHooks) {
    this.world = world
    this.#topics = topics
    this.poison = poison
    this.#hooks = hooks
    this.groupId = options.groupId
    this.credits = new Credits(options.inFlight)
    this.#opened = new Opened(options.bufferBytes)
    this.returns = new Returns(world.scheduler, {
      assigned: hooks.assigned,
      wentBack: (state) => {
        this.forget(state)
        hooks.spaceFreed()
      },
      released: (state) => this.enqueue(state),
      left: () => {
        this.#isDisturbed = true
        if (this.isAwaited) this.wake()
      },
    })
    this.#lastYieldMs = world.clock.monotonicMs()
  }

  /** A partition with an account here. */
  newState(topic: string, partition: number): PartitionState {
    return new PartitionState(topic, partition, (state, lane) => new Ledger(this.credits, () => this.#creditFreed(), {
      position: () => state.position,
      isPaused: () => state.pausedByUser,
      refused: (ledger, offset, delayMs) => this.returns.refuse(state, ledger, offset, delayMs),
      returned: (ledger, offsets) => this.returns.these(state, ledger, offsets),
    }, lane))
  }

  get error(): KafkaError | undefined {
    return this.#error
  }

  get isEnded(): boolean {
    return this.#ended
  }

  /** Another one than before when anything was asked for or acknowledged meanwhile: each makes one of these numbers move. */
  get signOfLife(): string {
    return `${this.activity}/${this.credits.usedRecords}`
  }

  /** Somebody waits for records. */
  get isAwaited(): boolean {
    return this.#waiters.size > 0
  }

  /** The loop has not been given to others for a while. */
  get isYieldDue(): boolean {
    return this.#yieldDue
  }

  /** Data came, the partition was resumed, or there is credit again. */
  enqueue(state: PartitionState): void {
    if (!state.isDeliverable) return
    this.#blocked.delete(state)
    if (!state.isQueued && this.#current !== state) {
      state.isQueued = true
      this.#ready.push(state)
    }
    this.wake()
  }

  /** The partition has left: nothing of it is kept here. */
  forget(state: PartitionState): void {
    this.#blocked.delete(state)
    if (this.#current === state) this.#current = undefined
    // What stands in #ready is passed over when its turn comes.
    this.wake()
  }

  /** No iterator goes on after this. */
  fail(error: KafkaError): void {
    this.#error ??= error
    this.#isDisturbed = true
    this.wake()
  }

  end(): void {
    this.#ended = true
    this.wake()
  }

  wake(): void {
    this.#watchers.callAll()
    this.#waiters.callAll()
  }

  /**
   * The next record, when there is one that may be delivered; see `wait` for when there is none.
   * `owner` is who can give it back (`returns`).
   * @throws KafkaError what ended the consumer, or a poison record.
   */
  takeRecord(owner: number = 0): ConsumerRecord | undefined {
    this.activity++
    for (;;) {
      const state = this.#next()
      if (state === undefined) return undefined
      if (state.cursor === state.slice.length && !this.#openSlice(state, SLICE_RECORDS)) continue
      const { ledger } = state
      if (this.credits.available(ledger.tracker) === 0) {
        this.#block(state)
        continue
      }
      const record = state.slice[state.cursor]!
      if (record instanceof TypedRecord && record.poison !== undefined) {
        this.#passPoison(state, record)
        continue
      }
      state.cursor++
      ledger.deliver(record.offset, 1, record.size, owner)
      this.#moved(state, record)
      return record
    }
  }

  /**
   * Up to `maxRecords` records of one partition. `asOne`: they are acknowledged together, and cheaper for it.
   * @throws KafkaError as `takeRecord`.
   */
  takeBatch(maxRecords: number, asOne: boolean, owner: number = 0): ConsumerBatch | undefined {
    this.activity++
    for (;;) {
      const state = this.#next()
      if (state === undefined) return undefined
      const credit = this.credits.available(state.tracker)
      if (credit === 0) {
        this.#block(state)
        continue
      }
      const wanted = asOne ? maxRecords : Math.min(credit, maxRecords)
      if (state.cursor === state.slice.length && !this.#openSlice(state, wanted)) continue
      const end = this.#goodUntil(state, Math.min(state.slice.length, state.cursor + wanted))
      if (end === state.cursor) {
        this.#passPoison(state, state.slice[end] as TypedRecord<unknown, unknown>)
        continue
      }
      return this.#deliverBatch(state, end, asOne, owner)
    }
  }

  /** Resolves when asking again makes sense. @throws KafkaError ABORTED. */
  wait(signal?: AbortSignal): Promise<void> {
    this.activity++
    if (this.#error !== undefined || this.#ended || this.#hasReady()) return Promise.resolve()
    this.#hooks.starved()
    return new Promise<void>((resolve, reject) => {
      const woken = (): void => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      const abort = (): void => {
        this.#waiters.delete(woken)
        reject(aborted(signal))
      }
      if (signal?.aborted === true) return reject(aborted(signal))
      signal?.addEventListener('abort', abort, { once: true })
      this.#waiters.add(woken)
    }).then(() => this.#yielded())
  }

  /** Resolves when anything was woken: for waits that look themselves whether it was for them. */
  changed(): Promise<void> {
    return new Promise<void>((resolve) => this.#watchers.add(resolve))
  }

  /** Gives the loop to others for a turn. */
  yieldLoop(): Promise<void> {
    return new Promise<void>((resolve) => this.world.scheduler.nextTurn(resolve)).then(() => this.#yielded())
  }

  /** Warns once of partitions that have data and have had no credit for long. */
  warnOfStarvation(): void {
    if (this.#blocked.size === 0 || this.#blockedSinceMs === Number.POSITIVE_INFINITY) return
    if (this.world.clock.monotonicMs() - this.#blockedSinceMs < NO_CREDIT_WARNING_MS) return
    this.#blockedSinceMs = Number.POSITIVE_INFINITY
    for (const state of this.#blocked) {
      this.world.log.warn({ topic: state.topic, partition: state.partition, oldestUnacknowledged: state.tracker.oldest, inFlight: state.tracker.records },
        'no record has been delivered for 30 s: acknowledge what was delivered (record.ack()), or raise inFlight')
    }
  }

  #yielded(): void {
    this.#lastYieldMs = this.world.clock.monotonicMs()
    this.#yieldDue = false
  }

  #hasReady(): boolean {
    return this.#current !== undefined || this.#readyHead < this.#ready.length
  }

  #next(): PartitionState | undefined {
    if (this.#isDisturbed) this.#look()
    if (this.#ended) return undefined
    const current = this.#current
    if (current !== undefined && current.isDeliverable) return current
    this.#current = undefined
    while (this.#readyHead < this.#ready.length) {
      const state = this.#ready[this.#readyHead++]!
      if (this.#readyHead === this.#ready.length) {
        this.#ready = []
        this.#readyHead = 0
      }
      state.isQueued = false
      if (state.isDeliverable) return (this.#current = state)
    }
    return undefined
  }

  #look(): void {
    if (this.#error !== undefined) throw this.#error
    this.#isDisturbed = false
    this.returns.takeBackLeft()
  }

  /** Cuts out records. False when there are none to deliver now. */
  #openSlice(state: PartitionState, maxRecords: number): boolean {
    const records: ConsumerRecord[] = []
    const before = state.bufferedBytes
    state.slice = records
    state.cursor = 0
    while (state.fetched.length > 0 && records.length < maxRecords) {
      const data = state.fetched[0]!
      if (data.isCompressedNext) {
        const isEnough = data.isLargeNext || state.sliceBytes >= SLICE_BYTES || this.#opened.isCrowdedOut(state)
        if (records.length > 0 && isEnough) break
        if (records.length === 0 && !this.#mayOpen(state, data)) return false
      }
      const bytesBefore = data.bytesLeft
      const takenBefore = records.length
      const sliced = data.take(records, maxRecords)
      this.recordsTaken += records.length - takenBefore
      state.sliceBytes += sliced
      state.bufferedBytes += sliced + data.bytesLeft - bytesBefore
      state.sliceNextOffset = data.nextOffset
      this.#opened.note(state)
      if (data.leaderEpoch >= 0) state.positionEpoch = data.leaderEpoch
      state.highWatermark = Math.max(state.highWatermark, data.highWatermark)
      if (data.isDone) {
        state.fetched.shift()
        if (data.frame !== undefined) state.ledger.lend(data.nextOffset, data.frame)
      }
      if (data.problem !== undefined && records.length === 0) {
        state.endSlice()
        this.#passProblem(state)
        return false
      }
      if (data.problem !== undefined) break
    }
    if (records.length > 0 && records[0]!.offset < state.known.end) passOverKnown(records, state.known)
    this.#yieldDue ||= this.world.clock.monotonicMs() - this.#lastYieldMs > YIELD_AFTER_MS
    if (records.length === 0) {
      state.endSlice()
      if (state.bufferedBytes < before) this.#hooks.spaceFreed()
      state.position = Math.max(state.position, state.sliceNextOffset)
      state.ledger.settle()
      this.#rotate(state)
      return false
    }
    return this.#decode(state, records)
  }

  /** Whether the data's next batch can be decompressed now; else the partition goes on when it can. */
  #mayOpen(state: PartitionState, data: FetchedData): boolean {
    if (this.#opened.isCrowdedOut(state)) {
      this.#rotate(state)
      return false
    }
    const preparing = this.#opened.prepare(state, data, this.world.workers)
    if (preparing === undefined) return true
    this.#suspend(state, preparing)
    return false
  }

  #decode(state: PartitionState, records: ConsumerRecord[]): boolean {
    if (!(records[0] instanceof TypedRecord)) return true
    const decoding = this.#topics.decode(state.topic, records as unknown as TypedRecord<unknown, unknown>[])
    if (decoding === undefined) return true
    this.#suspend(state, decoding)
    return false
  }

  /** The partition goes on when the promise has settled. */
  #suspend(state: PartitionState, work: Promise<void>): void {
    state.isOpening = true
    if (this.#current === state) this.#current = undefined
    const goOn = (): void => {
      state.isOpening = false
      this.enqueue(state)
    }
    work.then(goOn, (error: unknown) => {
      goOn()
      if (!state.isGone) this.fail(toKafkaError(error, `a record of ${state.name} could not be dealt with`))
    })
  }

  #block(state: PartitionState): void {
    if (this.#blocked.size === 0) this.#blockedSinceMs = this.world.clock.monotonicMs()
    this.#blocked.add(state)
    state.ledger.isAwaited = true
    this.#current = undefined
  }

  #creditFreed(): void {
    this.activity++
    if (this.#watchers.size > 0) this.wake() // a drain may wait for this
    if (this.#blocked.size === 0) return
    for (const blocked of this.#blocked) {
      if (this.credits.available(blocked.tracker) === 0) continue
      blocked.ledger.isAwaited = false
      this.enqueue(blocked)
    }
  }

  /** After a delivery: the position moves, and the next partition has its turn when the slice is empty. */
  #moved(state: PartitionState, record: ConsumerRecord): void {
    if (deliverChannel.hasSubscribers) {
      deliverChannel.publish({ topic: state.topic, partition: state.partition, firstOffset: record.offset, lastOffset: record.offset, records: 1 })
    }
    if (state.cursor < state.slice.length) {
      state.position = record.offset + 1
      return
    }
    state.position = state.sliceNextOffset
    this.#endSlice(state)
    this.#rotate(state)
  }

  #deliverBatch(state: PartitionState, end: number, asOne: boolean, owner: number): ConsumerBatch {
    const { ledger } = state
    const records = state.cursor === 0 && end === state.slice.length ? state.slice : state.slice.slice(state.cursor, end)
    let bytes = 0
    for (const record of records) {
      bytes += record.size
      if (!asOne) ledger.deliver(record.offset, 1, record.size, owner)
    }
    const first = records[0]!
    const last = records[records.length - 1]!
    if (asOne) ledger.deliver(first.offset, records.length, bytes, owner)
    const isAll = end === state.slice.length
    state.cursor = end
    if (isAll) this.#endSlice(state)
    state.position = isAll ? state.sliceNextOffset : last.offset + 1
    if (deliverChannel.hasSubscribers) {
      deliverChannel.publish({ topic: state.topic, partition: state.partition, firstOffset: first.offset, lastOffset: last.offset, records: records.length })
    }
    this.#rotate(state)
    return new ConsumerBatch(records, state.position, state.highWatermark, asOne)
  }

  #rotate(state: PartitionState): void {
    // A large batch that is open comes to its end before others are opened.
    if (this.#current === state && state.isDeliverable && this.#opened.goesFirst(state)) return
    this.#current = undefined
    this.enqueue(state)
  }

  #endSlice(state: PartitionState): void {
    state.endSlice()
    this.#hooks.spaceFreed()
  }

  #goodUntil(state: PartitionState, end: number): number {
    if (!(state.slice[state.cursor] instanceof TypedRecord)) return end
    let at = state.cursor
    while (at < end && (state.slice[at] as TypedRecord<unknown, unknown>).poison === undefined) at++
    return at
  }

  /** Records that were refused for something that may pass: asked for again, they are decoded again. */
  readonly #refused = new WeakSet<TypedRecord<unknown, unknown>>()

  /** A record that could not be made. @throws KafkaError with the policy 'fail', and for what is not the record's fault. */
  #passPoison(state: PartitionState, record: TypedRecord<unknown, unknown>): void {
    if (isElsewhere(record.poison!)) {
      if (this.#refused.delete(record)) return this.#decodeAgain(state)
      this.#refused.add(record)
    }
    const work = this.poison.ofRecord(record)
    const passed = (): void => {
      state.cursor++
      this.#passed(state, record.offset + 1)
    }
    if (work === undefined) passed()
    else this.#suspend(state, work.then(() => {
      if (state.slice[state.cursor] === (record as unknown)) passed()
    }))
  }

  #decodeAgain(state: PartitionState): void {
    const rest = state.slice.slice(state.cursor) as unknown as TypedRecord<unknown, unknown>[]
    for (const record of rest) record.poison = undefined
    const decoding = this.#topics.decode(state.topic, rest)
    if (decoding !== undefined) this.#suspend(state, decoding)
  }

  /** Bytes that are no batch. @throws KafkaError with the policy 'fail', and where nobody can say how to go on. */
  #passProblem(state: PartitionState): void {
    const data = state.fetched[0]!
    this.poison.ofBatch(state.name, data.problem!)
    const before = data.bytesLeft
    if (!data.skipProblem()) throw this.poison.error(state.name, data.problem!)
    state.bufferedBytes -= before - data.bytesLeft
    this.#passed(state, data.nextOffset)
    if (data.isDone) state.fetched.shift()
    this.#rotate(state)
  }

  #passed(state: PartitionState, nextOffset: number): void {
    if (state.cursor < state.slice.length) {
      state.position = nextOffset
      return
    }
    state.position = Math.max(nextOffset, state.slice.length > 0 ? state.sliceNextOffset : nextOffset)
    this.#endSlice(state)
    if (this.#current === state) this.#rotate(state)
  }
}
