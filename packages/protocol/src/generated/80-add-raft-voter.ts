// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Uuid } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface AddRaftVoterRequest {
  /** Id of the cluster; null when unknown. */
  clusterId: string | null
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  timeoutMs: number
  voterId: number
  voterDirectoryId: Uuid
  listeners: AddRaftVoterRequestListener[]
  /** From version 1. */
  ackWhenCommitted: boolean
}

export interface AddRaftVoterRequestInput {
  /** Id of the cluster; null when unknown. Left out: empty. */
  readonly clusterId?: string | null | undefined
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  readonly timeoutMs: number
  readonly voterId: number
  readonly voterDirectoryId: Uuid
  readonly listeners: readonly AddRaftVoterRequestListenerInput[]
  /** From version 1. Default true. */
  readonly ackWhenCommitted?: boolean | undefined
}

export interface AddRaftVoterRequestListener {
  name: string
  host: string
  port: number
}

export interface AddRaftVoterRequestListenerInput {
  readonly name: string
  readonly host: string
  readonly port: number
}

function decodeAddRaftVoterRequestListener(reader: Reader, _version: number): AddRaftVoterRequestListener {
  const name = reader.compactString()
  const host = reader.compactString()
  const port = reader.uint16()
  reader.skipTaggedFields()
  return { name, host, port }
}

function encodeAddRaftVoterRequestListener(writer: Writer, input: AddRaftVoterRequestListenerInput, _version: number): void {
  writer.compactString(input.name)
  writer.compactString(input.host)
  writer.uint16(input.port)
  writer.noTaggedFields()
}

export function decodeAddRaftVoterRequest(reader: Reader, version: number): AddRaftVoterRequest {
  if (version < 0 || version > 1) throw messageNotInVersion('AddRaftVoterRequest', version, 0, 1)
  const clusterId = reader.compactNullableString()
  const timeoutMs = reader.int32()
  const voterId = reader.int32()
  const voterDirectoryId = reader.uuid()
  const listeners: AddRaftVoterRequestListener[] = []
  {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) listeners.push(decodeAddRaftVoterRequestListener(reader, version))
  }
  const ackWhenCommitted = version >= 1 ? reader.bool() : true
  reader.skipTaggedFields()
  return { clusterId, timeoutMs, voterId, voterDirectoryId, listeners, ackWhenCommitted }
}

export function encodeAddRaftVoterRequest(writer: Writer, input: AddRaftVoterRequestInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('AddRaftVoterRequest', version, 0, 1)
  const clusterId = input.clusterId === undefined ? '' : input.clusterId
  writer.compactNullableString(clusterId)
  writer.int32(input.timeoutMs)
  writer.int32(input.voterId)
  writer.uuid(input.voterDirectoryId)
  const listeners = input.listeners
  writer.compactArrayLength(listeners.length)
  for (const item of listeners) encodeAddRaftVoterRequestListener(writer, item, version)
  const ackWhenCommitted = input.ackWhenCommitted ?? true
  if (version >= 1) {
    writer.bool(ackWhenCommitted)
  } else if (!ackWhenCommitted) throw fieldNotInVersion('AddRaftVoterRequest', 'ackWhenCommitted', version)
  writer.noTaggedFields()
}

export interface AddRaftVoterResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface AddRaftVoterResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

export function decodeAddRaftVoterResponse(reader: Reader, version: number): AddRaftVoterResponse {
  if (version < 0 || version > 1) throw messageNotInVersion('AddRaftVoterResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeAddRaftVoterResponse(writer: Writer, input: AddRaftVoterResponseInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('AddRaftVoterResponse', version, 0, 1)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}
