/** Records in the shapes of kafkajs 2, for `run({ eachMessage })` and `run({ eachBatch })`. Offsets and times are text there. */
import { KafkaError } from '../errors.ts'
import type { PartitionRef } from '../admin/by-leader.ts'
import type { ConsumerCore } from './core.ts'
import type { BatchStreamOptions } from './delivery/streams.ts'
import type { OffsetToCommit } from './positions/committer.ts'
import type { ConsumerBatch, ConsumerRecord } from './record.ts'

/** What these need of a consumer. */
export interface ConsumerLike {
  readonly core: ConsumerCore
  batches(options: BatchStreamOptions): AsyncIterable<ConsumerBatch>
  pause(partitions: readonly PartitionRef[]): void
  resume(partitions: readonly PartitionRef[]): void
  commit(offsets?: readonly OffsetToCommit[]): Promise<void>
}

export interface KafkaJsMessage {
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** Milliseconds. */
  readonly timestamp: string
  readonly size: number
  readonly attributes: number
  readonly offset: string
  /** A header that occurs more than once is a list. */
  readonly headers: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>
}

export interface EachMessagePayload {
  readonly topic: string
  readonly partition: number
  readonly message: KafkaJsMessage
  /** Nothing has to be done: the member stays in its group by itself. */
  heartbeat(): Promise<void>
  /** Pauses the partition; answers what resumes it. */
  pause(): () => void
}

export interface KafkaJsBatch {
  readonly topic: string
  readonly partition: number
  readonly highWatermark: string
  readonly messages: readonly KafkaJsMessage[]
  isEmpty(): boolean
  firstOffset(): string | null
  lastOffset(): string
  offsetLag(): string
  offsetLagLow(): string
}

/** Offsets as kafkajs has them, by topic and partition. */
export interface KafkaJsOffsets {
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly { readonly partition: number; readonly offset: string }[] }[]
}

export interface EachBatchPayload {
  readonly batch: KafkaJsBatch
  /** Everything up to this offset is done. */
  resolveOffset(offset: string): void
  heartbeat(): Promise<void>
  pause(): () => void
  /** Commits these, or everything that is done. */
  commitOffsetsIfNecessary(offsets?: KafkaJsOffsets): Promise<void>
  uncommittedOffsets(): KafkaJsOffsets
  isRunning(): boolean
  /** The partition was revoked, or sought elsewhere: what is left of the batch is not to be handled. */
  isStale(): boolean
}

export interface RunBatchesOptions {
  readonly concurrency: number
  readonly autoResolve: boolean
  readonly signal: AbortSignal | undefined
}

/** Batches of one partition, one at a time. */
interface Lane {
  last: Promise<void>
  /** How often some of it was set back: what waits then comes after that. */
  setBacks: number
}

export function messagePayload(consumer: ConsumerLike, record: ConsumerRecord): EachMessagePayload {
  const { topic, partition } = record
  return { topic, partition, message: kafkaJsMessage(record), heartbeat: () => Promise.resolve(), pause: () => pauseOf(consumer, record) }
}

function kafkaJsMessage(record: ConsumerRecord): KafkaJsMessage {
  const headers: Record<string, Buffer | string | (Buffer | string)[] | undefined> = {}
  for (const { key, value } of record.headers) {
    if (value === null) continue
    const before = headers[key]
    headers[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
  }
  return {
    key: record.rawKey, value: record.rawValue, timestamp: String(record.timestamp), size: record.size, attributes: 0, offset: String(record.offset), headers,
  }
}

function pauseOf(consumer: ConsumerLike, { topic, partition }: { readonly topic: string; readonly partition: number }): () => void {
  const paused = [{ topic, partition }]
  consumer.pause(paused)
  return () => {
    if (consumer.core.assigned.get(paused[0]!) !== undefined) consumer.resume(paused)
  }
}

/** `concurrency` loops over batches, each at one batch at a time. The first that throws ends all, when they are done. */
export async function runBatches(consumer: ConsumerLike, handler: (payload: EachBatchPayload) => void | Promise<void>, options: RunBatchesOptions): Promise<void> {
  if (!(options.concurrency >= 1)) throw new KafkaError('INVALID_ARGUMENT', `concurrency must be 1 or more, not ${options.concurrency}`)
  const over = new AbortController()
  const signal = options.signal === undefined ? over.signal : AbortSignal.any([over.signal, options.signal])
  const lanes = new Map<object, Lane>()
  const work = async (): Promise<void> => {
    // What a stream marks as its loop's is not that of whoever called this.
    await Promise.resolve()
    try {
      for await (const batch of consumer.batches({ ack: 'manual', signal })) {
        // Two loops may have batches of one partition: the later one waits.
        const key = batch.records[0]!.source.ledger.lane
        const lane = lanes.get(key) ?? { last: Promise.resolve(), setBacks: 0 }
        lanes.set(key, lane)
        const { setBacks } = lane
        const turn = lane.last.then(() => (signal.aborted || lane.setBacks !== setBacks ? void giveBack(batch) : handleBatch(consumer, batch, lane, handler, options.autoResolve)))
        const last = lane.last = turn.catch(() => {})
        await turn.finally(() => lane.last === last && lanes.delete(key))
      }
    } catch (error) {
      const isOver = signal.aborted
      over.abort()
      if (!isOver || !(error instanceof KafkaError && error.code === 'ABORTED')) throw error
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: options.concurrency }, work))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

async function handleBatch(
  consumer: ConsumerLike, batch: ConsumerBatch, lane: Lane, handler: (payload: EachBatchPayload) => void | Promise<void>, autoResolve: boolean,
): Promise<void> {
  if (!batch.records[0]!.source.ledger.isLive) return
  try {
    await handler(batchPayload(consumer, batch))
    if (autoResolve) batch.ack()
  } finally {
    if (giveBack(batch)) lane.setBacks++
  }
}

/** What was not resolved comes again. False when all of it was. */
function giveBack({ records }: ConsumerBatch): boolean {
  return records[0]!.source.ledger.giveBack(new Set(records.map(({ offset }) => offset)))
}

function batchPayload(consumer: ConsumerLike, batch: ConsumerBatch): EachBatchPayload {
  const { topic, partition, records } = batch
  const { ledger } = records[0]!.source
  let resolved = 0
  const behind = (offset: number): string => String(Math.max(0, batch.highWatermark - 1 - offset))
  return {
    batch: {
      topic, partition, highWatermark: String(batch.highWatermark), messages: records.map(kafkaJsMessage),
      isEmpty: () => false, firstOffset: () => String(batch.firstOffset), lastOffset: () => String(batch.lastOffset),
      offsetLag: () => behind(batch.lastOffset), offsetLagLow: () => behind(batch.firstOffset),
    },
    resolveOffset(offset) {
      for (; resolved < records.length && records[resolved]!.offset <= Number(offset); resolved++) records[resolved]!.ack()
    },
    heartbeat: () => Promise.resolve(),
    pause: () => pauseOf(consumer, batch),
    commitOffsetsIfNecessary: (offsets) => consumer.commit(offsets?.topics.flatMap((item) => item.partitions.map((one) => ({ topic: item.topic, partition: one.partition, offset: Number(one.offset) })))),
    uncommittedOffsets() {
      const state = consumer.core.assigned.get(batch)
      if (state === undefined || !state.isDirty) return { topics: [] }
      return { topics: [{ topic, partitions: [{ partition, offset: String(state.committable) }] }] }
    },
    isRunning: () => !consumer.core.isClosing && consumer.core.delivery.error === undefined,
    isStale: () => !ledger.isLive,
  }
}
