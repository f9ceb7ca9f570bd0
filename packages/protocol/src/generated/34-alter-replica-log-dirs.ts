// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterReplicaLogDirsRequest {
  dirs: AlterReplicaLogDirsRequestAlterReplicaLogDir[]
}

export interface AlterReplicaLogDirsRequestInput {
  readonly dirs: readonly AlterReplicaLogDirsRequestAlterReplicaLogDirInput[]
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDir {
  path: string
  topics: AlterReplicaLogDirsRequestAlterReplicaLogDirTopic[]
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDirInput {
  readonly path: string
  readonly topics: readonly AlterReplicaLogDirsRequestAlterReplicaLogDirTopicInput[]
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDirTopic {
  name: TopicName
  partitions: number[]
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDirTopicInput {
  readonly name: TopicName
  readonly partitions: readonly number[]
}

function decodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(reader: Reader, version: number): AlterReplicaLogDirsRequestAlterReplicaLogDirTopic {
  const flexible = version >= 2
  const name = flexible ? reader.compactString() : reader.string()
  const partitions: number[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

function encodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(writer: Writer, input: AlterReplicaLogDirsRequestAlterReplicaLogDirTopicInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

function decodeAlterReplicaLogDirsRequestAlterReplicaLogDir(reader: Reader, version: number): AlterReplicaLogDirsRequestAlterReplicaLogDir {
  const flexible = version >= 2
  const path = flexible ? reader.compactString() : reader.string()
  const topics: AlterReplicaLogDirsRequestAlterReplicaLogDirTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { path, topics }
}

function encodeAlterReplicaLogDirsRequestAlterReplicaLogDir(writer: Writer, input: AlterReplicaLogDirsRequestAlterReplicaLogDirInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.path); else writer.string(input.path)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeAlterReplicaLogDirsRequest(reader: Reader, version: number): AlterReplicaLogDirsRequest {
  if (version < 1 || version > 2) throw messageNotInVersion('AlterReplicaLogDirsRequest', version, 1, 2)
  const flexible = version >= 2
  const dirs: AlterReplicaLogDirsRequestAlterReplicaLogDir[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) dirs.push(decodeAlterReplicaLogDirsRequestAlterReplicaLogDir(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { dirs }
}

export function encodeAlterReplicaLogDirsRequest(writer: Writer, input: AlterReplicaLogDirsRequestInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('AlterReplicaLogDirsRequest', version, 1, 2)
  const flexible = version >= 2
  const dirs = input.dirs
  if (flexible) writer.compactArrayLength(dirs.length); else writer.arrayLength(dirs.length)
  for (const item of dirs) encodeAlterReplicaLogDirsRequestAlterReplicaLogDir(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface AlterReplicaLogDirsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  results: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult[]
}

export interface AlterReplicaLogDirsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly results: readonly AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResultInput[]
}

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult {
  topicName: TopicName
  partitions: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult[]
}

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResultInput {
  readonly topicName: TopicName
  readonly partitions: readonly AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResultInput[]
}

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult {
  partitionIndex: number
  errorCode: number
}

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResultInput {
  readonly partitionIndex: number
  readonly errorCode: number
}

function decodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(reader: Reader, version: number): AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult {
  const flexible = version >= 2
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, errorCode }
}

function encodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(writer: Writer, input: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResultInput, version: number): void {
  const flexible = version >= 2
  writer.int32(input.partitionIndex)
  writer.int16(input.errorCode)
  if (flexible) writer.noTaggedFields()
}

function decodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(reader: Reader, version: number): AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult {
  const flexible = version >= 2
  const topicName = flexible ? reader.compactString() : reader.string()
  const partitions: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) partitions.push(decodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { topicName, partitions }
}

function encodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(writer: Writer, input: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResultInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.topicName); else writer.string(input.topicName)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeAlterReplicaLogDirsResponse(reader: Reader, version: number): AlterReplicaLogDirsResponse {
  if (version < 1 || version > 2) throw messageNotInVersion('AlterReplicaLogDirsResponse', version, 1, 2)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const results: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) results.push(decodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeAlterReplicaLogDirsResponse(writer: Writer, input: AlterReplicaLogDirsResponseInput, version: number): void {
  if (version < 1 || version > 2) throw messageNotInVersion('AlterReplicaLogDirsResponse', version, 1, 2)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  const results = input.results
  if (flexible) writer.compactArrayLength(results.length); else writer.arrayLength(results.length)
  for (const item of results) encodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
