// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeGroupsRequest {
  groups: GroupId[]
  /** From version 3. */
  includeAuthorizedOperations: boolean
}

export interface DescribeGroupsRequestInput {
  readonly groups: readonly GroupId[]
  /** From version 3. */
  readonly includeAuthorizedOperations?: boolean | undefined
}

export function decodeDescribeGroupsRequest(reader: Reader, version: number): DescribeGroupsRequest {
  if (version < 0 || version > 6) throw messageNotInVersion('DescribeGroupsRequest', version, 0, 6)
  const flexible = version >= 5
  const groups: GroupId[] = []
  {
    const count = flexible ? reader.compactArrayLength(1) : reader.arrayLength(2)
    for (let i = 0; i < count; i++) groups.push(flexible ? reader.compactString() : reader.string())
  }
  const includeAuthorizedOperations = version >= 3 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { groups, includeAuthorizedOperations }
}

export function encodeDescribeGroupsRequest(writer: Writer, input: DescribeGroupsRequestInput, version: number): void {
  if (version < 0 || version > 6) throw messageNotInVersion('DescribeGroupsRequest', version, 0, 6)
  const flexible = version >= 5
  const groups = input.groups
  if (flexible) writer.compactArrayLength(groups.length); else writer.arrayLength(groups.length)
  for (const item of groups) {
    if (flexible) writer.compactString(item); else writer.string(item)
  }
  const includeAuthorizedOperations = input.includeAuthorizedOperations ?? false
  if (version >= 3) {
    writer.bool(includeAuthorizedOperations)
  } else if (includeAuthorizedOperations) throw fieldNotInVersion('DescribeGroupsRequest', 'includeAuthorizedOperations', version)
  if (flexible) writer.noTaggedFields()
}

export interface DescribeGroupsResponse {
  /** From version 1. */
  throttleTimeMs: number
  groups: DescribeGroupsResponseDescribedGroup[]
}

export interface DescribeGroupsResponseInput {
  /** From version 1. */
  readonly throttleTimeMs?: number | undefined
  readonly groups: readonly DescribeGroupsResponseDescribedGroupInput[]
}

export interface DescribeGroupsResponseDescribedGroup {
  errorCode: number
  /** From version 6. */
  errorMessage: string | null
  groupId: GroupId
  groupState: string
  protocolType: string
  protocolData: string
  members: DescribeGroupsResponseDescribedGroupMember[]
  /** From version 3. */
  authorizedOperations: number
}

export interface DescribeGroupsResponseDescribedGroupInput {
  readonly errorCode: number
  /** From version 6. */
  readonly errorMessage?: string | null | undefined
  readonly groupId: GroupId
  readonly groupState: string
  readonly protocolType: string
  readonly protocolData: string
  readonly members: readonly DescribeGroupsResponseDescribedGroupMemberInput[]
  /** From version 3. Default -2147483648. */
  readonly authorizedOperations?: number | undefined
}

export interface DescribeGroupsResponseDescribedGroupMember {
  memberId: string
  /** From version 4. */
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  memberMetadata: Buffer
  memberAssignment: Buffer
}

export interface DescribeGroupsResponseDescribedGroupMemberInput {
  readonly memberId: string
  /** From version 4. */
  readonly groupInstanceId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly memberMetadata: Uint8Array
  readonly memberAssignment: Uint8Array
}

function decodeDescribeGroupsResponseDescribedGroupMember(reader: Reader, version: number): DescribeGroupsResponseDescribedGroupMember {
  const flexible = version >= 5
  const memberId = flexible ? reader.compactString() : reader.string()
  const groupInstanceId = version >= 4 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const clientId = flexible ? reader.compactString() : reader.string()
  const clientHost = flexible ? reader.compactString() : reader.string()
  const memberMetadata = flexible ? reader.compactBytes() : reader.bytes()
  const memberAssignment = flexible ? reader.compactBytes() : reader.bytes()
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment }
}

function encodeDescribeGroupsResponseDescribedGroupMember(writer: Writer, input: DescribeGroupsResponseDescribedGroupMemberInput, version: number): void {
  const flexible = version >= 5
  const memberId = input.memberId
  if (flexible) writer.compactString(memberId); else writer.string(memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 4) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  }
  const clientId = input.clientId
  if (flexible) writer.compactString(clientId); else writer.string(clientId)
  const clientHost = input.clientHost
  if (flexible) writer.compactString(clientHost); else writer.string(clientHost)
  const memberMetadata = input.memberMetadata
  if (flexible) writer.compactBytes(memberMetadata); else writer.bytes(memberMetadata)
  const memberAssignment = input.memberAssignment
  if (flexible) writer.compactBytes(memberAssignment); else writer.bytes(memberAssignment)
  if (flexible) writer.noTaggedFields()
}

function decodeDescribeGroupsResponseDescribedGroup(reader: Reader, version: number): DescribeGroupsResponseDescribedGroup {
  const flexible = version >= 5
  const errorCode = reader.int16()
  const errorMessage = version >= 6 ? reader.compactNullableString() : null
  const groupId = flexible ? reader.compactString() : reader.string()
  const groupState = flexible ? reader.compactString() : reader.string()
  const protocolType = flexible ? reader.compactString() : reader.string()
  const protocolData = flexible ? reader.compactString() : reader.string()
  const members: DescribeGroupsResponseDescribedGroupMember[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(14)
    for (let i = 0; i < count; i++) members.push(decodeDescribeGroupsResponseDescribedGroupMember(reader, version))
  }
  const authorizedOperations = version >= 3 ? reader.int32() : -2147483648
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, groupId, groupState, protocolType, protocolData, members, authorizedOperations }
}

function encodeDescribeGroupsResponseDescribedGroup(writer: Writer, input: DescribeGroupsResponseDescribedGroupInput, version: number): void {
  const flexible = version >= 5
  const errorCode = input.errorCode
  writer.int16(errorCode)
  const errorMessage = input.errorMessage ?? null
  if (version >= 6) {
    writer.compactNullableString(errorMessage)
  } else if (errorMessage !== null) throw fieldNotInVersion('DescribeGroupsResponseDescribedGroup', 'errorMessage', version)
  const groupId = input.groupId
  if (flexible) writer.compactString(groupId); else writer.string(groupId)
  const groupState = input.groupState
  if (flexible) writer.compactString(groupState); else writer.string(groupState)
  const protocolType = input.protocolType
  if (flexible) writer.compactString(protocolType); else writer.string(protocolType)
  const protocolData = input.protocolData
  if (flexible) writer.compactString(protocolData); else writer.string(protocolData)
  const members = input.members
  if (flexible) writer.compactArrayLength(members.length); else writer.arrayLength(members.length)
  for (const item of members) encodeDescribeGroupsResponseDescribedGroupMember(writer, item, version)
  const authorizedOperations = input.authorizedOperations ?? -2147483648
  if (version >= 3) {
    writer.int32(authorizedOperations)
  } else if (authorizedOperations !== -2147483648) throw fieldNotInVersion('DescribeGroupsResponseDescribedGroup', 'authorizedOperations', version)
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeGroupsResponse(reader: Reader, version: number): DescribeGroupsResponse {
  if (version < 0 || version > 6) throw messageNotInVersion('DescribeGroupsResponse', version, 0, 6)
  const flexible = version >= 5
  const throttleTimeMs = version >= 1 ? reader.int32() : 0
  const groups: DescribeGroupsResponseDescribedGroup[] = []
  {
    const count = flexible ? reader.compactArrayLength(12) : reader.arrayLength(14)
    for (let i = 0; i < count; i++) groups.push(decodeDescribeGroupsResponseDescribedGroup(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, groups }
}

export function encodeDescribeGroupsResponse(writer: Writer, input: DescribeGroupsResponseInput, version: number): void {
  if (version < 0 || version > 6) throw messageNotInVersion('DescribeGroupsResponse', version, 0, 6)
  const flexible = version >= 5
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const groups = input.groups
  if (flexible) writer.compactArrayLength(groups.length); else writer.arrayLength(groups.length)
  for (const item of groups) encodeDescribeGroupsResponseDescribedGroup(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
