// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface StreamsGroupTopologyKey {
  groupId: string
}

export interface StreamsGroupTopologyKeyInput {
  readonly groupId: string
}

export function decodeStreamsGroupTopologyKey(reader: Reader, version: number): StreamsGroupTopologyKey {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTopologyKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeStreamsGroupTopologyKey(writer: Writer, input: StreamsGroupTopologyKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTopologyKey', version, 0, 0)
  writer.string(input.groupId)
}

export interface StreamsGroupTopologyValue {
  epoch: number
  subtopologies: StreamsGroupTopologyValueSubtopology[]
}

export interface StreamsGroupTopologyValueInput {
  readonly epoch: number
  readonly subtopologies: readonly StreamsGroupTopologyValueSubtopologyInput[]
}

export interface StreamsGroupTopologyValueSubtopology {
  subtopologyId: string
  sourceTopics: string[]
  sourceTopicRegex: string[]
  stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[]
  repartitionSinkTopics: string[]
  repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[]
  copartitionGroups: StreamsGroupTopologyValueCopartitionGroup[]
}

export interface StreamsGroupTopologyValueSubtopologyInput {
  readonly subtopologyId: string
  readonly sourceTopics: readonly string[]
  readonly sourceTopicRegex: readonly string[]
  readonly stateChangelogTopics: readonly StreamsGroupTopologyValueTopicInfoInput[]
  readonly repartitionSinkTopics: readonly string[]
  readonly repartitionSourceTopics: readonly StreamsGroupTopologyValueTopicInfoInput[]
  readonly copartitionGroups: readonly StreamsGroupTopologyValueCopartitionGroupInput[]
}

export interface StreamsGroupTopologyValueCopartitionGroup {
  sourceTopics: number[]
  sourceTopicRegex: number[]
  repartitionSourceTopics: number[]
}

export interface StreamsGroupTopologyValueCopartitionGroupInput {
  readonly sourceTopics: readonly number[]
  readonly sourceTopicRegex: readonly number[]
  readonly repartitionSourceTopics: readonly number[]
}

export interface StreamsGroupTopologyValueTopicInfo {
  name: string
  partitions: number
  /** Copies of each partition; -1 in a request for the broker's default. */
  replicationFactor: number
  topicConfigs: StreamsGroupTopologyValueTopicConfig[]
}

export interface StreamsGroupTopologyValueTopicInfoInput {
  readonly name: string
  readonly partitions: number
  /** Copies of each partition; -1 in a request for the broker's default. */
  readonly replicationFactor: number
  readonly topicConfigs: readonly StreamsGroupTopologyValueTopicConfigInput[]
}

export interface StreamsGroupTopologyValueTopicConfig {
  key: string
  value: string
}

export interface StreamsGroupTopologyValueTopicConfigInput {
  readonly key: string
  readonly value: string
}

function decodeStreamsGroupTopologyValueTopicConfig(reader: Reader, _version: number): StreamsGroupTopologyValueTopicConfig {
  const key = reader.compactString()
  const value = reader.compactString()
  reader.skipTaggedFields()
  return { key, value }
}

function encodeStreamsGroupTopologyValueTopicConfig(writer: Writer, input: StreamsGroupTopologyValueTopicConfigInput, _version: number): void {
  writer.compactString(input.key)
  writer.compactString(input.value)
  writer.noTaggedFields()
}

function decodeStreamsGroupTopologyValueTopicInfo(reader: Reader, version: number): StreamsGroupTopologyValueTopicInfo {
  const name = reader.compactString()
  const partitions = reader.int32()
  const replicationFactor = reader.int16()
  const topicConfigs: StreamsGroupTopologyValueTopicConfig[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) topicConfigs.push(decodeStreamsGroupTopologyValueTopicConfig(reader, version))
  }
  reader.skipTaggedFields()
  return { name, partitions, replicationFactor, topicConfigs }
}

function encodeStreamsGroupTopologyValueTopicInfo(writer: Writer, input: StreamsGroupTopologyValueTopicInfoInput, version: number): void {
  writer.compactString(input.name)
  writer.int32(input.partitions)
  writer.int16(input.replicationFactor)
  const topicConfigs = input.topicConfigs
  writer.compactArrayLength(topicConfigs.length)
  for (const item of topicConfigs) encodeStreamsGroupTopologyValueTopicConfig(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupTopologyValueCopartitionGroup(reader: Reader, _version: number): StreamsGroupTopologyValueCopartitionGroup {
  const sourceTopics: number[] = []
  {
    const count = reader.compactArrayLength(2)
    for (let i = 0; i < count; i++) sourceTopics.push(reader.int16())
  }
  const sourceTopicRegex: number[] = []
  {
    const count = reader.compactArrayLength(2)
    for (let i = 0; i < count; i++) sourceTopicRegex.push(reader.int16())
  }
  const repartitionSourceTopics: number[] = []
  {
    const count = reader.compactArrayLength(2)
    for (let i = 0; i < count; i++) repartitionSourceTopics.push(reader.int16())
  }
  reader.skipTaggedFields()
  return { sourceTopics, sourceTopicRegex, repartitionSourceTopics }
}

function encodeStreamsGroupTopologyValueCopartitionGroup(writer: Writer, input: StreamsGroupTopologyValueCopartitionGroupInput, _version: number): void {
  const sourceTopics = input.sourceTopics
  writer.compactArrayLength(sourceTopics.length)
  for (const item of sourceTopics) writer.int16(item)
  const sourceTopicRegex = input.sourceTopicRegex
  writer.compactArrayLength(sourceTopicRegex.length)
  for (const item of sourceTopicRegex) writer.int16(item)
  const repartitionSourceTopics = input.repartitionSourceTopics
  writer.compactArrayLength(repartitionSourceTopics.length)
  for (const item of repartitionSourceTopics) writer.int16(item)
  writer.noTaggedFields()
}

function decodeStreamsGroupTopologyValueSubtopology(reader: Reader, version: number): StreamsGroupTopologyValueSubtopology {
  const subtopologyId = reader.compactString()
  const sourceTopics: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) sourceTopics.push(reader.compactString())
  }
  const sourceTopicRegex: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) sourceTopicRegex.push(reader.compactString())
  }
  const stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) stateChangelogTopics.push(decodeStreamsGroupTopologyValueTopicInfo(reader, version))
  }
  const repartitionSinkTopics: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) repartitionSinkTopics.push(reader.compactString())
  }
  const repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) repartitionSourceTopics.push(decodeStreamsGroupTopologyValueTopicInfo(reader, version))
  }
  const copartitionGroups: StreamsGroupTopologyValueCopartitionGroup[] = []
  {
    const count = reader.compactArrayLength(4)
    for (let i = 0; i < count; i++) copartitionGroups.push(decodeStreamsGroupTopologyValueCopartitionGroup(reader, version))
  }
  reader.skipTaggedFields()
  return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups }
}

function encodeStreamsGroupTopologyValueSubtopology(writer: Writer, input: StreamsGroupTopologyValueSubtopologyInput, version: number): void {
  writer.compactString(input.subtopologyId)
  const sourceTopics = input.sourceTopics
  writer.compactArrayLength(sourceTopics.length)
  for (const item of sourceTopics) writer.compactString(item)
  const sourceTopicRegex = input.sourceTopicRegex
  writer.compactArrayLength(sourceTopicRegex.length)
  for (const item of sourceTopicRegex) writer.compactString(item)
  const stateChangelogTopics = input.stateChangelogTopics
  writer.compactArrayLength(stateChangelogTopics.length)
  for (const item of stateChangelogTopics) encodeStreamsGroupTopologyValueTopicInfo(writer, item, version)
  const repartitionSinkTopics = input.repartitionSinkTopics
  writer.compactArrayLength(repartitionSinkTopics.length)
  for (const item of repartitionSinkTopics) writer.compactString(item)
  const repartitionSourceTopics = input.repartitionSourceTopics
  writer.compactArrayLength(repartitionSourceTopics.length)
  for (const item of repartitionSourceTopics) encodeStreamsGroupTopologyValueTopicInfo(writer, item, version)
  const copartitionGroups = input.copartitionGroups
  writer.compactArrayLength(copartitionGroups.length)
  for (const item of copartitionGroups) encodeStreamsGroupTopologyValueCopartitionGroup(writer, item, version)
  writer.noTaggedFields()
}

export function decodeStreamsGroupTopologyValue(reader: Reader, version: number): StreamsGroupTopologyValue {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTopologyValue', version, 0, 0)
  const epoch = reader.int32()
  const subtopologies: StreamsGroupTopologyValueSubtopology[] = []
  {
    const count = reader.compactArrayLength(8)
    for (let i = 0; i < count; i++) subtopologies.push(decodeStreamsGroupTopologyValueSubtopology(reader, version))
  }
  reader.skipTaggedFields()
  return { epoch, subtopologies }
}

export function encodeStreamsGroupTopologyValue(writer: Writer, input: StreamsGroupTopologyValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTopologyValue', version, 0, 0)
  writer.int32(input.epoch)
  const subtopologies = input.subtopologies
  writer.compactArrayLength(subtopologies.length)
  for (const item of subtopologies) encodeStreamsGroupTopologyValueSubtopology(writer, item, version)
  writer.noTaggedFields()
}

export const streamsGroupTopologyKeyCodec: RecordCodec<StreamsGroupTopologyKey, StreamsGroupTopologyKeyInput> = {
  name: 'StreamsGroupTopologyKey', kind: 'key', recordType: 23,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupTopologyKey, encode: encodeStreamsGroupTopologyKey,
}

export const streamsGroupTopologyValueCodec: RecordCodec<StreamsGroupTopologyValue, StreamsGroupTopologyValueInput> = {
  name: 'StreamsGroupTopologyValue', kind: 'value', recordType: 23,
  versions: { min: 0, max: 0 },
  decode: decodeStreamsGroupTopologyValue, encode: encodeStreamsGroupTopologyValue,
}
