// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId, TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface StreamsGroupTopologyDescriptionUpdateRequest {
  groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  topologyEpoch: number
  topologyDescription: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription
}

export interface StreamsGroupTopologyDescriptionUpdateRequestInput {
  readonly groupId: GroupId
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  readonly topologyEpoch: number
  readonly topologyDescription: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionInput
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription {
  subtopologies: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[]
  globalStores: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[]
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionInput {
  readonly subtopologies: readonly StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopologyInput[]
  readonly globalStores: readonly StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStoreInput[]
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore {
  source: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode
  processor: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStoreInput {
  readonly source: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeInput
  readonly processor: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeInput
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology {
  subtopologyId: string
  nodes: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[]
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopologyInput {
  readonly subtopologyId: string
  readonly nodes: readonly StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeInput[]
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode {
  name: string
  nodeType: number
  sourceTopics: TopicName[]
  sinkTopic: TopicName | null
  stores: string[]
  successors: string[]
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeInput {
  readonly name: string
  readonly nodeType: number
  readonly sourceTopics: readonly TopicName[]
  readonly sinkTopic?: TopicName | null | undefined
  readonly stores: readonly string[]
  readonly successors: readonly string[]
}

function decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(reader: Reader, _version: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode {
  const name = reader.compactString()
  const nodeType = reader.int8()
  const sourceTopics: TopicName[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) sourceTopics.push(reader.compactString())
  }
  const sinkTopic = reader.compactNullableString()
  const stores: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) stores.push(reader.compactString())
  }
  const successors: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) successors.push(reader.compactString())
  }
  reader.skipTaggedFields()
  return { name, nodeType, sourceTopics, sinkTopic, stores, successors }
}

function encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(writer: Writer, input: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeInput, _version: number): void {
  writer.compactString(input.name)
  writer.int8(input.nodeType)
  const sourceTopics = input.sourceTopics
  writer.compactArrayLength(sourceTopics.length)
  for (const item of sourceTopics) writer.compactString(item)
  const sinkTopic = input.sinkTopic ?? null
  writer.compactNullableString(sinkTopic)
  const stores = input.stores
  writer.compactArrayLength(stores.length)
  for (const item of stores) writer.compactString(item)
  const successors = input.successors
  writer.compactArrayLength(successors.length)
  for (const item of successors) writer.compactString(item)
  writer.noTaggedFields()
}

function decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(reader: Reader, version: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology {
  const subtopologyId = reader.compactString()
  const nodes: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[] = []
  {
    const count = reader.compactArrayLength(7)
    for (let i = 0; i < count; i++) nodes.push(decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(reader, version))
  }
  reader.skipTaggedFields()
  return { subtopologyId, nodes }
}

function encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(writer: Writer, input: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopologyInput, version: number): void {
  writer.compactString(input.subtopologyId)
  const nodes = input.nodes
  writer.compactArrayLength(nodes.length)
  for (const item of nodes) encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(writer, item, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(reader: Reader, version: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore {
  const source = decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(reader, version)
  const processor = decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(reader, version)
  reader.skipTaggedFields()
  return { source, processor }
}

function encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(writer: Writer, input: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStoreInput, version: number): void {
  encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(writer, input.source, version)
  encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(writer, input.processor, version)
  writer.noTaggedFields()
}

function decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(reader: Reader, version: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription {
  const subtopologies: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) subtopologies.push(decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(reader, version))
  }
  const globalStores: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[] = []
  {
    const count = reader.compactArrayLength(15)
    for (let i = 0; i < count; i++) globalStores.push(decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(reader, version))
  }
  reader.skipTaggedFields()
  return { subtopologies, globalStores }
}

function encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(writer: Writer, input: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionInput, version: number): void {
  const subtopologies = input.subtopologies
  writer.compactArrayLength(subtopologies.length)
  for (const item of subtopologies) encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(writer, item, version)
  const globalStores = input.globalStores
  writer.compactArrayLength(globalStores.length)
  for (const item of globalStores) encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(writer, item, version)
  writer.noTaggedFields()
}

export function decodeStreamsGroupTopologyDescriptionUpdateRequest(reader: Reader, version: number): StreamsGroupTopologyDescriptionUpdateRequest {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTopologyDescriptionUpdateRequest', version, 0, 0)
  const groupId = reader.compactString()
  const memberId = reader.compactString()
  const topologyEpoch = reader.int32()
  const topologyDescription = decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(reader, version)
  reader.skipTaggedFields()
  return { groupId, memberId, topologyEpoch, topologyDescription }
}

export function encodeStreamsGroupTopologyDescriptionUpdateRequest(writer: Writer, input: StreamsGroupTopologyDescriptionUpdateRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTopologyDescriptionUpdateRequest', version, 0, 0)
  writer.compactString(input.groupId)
  writer.compactString(input.memberId)
  writer.int32(input.topologyEpoch)
  encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(writer, input.topologyDescription, version)
  writer.noTaggedFields()
}

export interface StreamsGroupTopologyDescriptionUpdateResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface StreamsGroupTopologyDescriptionUpdateResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  readonly errorMessage?: string | null | undefined
}

export function decodeStreamsGroupTopologyDescriptionUpdateResponse(reader: Reader, version: number): StreamsGroupTopologyDescriptionUpdateResponse {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTopologyDescriptionUpdateResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeStreamsGroupTopologyDescriptionUpdateResponse(writer: Writer, input: StreamsGroupTopologyDescriptionUpdateResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('StreamsGroupTopologyDescriptionUpdateResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}
