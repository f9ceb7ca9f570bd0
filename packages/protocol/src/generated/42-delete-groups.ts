// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { GroupId } from '../ids.ts'
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteGroupsRequest {
  groupsNames: GroupId[]
}

export interface DeleteGroupsRequestInput {
  readonly groupsNames: readonly GroupId[]
}

export function decodeDeleteGroupsRequest(reader: Reader, version: number): DeleteGroupsRequest {
  if (version < 0 || version > 3) throw messageNotInVersion('DeleteGroupsRequest', version, 0, 3)
  const flexible = version >= 2
  const groupsNames: GroupId[] = []
  {
    const count = flexible ? reader.compactArrayLength(1) : reader.arrayLength(2)
    for (let i = 0; i < count; i++) groupsNames.push(flexible ? reader.compactString() : reader.string())
  }
  if (flexible) reader.skipTaggedFields()
  return { groupsNames }
}

export function encodeDeleteGroupsRequest(writer: Writer, input: DeleteGroupsRequestInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('DeleteGroupsRequest', version, 0, 3)
  const flexible = version >= 2
  const groupsNames = input.groupsNames
  if (flexible) writer.compactArrayLength(groupsNames.length); else writer.arrayLength(groupsNames.length)
  for (const item of groupsNames) {
    if (flexible) writer.compactString(item); else writer.string(item)
  }
  if (flexible) writer.noTaggedFields()
}

export interface DeleteGroupsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  results: DeleteGroupsResponseDeletableGroupResult[]
}

export interface DeleteGroupsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly results: readonly DeleteGroupsResponseDeletableGroupResultInput[]
}

export interface DeleteGroupsResponseDeletableGroupResult {
  groupId: GroupId
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 3. */
  errorMessage: string | null
}

export interface DeleteGroupsResponseDeletableGroupResultInput {
  readonly groupId: GroupId
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. From version 3. */
  readonly errorMessage?: string | null | undefined
}

function decodeDeleteGroupsResponseDeletableGroupResult(reader: Reader, version: number): DeleteGroupsResponseDeletableGroupResult {
  const flexible = version >= 2
  const groupId = flexible ? reader.compactString() : reader.string()
  const errorCode = reader.int16()
  const errorMessage = version >= 3 ? reader.compactNullableString() : null
  if (flexible) reader.skipTaggedFields()
  return { groupId, errorCode, errorMessage }
}

function encodeDeleteGroupsResponseDeletableGroupResult(writer: Writer, input: DeleteGroupsResponseDeletableGroupResultInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.groupId); else writer.string(input.groupId)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage ?? null
  if (version >= 3) {
    writer.compactNullableString(errorMessage)
  }
  if (flexible) writer.noTaggedFields()
}

export function decodeDeleteGroupsResponse(reader: Reader, version: number): DeleteGroupsResponse {
  if (version < 0 || version > 3) throw messageNotInVersion('DeleteGroupsResponse', version, 0, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const results: DeleteGroupsResponseDeletableGroupResult[] = []
  {
    const count = flexible ? reader.compactArrayLength(4) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) results.push(decodeDeleteGroupsResponseDeletableGroupResult(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeDeleteGroupsResponse(writer: Writer, input: DeleteGroupsResponseInput, version: number): void {
  if (version < 0 || version > 3) throw messageNotInVersion('DeleteGroupsResponse', version, 0, 3)
  const flexible = version >= 2
  writer.int32(input.throttleTimeMs)
  const results = input.results
  if (flexible) writer.compactArrayLength(results.length); else writer.arrayLength(results.length)
  for (const item of results) encodeDeleteGroupsResponseDeletableGroupResult(writer, item, version)
  if (flexible) writer.noTaggedFields()
}
