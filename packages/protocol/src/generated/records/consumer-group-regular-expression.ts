// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ConsumerGroupRegularExpressionKey {
  groupId: string
  regularExpression: string
}

export interface ConsumerGroupRegularExpressionKeyInput {
  readonly groupId: string
  readonly regularExpression: string
}

export function decodeConsumerGroupRegularExpressionKey(reader: Reader, version: number): ConsumerGroupRegularExpressionKey {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupRegularExpressionKey', version, 0, 0)
  const groupId = reader.string()
  const regularExpression = reader.string()
  return { groupId, regularExpression }
}

export function encodeConsumerGroupRegularExpressionKey(writer: Writer, input: ConsumerGroupRegularExpressionKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupRegularExpressionKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.regularExpression)
}

export interface ConsumerGroupRegularExpressionValue {
  topics: string[]
  version: number
  timestamp: number
}

export interface ConsumerGroupRegularExpressionValueInput {
  readonly topics: readonly string[]
  readonly version: number
  readonly timestamp: number
}

export function decodeConsumerGroupRegularExpressionValue(reader: Reader, version: number): ConsumerGroupRegularExpressionValue {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupRegularExpressionValue', version, 0, 0)
  const topics: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) topics.push(reader.compactString())
  }
  const versionValue = reader.int64Saturating()
  const timestamp = reader.int64Saturating()
  reader.skipTaggedFields()
  return { topics, version: versionValue, timestamp }
}

export function encodeConsumerGroupRegularExpressionValue(writer: Writer, input: ConsumerGroupRegularExpressionValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ConsumerGroupRegularExpressionValue', version, 0, 0)
  const topics = input.topics
  writer.compactArrayLength(topics.length)
  for (const item of topics) writer.compactString(item)
  writer.int64(input.version)
  writer.int64(input.timestamp)
  writer.noTaggedFields()
}

export const consumerGroupRegularExpressionKeyCodec: RecordCodec<ConsumerGroupRegularExpressionKey, ConsumerGroupRegularExpressionKeyInput> = {
  name: 'ConsumerGroupRegularExpressionKey', kind: 'key', recordType: 16,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupRegularExpressionKey, encode: encodeConsumerGroupRegularExpressionKey,
}

export const consumerGroupRegularExpressionValueCodec: RecordCodec<ConsumerGroupRegularExpressionValue, ConsumerGroupRegularExpressionValueInput> = {
  name: 'ConsumerGroupRegularExpressionValue', kind: 'value', recordType: 16,
  versions: { min: 0, max: 0 },
  decode: decodeConsumerGroupRegularExpressionValue, encode: encodeConsumerGroupRegularExpressionValue,
}
