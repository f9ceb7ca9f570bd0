// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { TopicName } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeLogDirsRequest {
  topics: DescribeLogDirsRequestDescribableLogDirTopic[] | null
}

export interface DescribeLogDirsRequestInput {
  /** Left out: empty. */
  readonly topics?: readonly DescribeLogDirsRequestDescribableLogDirTopicInput[] | null | undefined
}

export interface DescribeLogDirsRequestDescribableLogDirTopic {
  topic: TopicName
  partitions: number[]
}

export interface DescribeLogDirsRequestDescribableLogDirTopicInput {
  readonly topic: TopicName
  readonly partitions: readonly number[]
}

function decodeDescribeLogDirsRequestDescribableLogDirTopic(reader: Reader, version: number): DescribeLogDirsRequestDescribableLogDirTopic {
  const flexible = version >= 2
  const topic = flexible ? reader.compactString() : reader.string()
  const partitions: number[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) partitions.push(reader.int32())
  }
  if (flexible) reader.skipTaggedFields()
  return { topic, partitions }
}

function encodeDescribeLogDirsRequestDescribableLogDirTopic(writer: Writer, input: DescribeLogDirsRequestDescribableLogDirTopicInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.topic); else writer.string(input.topic)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeLogDirsRequest(reader: Reader, version: number): DescribeLogDirsRequest {
  if (version < 1 || version > 5) throw messageNotInVersion('DescribeLogDirsRequest', version, 1, 5)
  const flexible = version >= 2
  let topics: DescribeLogDirsRequestDescribableLogDirTopic[] | null = []
  {
    const count = flexible ? reader.compactNullableArrayLength(3) : reader.nullableArrayLength(6)
    if (count < 0) {
      topics = null
    } else {
      const items: DescribeLogDirsRequestDescribableLogDirTopic[] = []
      for (let i = 0; i < count; i++) items.push(decodeDescribeLogDirsRequestDescribableLogDirTopic(reader, version))
      topics = items
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { topics }
}

export function encodeDescribeLogDirsRequest(writer: Writer, input: DescribeLogDirsRequestInput, version: number): void {
  if (version < 1 || version > 5) throw messageNotInVersion('DescribeLogDirsRequest', version, 1, 5)
  const flexible = version >= 2
  const topics = input.topics === undefined ? [] : input.topics
  if (flexible) writer.compactArrayLength(topics === null ? -1 : topics.length); else writer.arrayLength(topics === null ? -1 : topics.length)
  if (topics !== null) for (const item of topics) encodeDescribeLogDirsRequestDescribableLogDirTopic(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface DescribeLogDirsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  /** From version 3. */
  errorCode: number
  results: DescribeLogDirsResponseResult[]
}

export interface DescribeLogDirsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  /** From version 3. */
  readonly errorCode?: number | undefined
  readonly results: readonly DescribeLogDirsResponseResultInput[]
}

export interface DescribeLogDirsResponseResult {
  errorCode: number
  logDir: string
  topics: DescribeLogDirsResponseTopic[]
  /** Size of the volume; -1 when unknown, the greatest safe number when it is beyond that. From version 4. */
  totalBytes: number
  /** Free bytes of the volume; -1 when unknown, the greatest safe number when it is beyond that. From version 4. */
  usableBytes: number
  /** From version 5. */
  isCordoned: boolean
}

export interface DescribeLogDirsResponseResultInput {
  readonly errorCode: number
  readonly logDir: string
  readonly topics: readonly DescribeLogDirsResponseTopicInput[]
  /** Size of the volume; -1 when unknown, the greatest safe number when it is beyond that. From version 4. Default -1. */
  readonly totalBytes?: number | undefined
  /** Free bytes of the volume; -1 when unknown, the greatest safe number when it is beyond that. From version 4. Default -1. */
  readonly usableBytes?: number | undefined
  /** From version 5. Default false. */
  readonly isCordoned?: boolean | undefined
}

export interface DescribeLogDirsResponseTopic {
  name: TopicName
  partitions: DescribeLogDirsResponsePartition[]
}

export interface DescribeLogDirsResponseTopicInput {
  readonly name: TopicName
  readonly partitions: readonly DescribeLogDirsResponsePartitionInput[]
}

export interface DescribeLogDirsResponsePartition {
  partitionIndex: number
  partitionSize: number
  offsetLag: number
  /** True: a replica that is being moved to this directory. */
  isFutureKey: boolean
}

export interface DescribeLogDirsResponsePartitionInput {
  readonly partitionIndex: number
  readonly partitionSize: number
  readonly offsetLag: number
  /** True: a replica that is being moved to this directory. */
  readonly isFutureKey: boolean
}

function decodeDescribeLogDirsResponsePartition(reader: Reader, version: number): DescribeLogDirsResponsePartition {
  const flexible = version >= 2
  const partitionIndex = reader.int32()
  const partitionSize = reader.int64()
  const offsetLag = reader.int64()
  const isFutureKey = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, partitionSize, offsetLag, isFutureKey }
}

function encodeDescribeLogDirsResponsePartition(writer: Writer, input: DescribeLogDirsResponsePartitionInput, version: number): void {
  const flexible = version >= 2
  writer.int32(input.partitionIndex)
  writer.int64(input.partitionSize)
  writer.int64(input.offsetLag)
  writer.bool(input.isFutureKey)
  if (flexible) writer.noTaggedFields()
}

function decodeDescribeLogDirsResponseTopic(reader: Reader, version: number): DescribeLogDirsResponseTopic {
  const flexible = version >= 2
  const name = flexible ? reader.compactString() : reader.string()
  const partitions: DescribeLogDirsResponsePartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(22) : reader.arrayLength(21)
    for (let i = 0; i < count; i++) partitions.push(decodeDescribeLogDirsResponsePartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

function encodeDescribeLogDirsResponseTopic(writer: Writer, input: DescribeLogDirsResponseTopicInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.name); else writer.string(input.name)
  const partitions = input.partitions
  if (flexible) writer.compactArrayLength(partitions.length); else writer.arrayLength(partitions.length)
  for (const item of partitions) encodeDescribeLogDirsResponsePartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

function decodeDescribeLogDirsResponseResult(reader: Reader, version: number): DescribeLogDirsResponseResult {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const logDir = flexible ? reader.compactString() : reader.string()
  const topics: DescribeLogDirsResponseTopic[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) topics.push(decodeDescribeLogDirsResponseTopic(reader, version))
  }
  const totalBytes = version >= 4 ? reader.int64Saturating() : -1
  const usableBytes = version >= 4 ? reader.int64Saturating() : -1
  const isCordoned = version >= 5 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned }
}

function encodeDescribeLogDirsResponseResult(writer: Writer, input: DescribeLogDirsResponseResultInput, version: number): void {
  const flexible = version >= 2
  writer.int16(input.errorCode)
  if (flexible) writer.compactString(input.logDir); else writer.string(input.logDir)
  const topics = input.topics
  if (flexible) writer.compactArrayLength(topics.length); else writer.arrayLength(topics.length)
  for (const item of topics) encodeDescribeLogDirsResponseTopic(writer, item, version)
  const totalBytes = input.totalBytes ?? -1
  if (version >= 4) {
    writer.int64(totalBytes)
  }
  const usableBytes = input.usableBytes ?? -1
  if (version >= 4) {
    writer.int64(usableBytes)
  }
  const isCordoned = input.isCordoned ?? false
  if (version >= 5) {
    writer.bool(isCordoned)
  }
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeLogDirsResponse(reader: Reader, version: number): DescribeLogDirsResponse {
  if (version < 1 || version > 5) throw messageNotInVersion('DescribeLogDirsResponse', version, 1, 5)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const errorCode = version >= 3 ? reader.int16() : 0
  const results: DescribeLogDirsResponseResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(5) : reader.arrayLength(8)
    for (let i = 0; i < count; i++) results.push(decodeDescribeLogDirsResponseResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, results }
}

export function encodeDescribeLogDirsResponse(writer: Writer, input: DescribeLogDirsResponseInput, version: number): void {
  if (version < 1 || version > 5) throw messageNotInVersion('DescribeLogDirsResponse', version, 1, 5)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  const errorCode = input.errorCode ?? 0
  if (version >= 3) {
    writer.int16(errorCode)
  }
  const results = input.results
  if (flexible) writer.compactArrayLength(results.length); else writer.arrayLength(results.length)
  for (const item of results) encodeDescribeLogDirsResponseResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
