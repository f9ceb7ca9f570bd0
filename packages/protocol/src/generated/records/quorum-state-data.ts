// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import { ZERO_UUID } from '../../ids.ts'
import type { Uuid } from '../../ids.ts'
import type { Reader } from '../../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface QuorumStateData {
  /** Id of the cluster; null when unknown. Up to version 0. */
  clusterId: string
  /** Broker id of the leader; -1 when there is none. */
  leaderId: number
  /** Epoch of the leader; -1 when unknown. */
  leaderEpoch: number
  votedId: number
  /** From version 1. */
  votedDirectoryId: Uuid
  /** Up to version 0. */
  appliedOffset: number
  /** Up to version 0. */
  currentVoters: QuorumStateDataVoter[] | null
}

export interface QuorumStateDataInput {
  /** Id of the cluster; null when unknown. Up to version 0. */
  readonly clusterId?: string | undefined
  /** Broker id of the leader; -1 when there is none. Default -1. */
  readonly leaderId?: number | undefined
  /** Epoch of the leader; -1 when unknown. Default -1. */
  readonly leaderEpoch?: number | undefined
  /** Default -1. */
  readonly votedId?: number | undefined
  /** From version 1. */
  readonly votedDirectoryId?: Uuid | undefined
  /** Up to version 0. */
  readonly appliedOffset?: number | undefined
  /** Up to version 0. Left out: empty. */
  readonly currentVoters?: readonly QuorumStateDataVoterInput[] | null | undefined
}

export interface QuorumStateDataVoter {
  voterId: number
}

export interface QuorumStateDataVoterInput {
  readonly voterId: number
}

function decodeQuorumStateDataVoter(reader: Reader, _version: number): QuorumStateDataVoter {
  const voterId = reader.int32()
  reader.skipTaggedFields()
  return { voterId }
}

function encodeQuorumStateDataVoter(writer: Writer, input: QuorumStateDataVoterInput, _version: number): void {
  writer.int32(input.voterId)
  writer.noTaggedFields()
}

export function decodeQuorumStateData(reader: Reader, version: number): QuorumStateData {
  if (version < 0 || version > 1) throw messageNotInVersion('QuorumStateData', version, 0, 1)
  const clusterId = version <= 0 ? reader.compactString() : ''
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  const votedId = reader.int32()
  const votedDirectoryId = version >= 1 ? reader.uuid() : ZERO_UUID
  const appliedOffset = version <= 0 ? reader.int64Saturating() : 0
  let currentVoters: QuorumStateDataVoter[] | null = []
  if (version <= 0) {
    const count = reader.compactNullableArrayLength(5)
    if (count < 0) {
      currentVoters = null
    } else {
      const items: QuorumStateDataVoter[] = []
      for (let i = 0; i < count; i++) items.push(decodeQuorumStateDataVoter(reader, version))
      currentVoters = items
    }
  }
  reader.skipTaggedFields()
  return { clusterId, leaderId, leaderEpoch, votedId, votedDirectoryId, appliedOffset, currentVoters }
}

export function encodeQuorumStateData(writer: Writer, input: QuorumStateDataInput, version: number): void {
  if (version < 0 || version > 1) throw messageNotInVersion('QuorumStateData', version, 0, 1)
  const clusterId = input.clusterId ?? ''
  if (version <= 0) {
    writer.compactString(clusterId)
  } else if (clusterId !== '') throw fieldNotInVersion('QuorumStateData', 'clusterId', version)
  writer.int32(input.leaderId ?? -1)
  writer.int32(input.leaderEpoch ?? -1)
  writer.int32(input.votedId ?? -1)
  const votedDirectoryId = input.votedDirectoryId ?? ZERO_UUID
  if (version >= 1) {
    writer.uuid(votedDirectoryId)
  } else if (votedDirectoryId !== ZERO_UUID) throw fieldNotInVersion('QuorumStateData', 'votedDirectoryId', version)
  const appliedOffset = input.appliedOffset ?? 0
  if (version <= 0) {
    writer.int64(appliedOffset)
  } else if (appliedOffset !== 0) throw fieldNotInVersion('QuorumStateData', 'appliedOffset', version)
  const currentVoters = input.currentVoters === undefined ? [] : input.currentVoters
  if (version <= 0) {
    writer.compactArrayLength(currentVoters === null ? -1 : currentVoters.length)
    if (currentVoters !== null) for (const item of currentVoters) encodeQuorumStateDataVoter(writer, item, version)
  } else if ((currentVoters === null || currentVoters.length !== 0)) throw fieldNotInVersion('QuorumStateData', 'currentVoters', version)
  writer.noTaggedFields()
}

export const quorumStateDataCodec: RecordCodec<QuorumStateData, QuorumStateDataInput> = {
  name: 'QuorumStateData', kind: 'data', recordType: -1,
  versions: { min: 0, max: 1 },
  decode: decodeQuorumStateData, encode: encodeQuorumStateData,
}
