// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeGroupsRequest {
  groups: GroupId[]
  /** True: also say which operations the principal may perform. From version 3. */
  includeAuthorizedOperations: boolean
}

export interface DescribeGroupsRequestInput {
  readonly groups: readonly GroupId[]
  /** True: also say which operations the principal may perform. From version 3. */
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
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  throttleTimeMs: number
  groups: DescribeGroupsResponseDescribedGroup[]
}

export interface DescribeGroupsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  readonly throttleTimeMs?: number | undefined
  readonly groups: readonly DescribeGroupsResponseDescribedGroupInput[]
}

export interface DescribeGroupsResponseDescribedGroup {
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 6. */
  errorMessage: string | null
  groupId: GroupId
  groupState: string
  protocolType: string
  protocolData: string
  members: DescribeGroupsResponseDescribedGroupMember[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. From version 3. */
  authorizedOperations: number
}

export interface DescribeGroupsResponseDescribedGroupInput {
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 6. */
  readonly errorMessage?: string | null | undefined
  readonly groupId: GroupId
  readonly groupState: string
  readonly protocolType: string
  readonly protocolData: string
  readonly members: readonly DescribeGroupsResponseDescribedGroupMemberInput[]
  /** Bits of the operations that the principal may perform; the smallest int32 when not asked for. From version 3. Default -2147483648. */
  readonly authorizedOperations?: number | undefined
}

export interface DescribeGroupsResponseDescribedGroupMember {
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 4. */
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  memberMetadata: Buffer
  memberAssignment: Buffer
}

export interface DescribeGroupsResponseDescribedGroupMemberInput {
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
  /** Name of a static member (KIP-345); null for a dynamic one. From version 4. */
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
  if (flexible) writer.compactString(input.memberId); else writer.string(input.memberId)
  const groupInstanceId = input.groupInstanceId ?? null
  if (version >= 4) {
    if (flexible) writer.compactNullableString(groupInstanceId); else writer.nullableString(groupInstanceId)
  }
  if (flexible) writer.compactString(input.clientId); else writer.string(input.clientId)
  if (flexible) writer.compactString(input.clientHost); else writer.string(input.clientHost)
  if (flexible) writer.compactBytes(input.memberMetadata); else writer.bytes(input.memberMetadata)
  if (flexible) writer.compactBytes(input.memberAssignment); else writer.bytes(input.memberAssignment)
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
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  if (version >= 6) {
    writer.compactNullableString(errorMessage)
  } else if (errorMessage !== null) throw fieldNotInVersion('DescribeGroupsResponseDescribedGroup', 'errorMessage', version)
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  if (flexible) writer.compactString(input.groupState); else writer.string(input.groupState)
  if (flexible) writer.compactString(input.protocolType); else writer.string(input.protocolType)
  if (flexible) writer.compactString(input.protocolData); else writer.string(input.protocolData)
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
