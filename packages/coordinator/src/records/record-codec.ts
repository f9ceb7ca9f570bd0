/**
 * Between decided records and their bytes in __consumer_offsets, in Apache Kafka's own format. Written: key types 1
 * (offset) and 2 (group); offset values at version 3, or 1 when the commit carries its own expiry; group values at
 * version 3, which is what Apache Kafka 3.9 and 4.x write. Read: every version up to 4, and the key type 0 of old.
 */
import {
  decodeRecordBytes, groupMetadataKeyCodec, groupMetadataValueCodec, legacyOffsetCommitKeyCodec, offsetCommitKeyCodec,
  offsetCommitValueCodec, recordPrefix, Writer, ZERO_UUID, type GroupMetadataValue, type OffsetCommitValue,
  type RecordCodec, type RecordReader,
} from '@odradek/protocol/internal'
import type { CommittedOffset, CoordinatorRecord, GroupImage, MemberImage } from './coordinator-record.ts'

/** The bytes that the log's reader hands out (a Buffer; this package does not name it). */
export type LogBytes = Parameters<RecordReader['open']>[0]

/** A record as handed to the log. The bytes belong to whoever receives them. */
export interface EncodedRecord {
  readonly key: LogBytes
  readonly value: LogBytes | null
}

const OFFSET_VALUE_VERSION = 3
/** The one version with a field for the expiry. */
const OFFSET_VALUE_VERSION_WITH_EXPIRY = 1
const GROUP_VALUE_VERSION = 3

/** Reused: encoding is synchronous and copies its result out. */
const writer = new Writer(1024)

/** Bytes of a record; a tombstone has no value. */
export function encodeRecord(record: CoordinatorRecord): EncodedRecord {
  if (record.kind === 'offset') {
    const { group, topic, partition } = record
    const key = encode(offsetCommitKeyCodec, { group, topic, partition }, 0)
    return { key, value: record.value === null ? null : encodeOffset(record.value) }
  }
  const key = encode(groupMetadataKeyCodec, { group: record.group }, 0)
  return { key, value: record.value === null ? null : encodeGroup(record.value) }
}

/**
 * A record of the log, or undefined for a type that is not ours (the newer group protocols write theirs to the same
 * topic; a downgrade leaves them behind). All bytes are copied.
 * @throws DecodeError, UnsupportedVersionError when a record of our types cannot be read.
 */
export function decodeRecord(key: LogBytes, value: LogBytes | null): CoordinatorRecord | undefined {
  switch (recordPrefix(key)) {
    case legacyOffsetCommitKeyCodec.recordType: {
      const { group, topic, partition } = decodeRecordBytes(legacyOffsetCommitKeyCodec, key)
      return { kind: 'offset', group, topic, partition, value: value === null ? null : decodeOffset(value) }
    }
    case offsetCommitKeyCodec.recordType: {
      const { group, topic, partition } = decodeRecordBytes(offsetCommitKeyCodec, key)
      return { kind: 'offset', group, topic, partition, value: value === null ? null : decodeOffset(value) }
    }
    case groupMetadataKeyCodec.recordType: {
      const { group } = decodeRecordBytes(groupMetadataKeyCodec, key)
      return { kind: 'group', group, value: value === null ? null : decodeGroup(value) }
    }
    default:
      return undefined
  }
}

function encode<Input>(codec: RecordCodec<unknown, Input>, input: Input, version: number): LogBytes {
  writer.reset()
  writer.int16(codec.kind === 'key' ? codec.recordType : version)
  codec.encode(writer, input, version)
  return writer.toBuffer()
}

function encodeOffset(value: CommittedOffset): LogBytes {
  const version = value.expireTimestampMs === -1 ? OFFSET_VALUE_VERSION : OFFSET_VALUE_VERSION_WITH_EXPIRY
  return encode(offsetCommitValueCodec, {
    offset: value.offset,
    leaderEpoch: value.leaderEpoch,
    metadata: value.metadata,
    commitTimestamp: value.commitTimestampMs,
    expireTimestamp: value.expireTimestampMs,
  }, version)
}

function encodeGroup(image: GroupImage): LogBytes {
  return encode(groupMetadataValueCodec, {
    protocolType: image.protocolType,
    generation: image.generation,
    protocol: image.protocol,
    leader: image.leader,
    currentStateTimestamp: image.stateTimestampMs,
    members: image.members.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeout: member.rebalanceTimeoutMs,
      sessionTimeout: member.sessionTimeoutMs,
      subscription: member.subscription,
      assignment: member.assignment,
    })),
  }, GROUP_VALUE_VERSION)
}

function decodeOffset(bytes: LogBytes): CommittedOffset {
  const value: OffsetCommitValue = decodeRecordBytes(offsetCommitValueCodec, bytes)
  return {
    offset: value.offset,
    leaderEpoch: value.leaderEpoch,
    metadata: value.metadata,
    commitTimestampMs: value.commitTimestamp,
    expireTimestampMs: value.expireTimestamp,
    topicId: value.topicId === ZERO_UUID ? null : value.topicId,
  }
}

function decodeGroup(bytes: LogBytes): GroupImage {
  const value: GroupMetadataValue = decodeRecordBytes(groupMetadataValueCodec, bytes)
  return {
    protocolType: value.protocolType,
    generation: value.generation,
    protocol: value.protocol,
    leader: value.leader,
    stateTimestampMs: value.currentStateTimestamp,
    members: value.members.map((member): MemberImage => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      // Version 0 has no rebalance timeout; the session timeout served for both then.
      rebalanceTimeoutMs: member.rebalanceTimeout === -1 ? member.sessionTimeout : member.rebalanceTimeout,
      sessionTimeoutMs: member.sessionTimeout,
      subscription: new Uint8Array(member.subscription),
      assignment: new Uint8Array(member.assignment),
    })),
  }
}
