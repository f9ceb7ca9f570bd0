// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListGroupsRequest {
  /** From version 4. */
  statesFilter: string[]
  /** From version 5. */
  typesFilter: string[]
}

export interface ListGroupsRequestInput {
  /** From version 4. */
  readonly statesFilter?: readonly string[] | undefined
  /** From version 5. */
  readonly typesFilter?: readonly string[] | undefined
}

export function decodeListGroupsRequest(reader: Reader, version: number): ListGroupsRequest {
  if (version < 0 || version > 5) throw messageNotInVersion('ListGroupsRequest', version, 0, 5)
  const flexible = version >= 3
  const statesFilter: string[] = []
  if (version >= 4) {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) statesFilter.push(reader.compactString())
  }
  const typesFilter: string[] = []
  if (version >= 5) {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) typesFilter.push(reader.compactString())
  }
  if (flexible) reader.skipTaggedFields()
  return { statesFilter, typesFilter }
}

export function encodeListGroupsRequest(writer: Writer, input: ListGroupsRequestInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('ListGroupsRequest', version, 0, 5)
  const flexible = version >= 3
  const statesFilter = input.statesFilter ?? []
  if (version >= 4) {
    writer.compactArrayLength(statesFilter.length)
    for (const item of statesFilter) writer.compactString(item)
  } else if (statesFilter.length !== 0) throw fieldNotInVersion('ListGroupsRequest', 'statesFilter', version)
  const typesFilter = input.typesFilter ?? []
  if (version >= 5) {
    writer.compactArrayLength(typesFilter.length)
    for (const item of typesFilter) writer.compactString(item)
  } else if (typesFilter.length !== 0) throw fieldNotInVersion('ListGroupsRequest', 'typesFilter', version)
  if (flexible) writer.noTaggedFields()
}

export interface ListGroupsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  throttleTimeMs: number
  errorCode: number
  groups: ListGroupsResponseListedGroup[]
}

export interface ListGroupsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly groups: readonly ListGroupsResponseListedGroupInput[]
}

export interface ListGroupsResponseListedGroup {
  groupId: GroupId
  protocolType: string
  /** From version 4. */
  groupState: string
  /** From version 5. */
  groupType: string
}

export interface ListGroupsResponseListedGroupInput {
  readonly groupId: GroupId
  readonly protocolType: string
  /** From version 4. */
  readonly groupState?: string | undefined
  /** From version 5. */
  readonly groupType?: string | undefined
}

function decodeListGroupsResponseListedGroup(reader: Reader, version: number): ListGroupsResponseListedGroup {
  const flexible = version >= 3
  const groupId = flexible ? reader.compactString() : reader.string()
  const protocolType = flexible ? reader.compactString() : reader.string()
  const groupState = version >= 4 ? reader.compactString() : ''
  const groupType = version >= 5 ? reader.compactString() : ''
  if (flexible) reader.skipTaggedFields()
  return { groupId, protocolType, groupState, groupType }
}

function encodeListGroupsResponseListedGroup(writer: Writer, input: ListGroupsResponseListedGroupInput, version: number): void {
  const flexible = version >= 3
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  if (flexible) writer.compactString(input.protocolType); else writer.string(input.protocolType)
  const groupState = input.groupState ?? ''
  if (version >= 4) {
    writer.compactString(groupState)
  }
  const groupType = input.groupType ?? ''
  if (version >= 5) {
    writer.compactString(groupType)
  }
  if (flexible) writer.noTaggedFields()
}

export function decodeListGroupsResponse(reader: Reader, version: number): ListGroupsResponse {
  if (version < 0 || version > 5) throw messageNotInVersion('ListGroupsResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs = version >= 1 ? reader.int32() : 0
  const errorCode = reader.int16()
  const groups: ListGroupsResponseListedGroup[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) groups.push(decodeListGroupsResponseListedGroup(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, groups }
}

export function encodeListGroupsResponse(writer: Writer, input: ListGroupsResponseInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('ListGroupsResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  writer.int16(input.errorCode)
  const groups = input.groups
  if (flexible) writer.compactArrayLength(groups.length); else writer.arrayLength(groups.length)
  for (const item of groups) encodeListGroupsResponseListedGroup(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
