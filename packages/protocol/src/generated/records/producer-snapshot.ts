// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ProducerSnapshot {
  crc: number
  producerEntries: ProducerSnapshotProducerEntry[]
}

export interface ProducerSnapshotInput {
  readonly crc: number
  readonly producerEntries: readonly ProducerSnapshotProducerEntryInput[]
}

export interface ProducerSnapshotProducerEntry {
  producerId: number
  epoch: number
  lastSequence: number
  lastOffset: number
  offsetDelta: number
  timestamp: number
  coordinatorEpoch: number
  currentTxnFirstOffset: number
}

export interface ProducerSnapshotProducerEntryInput {
  readonly producerId: number
  readonly epoch: number
  readonly lastSequence: number
  readonly lastOffset: number
  readonly offsetDelta: number
  readonly timestamp: number
  readonly coordinatorEpoch: number
  readonly currentTxnFirstOffset: number
}

function decodeProducerSnapshotProducerEntry(reader: Reader, _version: number): ProducerSnapshotProducerEntry {
  const producerId = reader.int64()
  const epoch = reader.int16()
  const lastSequence = reader.int32()
  const lastOffset = reader.int64()
  const offsetDelta = reader.int32()
  const timestamp = reader.int64()
  const coordinatorEpoch = reader.int32()
  const currentTxnFirstOffset = reader.int64()
  return { producerId, epoch, lastSequence, lastOffset, offsetDelta, timestamp, coordinatorEpoch, currentTxnFirstOffset }
}

function encodeProducerSnapshotProducerEntry(writer: Writer, input: ProducerSnapshotProducerEntryInput, _version: number): void {
  const producerId = input.producerId
  writer.int64(producerId)
  const epoch = input.epoch
  writer.int16(epoch)
  const lastSequence = input.lastSequence
  writer.int32(lastSequence)
  const lastOffset = input.lastOffset
  writer.int64(lastOffset)
  const offsetDelta = input.offsetDelta
  writer.int32(offsetDelta)
  const timestamp = input.timestamp
  writer.int64(timestamp)
  const coordinatorEpoch = input.coordinatorEpoch
  writer.int32(coordinatorEpoch)
  const currentTxnFirstOffset = input.currentTxnFirstOffset
  writer.int64(currentTxnFirstOffset)
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
  const crc = input.crc
  writer.uint32(crc)
  const producerEntries = input.producerEntries
  writer.arrayLength(producerEntries.length)
  for (const item of producerEntries) encodeProducerSnapshotProducerEntry(writer, item, version)
}

export const producerSnapshotCodec: RecordCodec<ProducerSnapshot, ProducerSnapshotInput> = {
  name: 'ProducerSnapshot', kind: 'data', recordType: -1, versions: { min: 1, max: 1 },
  decode: decodeProducerSnapshot, encode: encodeProducerSnapshot,
}
