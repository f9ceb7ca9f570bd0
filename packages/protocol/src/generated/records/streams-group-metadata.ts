// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface StreamsGroupMetadataKey {
  groupId: string
}

export interface StreamsGroupMetadataKeyInput {
  readonly groupId: string
}

export function decodeStreamsGroupMetadataKey(reader: Reader, version: number): StreamsGroupMetadataKey {
  if (version !== 0) throw messageNotInVersion('StreamsGroupMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeStreamsGroupMetadataKey(writer: Writer, input: StreamsGroupMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupMetadataKey', version, 0, 0)
  writer.string(input.groupId)
}

export interface StreamsGroupMetadataValue {
  epoch: number
  /** Hash of the topics and partitions that the assignment was made for. */
  metadataHash: bigint
  validatedTopologyEpoch: number
  lastAssignmentConfigs: StreamsGroupMetadataValueLastAssignmentConfig[] | null
  storedDescriptionTopologyEpoch: number
  failedDescriptionTopologyEpoch: number
}

export interface StreamsGroupMetadataValueInput {
  readonly epoch: number
  /** Hash of the topics and partitions that the assignment was made for. */
  readonly metadataHash: bigint
  /** Default -1. */
  readonly validatedTopologyEpoch?: number | undefined
  /** Left out: empty. */
  readonly lastAssignmentConfigs?: readonly StreamsGroupMetadataValueLastAssignmentConfigInput[] | null | undefined
  /** Default -1. */
  readonly storedDescriptionTopologyEpoch?: number | undefined
  /** Default -1. */
  readonly failedDescriptionTopologyEpoch?: number | undefined
}

export interface StreamsGroupMetadataValueLastAssignmentConfig {
  key: string
  value: string
}

export interface StreamsGroupMetadataValueLastAssignmentConfigInput {
  readonly key: string
  readonly value: string
}

function decodeStreamsGroupMetadataValueLastAssignmentConfig(reader: Reader, _version: number): StreamsGroupMetadataValueLastAssignmentConfig {
  const key = reader.compactString()
  const value = reader.compactString()
  reader.skipTaggedFields()
  return { key, value }
}

function encodeStreamsGroupMetadataValueLastAssignmentConfig(writer: Writer, input: StreamsGroupMetadataValueLastAssignmentConfigInput, _version: number): void {
  writer.compactString(input.key)
  writer.compactString(input.value)
  writer.noTaggedFields()
}

export function decodeStreamsGroupMetadataValue(reader: Reader, version: number): StreamsGroupMetadataValue {
  if (version !== 0) throw messageNotInVersion('StreamsGroupMetadataValue', version, 0, 0)
  const epoch = reader.int32()
  const metadataHash = reader.int64Big()
  let validatedTopologyEpoch: number = -1
  let lastAssignmentConfigs: StreamsGroupMetadataValueLastAssignmentConfig[] | null = []
  let storedDescriptionTopologyEpoch: number = -1
  let failedDescriptionTopologyEpoch: number = -1
  for (let left = reader.taggedFieldCount(); left > 0; left--) {
    const tag = reader.uvarint()
    const size = reader.uvarint()
    switch (tag) {
      case 0: {
        validatedTopologyEpoch = reader.int32()
        break
      }
      case 1: {
        const count = reader.compactNullableArrayLength(3)
        if (count < 0) {
          lastAssignmentConfigs = null
        } else {
          const items: StreamsGroupMetadataValueLastAssignmentConfig[] = []
          for (let i = 0; i < count; i++) items.push(decodeStreamsGroupMetadataValueLastAssignmentConfig(reader, version))
          lastAssignmentConfigs = items
        }
        break
      }
      case 2: {
        storedDescriptionTopologyEpoch = reader.int32()
        break
      }
      case 3: {
        failedDescriptionTopologyEpoch = reader.int32()
        break
      }
      default:
        reader.skip(size)
    }
  }
  return { epoch, metadataHash, validatedTopologyEpoch, lastAssignmentConfigs, storedDescriptionTopologyEpoch, failedDescriptionTopologyEpoch }
}

export function encodeStreamsGroupMetadataValue(writer: Writer, input: StreamsGroupMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupMetadataValue', version, 0, 0)
  writer.int32(input.epoch)
  writer.int64Big(input.metadataHash)
  const validatedTopologyEpoch = input.validatedTopologyEpoch ?? -1
  const lastAssignmentConfigs = input.lastAssignmentConfigs === undefined ? [] : input.lastAssignmentConfigs
  const storedDescriptionTopologyEpoch = input.storedDescriptionTopologyEpoch ?? -1
  const failedDescriptionTopologyEpoch = input.failedDescriptionTopologyEpoch ?? -1
  let tags = 0
  if (validatedTopologyEpoch !== -1) tags++
  if ((lastAssignmentConfigs === null || lastAssignmentConfigs.length !== 0)) tags++
  if (storedDescriptionTopologyEpoch !== -1) tags++
  if (failedDescriptionTopologyEpoch !== -1) tags++
  writer.uvarint(tags)
  if (validatedTopologyEpoch !== -1) {
    const mark = writer.beginTagged(0)
    writer.int32(validatedTopologyEpoch)
    writer.endTagged(mark)
  }
  if ((lastAssignmentConfigs === null || lastAssignmentConfigs.length !== 0)) {
    const mark = writer.beginTagged(1)
    writer.compactArrayLength(lastAssignmentConfigs === null ? -1 : lastAssignmentConfigs.length)
    if (lastAssignmentConfigs !== null) for (const item of lastAssignmentConfigs) encodeStreamsGroupMetadataValueLastAssignmentConfig(writer, item, version)
    writer.endTagged(mark)
  }
  if (storedDescriptionTopologyEpoch !== -1) {
    const mark = writer.beginTagged(2)
    writer.int32(storedDescriptionTopologyEpoch)
    writer.endTagged(mark)
  }
  if (failedDescriptionTopologyEpoch !== -1) {
    const mark = writer.beginTagged(3)
    writer.int32(failedDescriptionTopologyEpoch)
    writer.endTagged(mark)
  }
}

export const streamsGroupMetadataKeyCodec: RecordCodec<StreamsGroupMetadataKey, StreamsGroupMetadataKeyInput> = {
  name: 'StreamsGroupMetadataKey', kind: 'key', recordType: 17,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupMetadataKey, encode: encodeStreamsGroupMetadataKey,
}

export const streamsGroupMetadataValueCodec: RecordCodec<StreamsGroupMetadataValue, StreamsGroupMetadataValueInput> = {
  name: 'StreamsGroupMetadataValue', kind: 'value', recordType: 17,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupMetadataValue, encode: encodeStreamsGroupMetadataValue,
}
