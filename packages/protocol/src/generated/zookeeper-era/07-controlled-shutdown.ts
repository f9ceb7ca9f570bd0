// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { BrokerId, TopicName } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ControlledShutdownRequest {
  brokerId: BrokerId
  /** From version 2. */
  brokerEpoch: number
}

export interface ControlledShutdownRequestInput {
  readonly brokerId: BrokerId
  /** From version 2. Default -1. */
  readonly brokerEpoch?: number | undefined
}

export function decodeControlledShutdownRequest(reader: Reader, version: number): ControlledShutdownRequest {
  if (version < 0 || version > 3) throw messageNotInVersion('ControlledShutdownRequest', version, 0, 3)
  const flexible = version >= 3
  const brokerId = reader.int32()
  const brokerEpoch = version >= 2 ? reader.int64Saturating() : -1
  if (flexible) reader.skipTaggedFields()
  return { brokerId, brokerEpoch }
}

export function encodeControlledShutdownRequest(writer: Writer, input: ControlledShutdownRequestInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('ControlledShutdownRequest', version, 0, 3)
  const flexible = version >= 3
  writer.int32(input.brokerId)
  const brokerEpoch = input.brokerEpoch ?? -1
  if (version >= 2) {
    writer.int64(brokerEpoch)
  }
  if (flexible) writer.noTaggedFields()
}

export interface ControlledShutdownResponse {
  errorCode: number
  remainingPartitions: ControlledShutdownResponseRemainingPartition[]
}

export interface ControlledShutdownResponseInput {
  readonly errorCode: number
  readonly remainingPartitions: readonly ControlledShutdownResponseRemainingPartitionInput[]
}

export interface ControlledShutdownResponseRemainingPartition {
  topicName: TopicName
  partitionIndex: number
}

export interface ControlledShutdownResponseRemainingPartitionInput {
  readonly topicName: TopicName
  readonly partitionIndex: number
}

function decodeControlledShutdownResponseRemainingPartition(reader: Reader, version: number): ControlledShutdownResponseRemainingPartition {
  const flexible = version >= 3
  const topicName = flexible ? reader.compactString() : reader.string()
  const partitionIndex = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { topicName, partitionIndex }
}

function encodeControlledShutdownResponseRemainingPartition(writer: Writer, input: ControlledShutdownResponseRemainingPartitionInput, version: number): void {
  const flexible = version >= 3
  if (flexible) writer.compactString(input.topicName); else writer.string(input.topicName)
  writer.int32(input.partitionIndex)
  if (flexible) writer.noTaggedFields()
}

export function decodeControlledShutdownResponse(reader: Reader, version: number): ControlledShutdownResponse {
  if (version < 0 || version > 3) throw messageNotInVersion('ControlledShutdownResponse', version, 0, 3)
  const flexible = version >= 3
  const errorCode = reader.int16()
  const remainingPartitions: ControlledShutdownResponseRemainingPartition[] = []
  {
    const count = flexible ? reader.compactArrayLength(6) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) remainingPartitions.push(decodeControlledShutdownResponseRemainingPartition(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { errorCode, remainingPartitions }
}

export function encodeControlledShutdownResponse(writer: Writer, input: ControlledShutdownResponseInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('ControlledShutdownResponse', version, 0, 3)
  const flexible = version >= 3
  writer.int16(input.errorCode)
  const remainingPartitions = input.remainingPartitions
  if (flexible) writer.compactArrayLength(remainingPartitions.length); else writer.arrayLength(remainingPartitions.length)
  for (const item of remainingPartitions) encodeControlledShutdownResponseRemainingPartition(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
