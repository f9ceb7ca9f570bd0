/**
 * The records of __consumer_offsets as the machines speak of them: what was decided, before it becomes bytes and after
 * it was read back. `null` as value is a tombstone.
 */
import type { Uuid } from '@odradek/protocol/internal'

/** One committed offset (Kafka's OffsetCommitValue). */
export interface CommittedOffset {
  readonly offset: number
  /** Leader epoch of the last consumed record; -1 when the client did not say. */
  readonly leaderEpoch: number
  readonly metadata: string
  /** Wall time of the commit. */
  readonly commitTimestampMs: number
  /** Explicit expiry (OffsetCommit 2-4 with a retention time); -1 when offsets.retention.minutes decides. */
  readonly expireTimestampMs: number
  /** Only read (value version 4), never relied on. */
  readonly topicId: Uuid | null
}

/** One member as persisted (Kafka's GroupMetadataValue.MemberMetadata). Bytes are owned by the image. */
export interface MemberImage {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly rebalanceTimeoutMs: number
  readonly sessionTimeoutMs: number
  readonly subscription: Uint8Array
  readonly assignment: Uint8Array
}

/** A group as persisted (Kafka's GroupMetadataValue). */
export interface GroupImage {
  readonly protocolType: string
  readonly generation: number
  readonly protocol: string | null
  readonly leader: string | null
  /** Wall time at which the group entered its state; -1 in old records. */
  readonly stateTimestampMs: number
  readonly members: readonly MemberImage[]
}

export interface OffsetRecord {
  readonly kind: 'offset'
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly value: CommittedOffset | null
}

export interface GroupRecord {
  readonly kind: 'group'
  readonly group: string
  readonly value: GroupImage | null
}

export type CoordinatorRecord = OffsetRecord | GroupRecord
