/** From what a poll answered to what is handed out: records one by one, or the batch of a poll, each with its rules. */
import type { Observation } from '../observation.ts'
import type { TopicPartition, TopicPartitionOffset } from '../topic-partition.ts'
import { drained } from '../mono.ts'
import type { TransactionManager } from '../sender/transaction-manager.ts'
import type { AssignedPartition } from './assigned-partition.ts'
import type { ConsumedRecord, RecordSlice } from './consumer-port.ts'
import { RecordBatch } from './receive-stream.ts'
import { ReceiverRecord } from './receiver-record.ts'
import type { Reception } from './reception.ts'

export type ObserveReceive = ((record: ConsumedRecord<unknown, unknown>) => Observation) | undefined

type Slices<K, V> = readonly RecordSlice<K, V>[]

/** Hands a record out while its observation is open. Code that runs later is observed by hand. */
export function observed<T extends ConsumedRecord<unknown, unknown>>(observe: ObserveReceive, record: T, hand: (record: T) => void): void {
  if (observe === undefined) return hand(record)
  const observation = observe(record)
  try {
    hand(record)
  } catch (error) {
    observation.error(error)
    throw error
  } finally {
    observation.stop()
  }
}

/** Each record is acknowledged for itself. Its credit is taken when it is handed out. */
export function* manualRecords<K, V>(reception: Reception<K, V>, slices: Slices<K, V>): Generator<ReceiverRecord<K, V>, void> {
  for (const slice of slices) {
    const partition = reception.partitionOf(slice)
    if (partition === undefined) continue
    for (const record of slice.records) {
      if (partition.isLeaving || reception.isOver) break
      reception.deliver(partition, record)
      yield new ReceiverRecord(record, partition)
    }
  }
}

/** Records of a poll, acknowledged for themselves; all their credit is taken at once. */
export function manualBatch<K, V>(reception: Reception<K, V>, slices: Slices<K, V>, observe: ObserveReceive): RecordBatch<ReceiverRecord<K, V>> | undefined {
  const here: [AssignedPartition<K, V>, RecordSlice<K, V>][] = []
  for (const slice of slices) {
    const partition = reception.partitionOf(slice)
    if (partition === undefined) continue
    for (const record of slice.records) reception.deliver(partition, record)
    here.push([partition, slice])
  }
  if (here.length === 0) return undefined
  const records = function* (): Generator<ReceiverRecord<K, V>, void> {
    for (const [partition, slice] of here) {
      for (const record of slice.records) {
        const observation = observe?.(record)
        try {
          yield new ReceiverRecord(record, partition)
        } finally {
          observation?.stop()
        }
      }
    }
  }
  return new RecordBatch(records, { over() {} })
}

/** What `openBatch` keeps of the slices that are still here. */
interface OpenBatch<K, V> {
  readonly slices: readonly RecordSlice<K, V>[]
  readonly partitions: readonly AssignedPartition<K, V>[]
  close(): void
}

function openBatch<K, V>(reception: Reception<K, V>, slices: Slices<K, V>): OpenBatch<K, V> | undefined {
  const partitions: AssignedPartition<K, V>[] = []
  const here = slices.filter((slice) => {
    const partition = reception.partitionOf(slice)
    if (partition !== undefined) partitions.push(partition)
    return partition !== undefined
  })
  if (here.length === 0) return undefined
  for (const partition of partitions) partition.openBatches++
  const close = (): void => {
    for (const partition of partitions) partition.openBatches--
    reception.changed()
  }
  return { slices: here, partitions, close }
}

function* plainRecords<K, V>(batch: OpenBatch<K, V>, observe: ObserveReceive): Generator<ConsumedRecord<K, V>, void> {
  for (const slice of batch.slices) {
    for (const record of slice.records) {
      const observation = observe?.(record)
      try {
        yield record
      } finally {
        observation?.stop()
      }
    }
  }
}

/** Acknowledged as a whole when its stream has completed; not when it was left or failed. */
export function autoAckBatch<K, V>(
  reception: Reception<K, V>, slices: Slices<K, V>, observe: ObserveReceive, over: () => void,
): RecordBatch<ConsumedRecord<K, V>> | undefined {
  const batch = openBatch(reception, slices)
  if (batch === undefined) return undefined
  return new RecordBatch(() => plainRecords(batch, observe), {
    end() {
      batch.partitions.forEach((partition, at) => {
        if (partition.isGone) return
        const { records } = batch.slices[at]!
        reception.commits.acknowledged(partition, records.at(-1)!.offset + 1, records.length)
      })
      return undefined
    },
    over() {
      batch.close()
      over()
    },
  })
}

/** Begins a transaction, hands out the records, then makes their offsets part of it. The application commits. */
export function transactionalBatch<K, V>(
  reception: Reception<K, V>, slices: Slices<K, V>, observe: ObserveReceive, manager: TransactionManager, over: () => void,
): RecordBatch<ConsumedRecord<K, V>> | undefined {
  const batch = openBatch(reception, slices)
  if (batch === undefined) return undefined
  const offsets = new Map<TopicPartition, TopicPartitionOffset>()
  batch.slices.forEach(({ topic, partition, records }, at) => {
    const last = records.at(-1)!
    offsets.set(batch.partitions[at]!, { topic, partition, offset: last.offset + 1, leaderEpoch: last.leaderEpoch })
  })
  return new RecordBatch(() => plainRecords(batch, observe), {
    begin: () => drained(manager.begin()),
    end: () => drained(manager.sendOffsets([...offsets.values()], reception.consumer.groupMetadata())),
    over() {
      batch.close()
      over()
    },
  })
}
