/** From what a poll answered to what is handed out: records one by one, or the batch of a poll, each with its rules. */
import type { Observation } from '../../observation.ts'
import type { TopicPartition, TopicPartitionOffset } from '../../topic-partition.ts'
import { drained } from '../../mono.ts'
import type { TransactionManager } from '../../sender/transaction-manager.ts'
import type { AssignedPartition } from '../partitions/assigned-partition.ts'
import type { ConsumedRecord, RecordSlice } from '../consumer/consumer-port.ts'
import { type Handout, RecordBatch } from './receive-stream.ts'
import { ReceiverRecord } from '../receiver-record.ts'
import type { Reception } from '../reception.ts'

export type ObserveReceive = ((record: ConsumedRecord<unknown, unknown>) => Observation) | undefined

type Slices<K, V> = readonly RecordSlice<K, V>[]

/** Pulled: a record is outstanding when it is handed out, not before; it is observed until the next one is asked for. */
export function* manualRecords<K, V>(reception: Reception<K, V>, slices: Slices<K, V>, observe: ObserveReceive): Generator<ReceiverRecord<K, V>, void> {
  for (const slice of slices) {
    const partition = reception.partitionOf(slice)
    if (partition === undefined) continue
    const bytesEach = slice.bytes / slice.records.length
    for (const record of slice.records) {
      if (partition.isLeaving || reception.isOver) break
      reception.hand(partition, record.offset, bytesEach)
      const handed = new ReceiverRecord(record, partition)
      if (observe === undefined) yield handed
      else yield* observed(observe, record, handed)
    }
  }
}

/** Left or not, the observation ends. */
function* observed<T>(observe: NonNullable<ObserveReceive>, record: ConsumedRecord<unknown, unknown>, handed: T): Generator<T, void> {
  const observation = observe(record)
  try {
    yield handed
  } finally {
    observation.stop()
  }
}

/** Pushed: the same without an iterator's cost. `take` answers false when the subscriber has gone. */
export function pushRecords<K, V>(
  reception: Reception<K, V>, slices: Slices<K, V>, observe: ObserveReceive, take: (record: ReceiverRecord<K, V>) => boolean,
): void {
  for (const slice of slices) {
    const partition = reception.partitionOf(slice)
    if (partition === undefined) continue
    const { records } = slice
    const bytesEach = slice.bytes / records.length
    for (let at = 0; at < records.length; at++) {
      if (partition.isLeaving || reception.isOver) break
      const record = records[at]!
      reception.hand(partition, record.offset, bytesEach)
      if (!handOut(observe, record, new ReceiverRecord(record, partition), take)) return
    }
  }
}

/** While the observation of the record is open. Work that goes on later is observed by hand (`observeReceive`). */
function handOut<T>(observe: ObserveReceive, record: ConsumedRecord<unknown, unknown>, handed: T, take: (handed: T) => boolean): boolean {
  if (observe === undefined) return take(handed)
  const observation = observe(record)
  try {
    return take(handed)
  } catch (error) {
    observation.error(error)
    throw error
  } finally {
    observation.stop()
  }
}

/** The records of several slices, each made into what is handed out. */
function handout<K, V, T>(slices: Slices<K, V>, observe: ObserveReceive, make: (record: ConsumedRecord<K, V>, slice: number) => T): Handout<T> {
  return {
    each(take) {
      for (let at = 0; at < slices.length; at++) {
        const { records } = slices[at]!
        for (let index = 0; index < records.length; index++) {
          const record = records[index]!
          if (!handOut(observe, record, make(record, at), take)) return
        }
      }
    },
    *[Symbol.iterator]() {
      for (let at = 0; at < slices.length; at++) {
        for (const record of slices[at]!.records) {
          if (observe === undefined) yield make(record, at)
          else yield* observed(observe, record, make(record, at))
        }
      }
    },
  }
}

/** Records of a poll, acknowledged for themselves; all of them are outstanding at once. */
export function manualBatch<K, V>(reception: Reception<K, V>, slices: Slices<K, V>, observe: ObserveReceive): RecordBatch<ReceiverRecord<K, V>> | undefined {
  const partitions: AssignedPartition[] = []
  const here = slices.filter((slice) => {
    const partition = reception.partitionOf(slice)
    if (partition === undefined) return false
    reception.handAll(partition, slice)
    partitions.push(partition)
    return true
  })
  if (here.length === 0) return undefined
  return new RecordBatch(handout(here, observe, (record, slice) => new ReceiverRecord(record, partitions[slice]!)), { over() {} })
}

/** What `openBatch` keeps of the slices that are still here. */
interface OpenBatch<K, V> {
  readonly slices: readonly RecordSlice<K, V>[]
  readonly partitions: readonly AssignedPartition[]
  close(): void
}

function openBatch<K, V>(reception: Reception<K, V>, slices: Slices<K, V>): OpenBatch<K, V> | undefined {
  const partitions: AssignedPartition[] = []
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

function plainRecords<K, V>(batch: OpenBatch<K, V>, observe: ObserveReceive): Handout<ConsumedRecord<K, V>> {
  return handout(batch.slices, observe, (record) => record)
}

/** Acknowledged as a whole when its stream has completed; not when it was left or failed. */
export function autoAckBatch<K, V>(
  reception: Reception<K, V>, slices: Slices<K, V>, observe: ObserveReceive, over: () => void,
): RecordBatch<ConsumedRecord<K, V>> | undefined {
  const batch = openBatch(reception, slices)
  if (batch === undefined) return undefined
  return new RecordBatch(plainRecords(batch, observe), {
    end() {
      batch.partitions.forEach((partition, at) => {
        if (partition.isGone) return
        const { records } = batch.slices[at]!
        const { offset } = records.at(-1)!
        reception.commits.acknowledged(partition, offset + 1, records.length)
        partition.done(offset)
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
  return new RecordBatch(plainRecords(batch, observe), {
    begin: () => drained(manager.begin()),
    end: () => drained(manager.sendOffsets([...offsets.values()], reception.consumer.groupMetadata())),
    over() {
      batch.close()
      over()
    },
  })
}
