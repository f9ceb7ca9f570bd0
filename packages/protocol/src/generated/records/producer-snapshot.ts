// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ProducerSnapshot {
  /** CRC32C of everything behind this field. */
  crc: number
  producerEntries: ProducerSnapshotProducerEntry[]
}

export interface ProducerSnapshotInput {
  /** CRC32C of everything behind this field. */
  readonly crc: number
  readonly producerEntries: readonly ProducerSnapshotProducerEntryInput[]
}

export interface ProducerSnapshotProducerEntry {
  /** Producer id; -1 when there is none. */
  producerId: number
  epoch: number
  lastSequence: number
  lastOffset: number
  /** Last offset minus first offset of the producer's last batch. */
  offsetDelta: number
  timestamp: number
  /** Epoch of the transaction coordinator, against writers that have been replaced. */
  coordinatorEpoch: number
  /** First offset of the open transaction; -1 when there is none. */
  currentTxnFirstOffset: number
}

export interface ProducerSnapshotProducerEntryInput {
  /** Producer id; -1 when there is none. */
  readonly producerId: number
  readonly epoch: number
  readonly lastSequence: number
  readonly lastOffset: number
  /** Last offset minus first offset of the producer's last batch. */
  readonly offsetDelta: number
  readonly timestamp: number
  /** Epoch of the transaction coordinator, against writers that have been replaced. */
  readonly coordinatorEpoch: number
  /** First offset of the open transaction; -1 when there is none. */
  readonly currentTxnFirstOffset: number
}

function decodeProducerSnapshotProducerEntry(reader: Reader, _version: number): ProducerSnapshotProducerEntry {
  const producerId = reader.int64Saturating()
  const epoch = reader.int16()
  const lastSequence = reader.int32()
  const lastOffset = reader.int64Saturating()
  const offsetDelta = reader.int32()
  const timestamp = reader.int64Saturating()
  const coordinatorEpoch = reader.int32()
  const currentTxnFirstOffset = reader.int64Saturating()
  return { producerId, epoch, lastSequence, lastOffset, offsetDelta, timestamp, coordinatorEpoch, currentTxnFirstOffset }
}

function encodeProducerSnapshotProducerEntry(writer: Writer, input: ProducerSnapshotProducerEntryInput, _version: number): void {
  writer.int64(input.producerId)
  writer.int16(input.epoch)
  writer.int32(input.lastSequence)
  writer.int64(input.lastOffset)
  writer.int32(input.offsetDelta)
  writer.int64(input.timestamp)
  writer.int32(input.coordinatorEpoch)
  writer.int64(input.currentTxnFirstOffset)
}

export function decodeProducerSnapshot(reader: Reader, version: number): ProducerSnapshot {
  if (version !== 1) throw messageNotInVersion('ProducerSnapshot', version, 1, 1)
  const crc = reader.uint32()
  const producerEntries: ProducerSnapshotProducerEntry[] = []
  {
    const count = reader.arrayLength(46)
    for (let i = 0; i < count; i++) producerEntries.push(decodeProducerSnapshotProducerEntry(reader, version))
  }
  return { crc, producerEntries }
}

export function encodeProducerSnapshot(writer: Writer, input: ProducerSnapshotInput, version: number): void {
  if (version !== 1) throw messageNotInVersion('ProducerSnapshot', version, 1, 1)
  writer.uint32(input.crc)
  const producerEntries = input.producerEntries
  writer.arrayLength(producerEntries.length)
  for (const item of producerEntries) encodeProducerSnapshotProducerEntry(writer, item, version)
}

export const producerSnapshotCodec: RecordCodec<ProducerSnapshot, ProducerSnapshotInput> = {
  name: 'ProducerSnapshot', kind: 'data', recordType: -1,
  versions: { min: 1, max: 1 },
  decode: decodeProducerSnapshot, encode: encodeProducerSnapshot,
}
