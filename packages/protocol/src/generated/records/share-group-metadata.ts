// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ShareGroupMetadataKey {
  groupId: string
}

export interface ShareGroupMetadataKeyInput {
  readonly groupId: string
}

export function decodeShareGroupMetadataKey(reader: Reader, version: number): ShareGroupMetadataKey {
  if (version !== 0) throw messageNotInVersion('ShareGroupMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeShareGroupMetadataKey(writer: Writer, input: ShareGroupMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupMetadataKey', version, 0, 0)
  writer.string(input.groupId)
}

export interface ShareGroupMetadataValue {
  epoch: number
  /** Hash of the topics and partitions that the assignment was made for. */
  metadataHash: bigint
}

export interface ShareGroupMetadataValueInput {
  readonly epoch: number
  /** Hash of the topics and partitions that the assignment was made for. */
  readonly metadataHash: bigint
}

export function decodeShareGroupMetadataValue(reader: Reader, version: number): ShareGroupMetadataValue {
  if (version !== 0) throw messageNotInVersion('ShareGroupMetadataValue', version, 0, 0)
  const epoch = reader.int32()
  const metadataHash = reader.int64Big()
  reader.skipTaggedFields()
  return { epoch, metadataHash }
}

export function encodeShareGroupMetadataValue(writer: Writer, input: ShareGroupMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupMetadataValue', version, 0, 0)
  writer.int32(input.epoch)
  writer.int64Big(input.metadataHash)
  writer.noTaggedFields()
}

export const shareGroupMetadataKeyCodec: RecordCodec<ShareGroupMetadataKey, ShareGroupMetadataKeyInput> = {
  name: 'ShareGroupMetadataKey', kind: 'key', recordType: 11,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupMetadataKey, encode: encodeShareGroupMetadataKey,
}

export const shareGroupMetadataValueCodec: RecordCodec<ShareGroupMetadataValue, ShareGroupMetadataValueInput> = {
  name: 'ShareGroupMetadataValue', kind: 'value', recordType: 11,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupMetadataValue, encode: encodeShareGroupMetadataValue,
}
