/**
 * What a log remembers of the producers that wrote to it: the last five batches of each, its epoch, its open
 * transaction (`ProducerStateManager`, `ProducerAppendInfo`). It is what makes a retried batch a duplicate and not a
 * second copy, and what bounds read-committed fetches.
 *
 * Invariants: the state is a function of the batches in the log alone (and of the clock, for expiry): a snapshot plus
 * the replay of what follows it equals the replay of everything. Epochs of a producer never fall. `check` changes
 * nothing; `update` is called with batches that are in the log.
 */
import {
  CorruptBatchError, NO_SEQUENCE, RecordReader, batchBaseOffset, batchBaseSequence, batchIsControl, batchIsTransactional,
  batchLastOffset, batchLastSequence, batchMaxTimestamp, batchProducerEpoch, batchProducerId, decrementSequence,
  readEndTxnMarker,
} from '@odradek/protocol/internal'
import type { AppendOrigin, ErrorName } from './log-results.ts'

/** Batches remembered per producer: as many as a client may have in flight (`ProducerStateEntry`). */
export const BATCHES_TO_RETAIN = 5

export interface ProducerBatch {
  lastSequence: number
  lastOffset: number
  offsetDelta: number
  timestamp: number
}

export interface ProducerEntry {
  readonly producerId: number
  /** -1: none yet. */
  epoch: number
  /** Of the transaction coordinator that wrote the last marker; -1: none. */
  coordinatorEpoch: number
  lastTimestamp: number
  /** First offset of the open transaction, -1 when there is none. */
  transactionStart: number
  /** Oldest first; at most five. */
  readonly batches: ProducerBatch[]
}

export interface CompletedTransaction {
  readonly producerId: number
  readonly firstOffset: number
  /** Offset of its marker. */
  readonly lastOffset: number
  readonly aborted: boolean
}

/** A producer as DescribeProducers shows it. */
export interface ActiveProducer {
  readonly producerId: number
  readonly producerEpoch: number
  readonly lastSequence: number
  readonly lastTimestamp: number
  readonly coordinatorEpoch: number
  readonly currentTransactionStartOffset: number
}

export type ProducerVerdict =
  | { readonly kind: 'error'; readonly error: ErrorName; readonly message: string }
  | { readonly kind: 'duplicate'; readonly batch: ProducerBatch }

const MAX_SEQUENCE = 0x7fffffff

export class ProducerState {
  /** Created with the first producer: most logs of a large broker never see one. */
  #producers: Map<number, ProducerEntry> | undefined
  /** Open transactions: producer id by first offset, ascending. */
  #ongoing: { producerId: number; firstOffset: number }[] = []
  /** Decided, but the marker is not below the high watermark yet. */
  #unreplicated: CompletedTransaction[] = []
  /** Offset up to which the log is taken into account (exclusive). */
  mapEndOffset = 0

  get size(): number {
    return this.#producers?.size ?? 0
  }

  entries(): Iterable<ProducerEntry> {
    return this.#producers?.values() ?? []
  }

  entry(producerId: number): ProducerEntry | undefined {
    return this.#producers?.get(producerId)
  }

  /** The highest id below `limit`; -1 when there is none. */
  highestId(limit: number): number {
    let highest = -1
    for (const { producerId } of this.entries()) if (producerId > highest && producerId < limit) highest = producerId
    return highest
  }

  describe(): ActiveProducer[] {
    return [...this.entries()].map((entry) => ({
      producerId: entry.producerId,
      producerEpoch: entry.epoch,
      lastSequence: entry.batches.at(-1)?.lastSequence ?? NO_SEQUENCE,
      lastTimestamp: entry.lastTimestamp,
      coordinatorEpoch: entry.coordinatorEpoch,
      currentTransactionStartOffset: entry.transactionStart,
    }))
  }

  /**
   * Whether the batch may be appended: undefined when it may; a duplicate names the batch it repeats. To be asked in
   * the same tick as the append.
   */
  check(buffer: Buffer, at: number, origin: AppendOrigin): ProducerVerdict | undefined {
    const producerId = batchProducerId(buffer, at)
    if (producerId < 0) return undefined
    const entry = this.#producers?.get(producerId)
    if (entry === undefined || origin === 'replication') return undefined
    const epoch = batchProducerEpoch(buffer, at)
    if (batchIsControl(buffer, at)) return this.#checkMarker(buffer, at, entry, epoch)
    const firstSequence = batchBaseSequence(buffer, at)
    if (origin === 'client') {
      const duplicate = findDuplicate(entry, epoch, firstSequence, batchLastSequence(buffer, at))
      if (duplicate !== undefined) return { kind: 'duplicate', batch: duplicate }
    }
    if (epoch < entry.epoch) {
      return refuse('INVALID_PRODUCER_EPOCH', `epoch ${epoch} of producer ${producerId} is smaller than the last seen, ${entry.epoch}`)
    }
    if (origin === 'client') {
      const problem = sequenceProblem(entry, epoch, firstSequence)
      if (problem !== undefined) return refuse('OUT_OF_ORDER_SEQUENCE_NUMBER', problem)
    }
    if (entry.transactionStart >= 0 && !batchIsTransactional(buffer, at)) {
      return refuse('INVALID_TXN_STATE', `producer ${producerId} has an open transaction and wrote outside of it`)
    }
    return undefined
  }

  #checkMarker(buffer: Buffer, at: number, entry: ProducerEntry, epoch: number): ProducerVerdict | undefined {
    if (epoch < entry.epoch) {
      return refuse('INVALID_PRODUCER_EPOCH', `marker with epoch ${epoch} of producer ${entry.producerId}, last seen ${entry.epoch}`)
    }
    const marker = readMarker(buffer, at)
    if (marker !== undefined && marker.coordinatorEpoch < entry.coordinatorEpoch) {
      return refuse('TRANSACTION_COORDINATOR_FENCED', `marker from coordinator epoch ${marker.coordinatorEpoch} of producer ` +
        `${entry.producerId}, last seen ${entry.coordinatorEpoch}`)
    }
    return undefined
  }

  /** Takes a batch of the log into account. Returns the transaction it completed, if any. */
  update(buffer: Buffer, at: number): CompletedTransaction | undefined {
    const lastOffset = batchLastOffset(buffer, at)
    this.mapEndOffset = Math.max(this.mapEndOffset, lastOffset + 1)
    const producerId = batchProducerId(buffer, at)
    if (!isTracked(producerId)) return undefined
    const epoch = batchProducerEpoch(buffer, at)
    if (batchIsControl(buffer, at)) return this.#applyMarker(buffer, at, producerId, epoch)
    const entry = this.#entryFor(producerId)
    if (epoch !== entry.epoch) {
      entry.epoch = epoch
      entry.batches.length = 0
    }
    const firstOffset = batchBaseOffset(buffer, at)
    // The ring's oldest element becomes the newest: no allocation once a producer has five.
    const batch = entry.batches.length >= BATCHES_TO_RETAIN ? entry.batches.shift()! :
      { lastSequence: 0, lastOffset: 0, offsetDelta: 0, timestamp: 0 }
    batch.lastSequence = batchLastSequence(buffer, at)
    batch.lastOffset = lastOffset
    batch.offsetDelta = lastOffset - firstOffset
    batch.timestamp = batchMaxTimestamp(buffer, at)
    entry.batches.push(batch)
    entry.lastTimestamp = batch.timestamp
    if (entry.transactionStart < 0 && batchIsTransactional(buffer, at)) {
      entry.transactionStart = firstOffset
      this.#ongoing.push({ producerId, firstOffset })
    }
    return undefined
  }

  #applyMarker(buffer: Buffer, at: number, producerId: number, epoch: number): CompletedTransaction | undefined {
    const marker = readMarker(buffer, at)
    if (marker === undefined) return undefined
    const entry = this.#entryFor(producerId)
    const offset = batchBaseOffset(buffer, at)
    const start = entry.transactionStart
    if (epoch !== entry.epoch) {
      entry.epoch = epoch
      entry.batches.length = 0
    }
    entry.coordinatorEpoch = marker.coordinatorEpoch
    entry.lastTimestamp = batchMaxTimestamp(buffer, at)
    entry.transactionStart = -1
    if (start < 0) return undefined
    return { producerId, firstOffset: start, lastOffset: offset, aborted: !marker.committed }
  }

  /** Called after `update` returned it, once the transaction index has its entry. */
  complete(transaction: CompletedTransaction): void {
    this.#ongoing = this.#ongoing.filter((open) => open.firstOffset !== transaction.firstOffset)
    this.#unreplicated.push(transaction)
  }

  /** The last stable offset as it is after this transaction completes (for its index entry). */
  lastStableOffsetAfter(transaction: CompletedTransaction): number {
    const other = this.#ongoing.find((open) => open.producerId !== transaction.producerId)
    return other?.firstOffset ?? transaction.lastOffset + 1
  }

  /** First offset that is not decided, or decided by a marker not yet replicated; undefined when there is none (T13). */
  firstUnstableOffset(): number | undefined {
    const open = this.#ongoing[0]?.firstOffset
    let first = open
    for (const { firstOffset } of this.#unreplicated) if (first === undefined || firstOffset < first) first = firstOffset
    return first
  }

  /** First offset of an open transaction: compaction stops there. */
  firstOngoingOffset(): number | undefined {
    return this.#ongoing[0]?.firstOffset
  }

  highWatermarkMoved(highWatermark: number): void {
    if (this.#unreplicated.length === 0) return
    this.#unreplicated = this.#unreplicated.filter(({ lastOffset }) => lastOffset >= highWatermark)
  }

  logStartMoved(logStartOffset: number): void {
    this.mapEndOffset = Math.max(this.mapEndOffset, logStartOffset)
    if (this.#unreplicated.length > 0) {
      this.#unreplicated = this.#unreplicated.filter(({ lastOffset }) => lastOffset >= logStartOffset)
    }
  }

  /** Forgets producers idle for `expirationMs`, never one with an open transaction (T5). */
  expire(nowMs: number, expirationMs: number): void {
    if (this.#producers === undefined) return
    for (const entry of this.#producers.values()) {
      if (entry.transactionStart < 0 && nowMs - entry.lastTimestamp >= expirationMs) this.#producers.delete(entry.producerId)
    }
  }

  clear(mapEndOffset: number): void {
    this.#producers = undefined
    this.#ongoing = []
    this.#unreplicated = []
    this.mapEndOffset = mapEndOffset
  }

  /** Enters what a snapshot says of a producer. */
  restore(entry: ProducerEntry): void {
    if (!isTracked(entry.producerId)) return
    this.#producers ??= new Map()
    this.#producers.set(entry.producerId, entry)
    if (entry.transactionStart >= 0) {
      this.#ongoing.push({ producerId: entry.producerId, firstOffset: entry.transactionStart })
      this.#ongoing.sort((a, b) => a.firstOffset - b.firstOffset)
    }
  }

  #entryFor(producerId: number): ProducerEntry {
    this.#producers ??= new Map()
    let entry = this.#producers.get(producerId)
    if (entry === undefined) {
      entry = { producerId, epoch: -1, coordinatorEpoch: -1, lastTimestamp: -1, transactionStart: -1, batches: [] }
      this.#producers.set(producerId, entry)
    }
    return entry
  }
}

/**
 * Below 0 there is no producer. Beyond the exact integers two of them would be one: a leader refuses such an id, but a
 * log that another program wrote, or an older version of this one, may hold it.
 */
function isTracked(producerId: number): boolean {
  return producerId >= 0 && producerId <= Number.MAX_SAFE_INTEGER
}

function refuse(error: ErrorName, message: string): ProducerVerdict {
  return { kind: 'error', error, message }
}

function findDuplicate(entry: ProducerEntry, epoch: number, first: number, last: number): ProducerBatch | undefined {
  if (epoch !== entry.epoch) return undefined
  for (const batch of entry.batches) {
    if (batch.lastSequence === last && decrementSequence(batch.lastSequence, batch.offsetDelta) === first) return batch
  }
  return undefined
}

/** `ProducerAppendInfo.checkSequence`. An unknown producer was answered before: any sequence will do. */
function sequenceProblem(entry: ProducerEntry, epoch: number, first: number): string | undefined {
  if (epoch !== entry.epoch) {
    if (first === 0 || entry.epoch === -1) return undefined
    return `producer ${entry.producerId} begins epoch ${epoch} with sequence ${first}; it must begin with 0`
  }
  const last = entry.batches.at(-1)?.lastSequence ?? NO_SEQUENCE
  if (first === last + 1 || (first === 0 && last === MAX_SEQUENCE)) return undefined
  return `producer ${entry.producerId} in epoch ${epoch} sent sequence ${first} after ${last}`
}

const markerReader = new RecordReader()

/** Undefined for other control records, for an emptied marker, and for one that is malformed: it decides nothing. */
function readMarker(buffer: Buffer, at: number): ReturnType<typeof readEndTxnMarker> {
  try {
    markerReader.open(buffer, at)
    return markerReader.next() ? readEndTxnMarker(markerReader.key(), markerReader.value()) : undefined
  } catch (error) {
    if (error instanceof CorruptBatchError) return undefined
    throw error
  }
}
