/**
 * Stages two and three of a record: its partition is chosen and its bytes are appended to a batch, in one synchronous
 * step. Owned by the admission, which says whose turn it is.
 */
import type { Clock } from '@odradek/platform'
import { KafkaError } from '../errors.ts'
import type { Bytes } from '../serde.ts'
import type { Accumulator } from './accumulator.ts'
import type { Pacer } from './pacer.ts'
import type { Partitioner } from './partitioner.ts'
import { type PendingBatch, sizeEstimate } from './pending-batch.ts'
import { headerList, type ProducerRecord } from './record.ts'
import type { StageClock } from './stage-clock.ts'
import { partitionChannel, serializeChannel } from './stages.ts'

export interface PlacementParts {
  readonly clock: Pick<Clock, 'wallMs'>
  readonly accumulator: Accumulator
  readonly partitioner: Partitioner
  readonly stageClock: StageClock
  readonly pacer: Pacer
  readonly maxRecordBytes: number
}

export class Placement {
  readonly #parts: PlacementParts
  /** Of the record that was placed last, or had no memory: whoever asks reads them in the same tick. */
  lastTimestamp: number = 0
  lastPartition: number = 0

  constructor(parts: PlacementParts) {
    this.#parts = parts
  }

  /**
   * The batch that has the record now; undefined when there is no memory: what `bytesFor` says is awaited then, and given
   * as `credited` with the partition that was chosen, for it is chosen once.
   * @throws KafkaError RECORD_TOO_LARGE, SERIALIZATION, INVALID_ARGUMENT.
   */
  place(topic: string, partitionCount: number, record: ProducerRecord<unknown, unknown>, key: Bytes, value: Bytes, credited: number, chosen: number): PendingBatch | undefined {
    const { accumulator, stageClock, pacer, maxRecordBytes, clock } = this.#parts
    const headers = headersOf(topic, record)
    const recordBytes = sizeEstimate(key, value, headers)
    if (recordBytes > maxRecordBytes) {
      throw new KafkaError('RECORD_TOO_LARGE', `a record of about ${recordBytes} bytes for ${topic} is above maxRequestBytes (${maxRecordBytes})`)
    }
    const partition = chosen >= 0 ? chosen : this.#choose(topic, partitionCount, record.partition, key, recordBytes)
    if (chosen < 0) {
      pacer.accepted(recordBytes)
      stageClock.partitioned()
      if (serializeChannel.hasSubscribers) serializeChannel.publish({ topic, bytes: recordBytes })
      if (partitionChannel.hasSubscribers) partitionChannel.publish({ topic, partition })
    }
    this.lastPartition = partition
    this.lastTimestamp = record.timestamp ?? clock.wallMs()
    const batch = accumulator.append(accumulator.queue(topic, partition), key, value, headers, this.lastTimestamp, credited)
    if (batch !== undefined) stageClock.accepted(batch)
    return batch
  }

  /** Memory that the record takes when it needs a batch of its own. */
  bytesFor(topic: string, record: ProducerRecord<unknown, unknown>, key: Bytes, value: Bytes): number {
    return this.#parts.accumulator.bytesForNewBatch(key, value, headersOf(topic, record))
  }

  #choose(topic: string, partitionCount: number, wanted: number | null | undefined, key: Bytes, recordBytes: number): number {
    if (wanted !== undefined && wanted !== null) {
      if (wanted < partitionCount) return wanted
      throw new KafkaError('INVALID_ARGUMENT', `topic ${topic} has partitions 0 to ${partitionCount - 1}, not ${wanted}`)
    }
    const { accumulator, partitioner } = this.#parts
    let chosen: number
    try {
      chosen = partitioner.partition({ topic, key, partitionCount, recordBytes: accumulator.bytesToSend(topic, recordBytes) })
    } catch (cause) {
      if (cause instanceof KafkaError) throw cause
      throw new KafkaError('INVALID_ARGUMENT', `the partitioner failed for topic ${topic}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
    if (Number.isInteger(chosen) && chosen >= 0 && chosen < partitionCount) return chosen
    throw new KafkaError('INVALID_ARGUMENT', `the partitioner answered ${chosen} for topic ${topic} with ${partitionCount} partitions`)
  }
}

function headersOf(topic: string, record: ProducerRecord<unknown, unknown>): ReturnType<typeof headerList> | undefined {
  return record.headers === undefined || record.headers === null ? undefined : headerList(topic, record.headers)
}
