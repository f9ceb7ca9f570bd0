// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface ShareGroupMemberMetadataKey {
  groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  memberId: string
}

export interface ShareGroupMemberMetadataKeyInput {
  readonly groupId: string
  /** Id of the member within its group; empty before the first join of a classic member. */
  readonly memberId: string
}

export function decodeShareGroupMemberMetadataKey(reader: Reader, version: number): ShareGroupMemberMetadataKey {
  if (version !== 0) throw messageNotInVersion('ShareGroupMemberMetadataKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeShareGroupMemberMetadataKey(writer: Writer, input: ShareGroupMemberMetadataKeyInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupMemberMetadataKey', version, 0, 0)
  writer.string(input.groupId)
  writer.string(input.memberId)
}

export interface ShareGroupMemberMetadataValue {
  /** Rack of the client, for fetching from a nearby replica (KIP-392). */
  rackId: string | null
  clientId: string
  clientHost: string
  subscribedTopicNames: string[]
}

export interface ShareGroupMemberMetadataValueInput {
  /** Rack of the client, for fetching from a nearby replica (KIP-392). Left out: empty. */
  readonly rackId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
}

export function decodeShareGroupMemberMetadataValue(reader: Reader, version: number): ShareGroupMemberMetadataValue {
  if (version !== 0) throw messageNotInVersion('ShareGroupMemberMetadataValue', version, 0, 0)
  const rackId = reader.compactNullableString()
  const clientId = reader.compactString()
  const clientHost = reader.compactString()
  const subscribedTopicNames: string[] = []
  {
    const count = reader.compactArrayLength(1)
    for (let i = 0; i < count; i++) subscribedTopicNames.push(reader.compactString())
  }
  reader.skipTaggedFields()
  return { rackId, clientId, clientHost, subscribedTopicNames }
}

export function encodeShareGroupMemberMetadataValue(writer: Writer, input: ShareGroupMemberMetadataValueInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('ShareGroupMemberMetadataValue', version, 0, 0)
  const rackId = input.rackId === undefined ? '' : input.rackId
  writer.compactNullableString(rackId)
  writer.compactString(input.clientId)
  writer.compactString(input.clientHost)
  const subscribedTopicNames = input.subscribedTopicNames
  writer.compactArrayLength(subscribedTopicNames.length)
  for (const item of subscribedTopicNames) writer.compactString(item)
  writer.noTaggedFields()
}

export const shareGroupMemberMetadataKeyCodec: RecordCodec<ShareGroupMemberMetadataKey, ShareGroupMemberMetadataKeyInput> = {
  name: 'ShareGroupMemberMetadataKey', kind: 'key', recordType: 10,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupMemberMetadataKey, encode: encodeShareGroupMemberMetadataKey,
}

export const shareGroupMemberMetadataValueCodec: RecordCodec<ShareGroupMemberMetadataValue, ShareGroupMemberMetadataValueInput> = {
  name: 'ShareGroupMemberMetadataValue', kind: 'value', recordType: 10,
  versions: { min: 0, max: 0 },
  decode: decodeShareGroupMemberMetadataValue, encode: encodeShareGroupMemberMetadataValue,
}
