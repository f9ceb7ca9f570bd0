// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ConsumerGroupMetadataKey {
  groupId: string
}

export interface ConsumerGroupMetadataKeyInput {
  readonly groupId: string
}

export function decodeConsumerGroupMetadataKey(reader: Reader, version: number): ConsumerGroupMetadataKey {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeConsumerGroupMetadataKey(writer: Writer, input: ConsumerGroupMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupMetadataKey', version, 0, 0)
  writer.string(input.groupId)
}

export interface ConsumerGroupMetadataValue {
  epoch: number
  /** Hash of the topics and partitions that the assignment was made for. */
  metadataHash: bigint
}

export interface ConsumerGroupMetadataValueInput {
  readonly epoch: number
  /** Hash of the topics and partitions that the assignment was made for. Default 0. */
  readonly metadataHash?: bigint | undefined
}

export function decodeConsumerGroupMetadataValue(reader: Reader, version: number): ConsumerGroupMetadataValue {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupMetadataValue', version, 0, 0)
  const epoch = reader.int32()
  let metadataHash: bigint = 0n
  for (let left = reader.taggedFieldCount(); left > 0; left--) {
    const tag = reader.uvarint()
    const size = reader.uvarint()
    switch (tag) {
      case 0: {
        metadataHash = reader.int64Big()
        break
      }
      default:
        reader.skip(size)
    }
  }
  return { epoch, metadataHash }
}

export function encodeConsumerGroupMetadataValue(writer: Writer, input: ConsumerGroupMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupMetadataValue', version, 0, 0)
  writer.int32(input.epoch)
  const metadataHash = input.metadataHash ?? 0n
  let tags = 0
  if (metadataHash !== 0n) tags++
  writer.uvarint(tags)
  if (metadataHash !== 0n) {
    const mark = writer.beginTagged(0)
    writer.int64Big(metadataHash)
    writer.endTagged(mark)
  }
}

export const consumerGroupMetadataKeyCodec: RecordCodec<ConsumerGroupMetadataKey, ConsumerGroupMetadataKeyInput> = {
  name: 'ConsumerGroupMetadataKey', kind: 'key', recordType: 3,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupMetadataKey, encode: encodeConsumerGroupMetadataKey,
}

export const consumerGroupMetadataValueCodec: RecordCodec<ConsumerGroupMetadataValue, ConsumerGroupMetadataValueInput> = {
  name: 'ConsumerGroupMetadataValue', kind: 'value', recordType: 3,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupMetadataValue, encode: encodeConsumerGroupMetadataValue,
}
