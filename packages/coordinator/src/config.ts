/**
 * What the group coordinator can be told, under Kafka's names turned into our units. The broker derives one from its
 * configuration table; every decision reads it anew, so a dynamic change takes effect with the next request.
 */

/** Settings of group coordination. All durations in milliseconds, all sizes in bytes unless said otherwise. */
export interface GroupConfig {
  /** group.min.session.timeout.ms: shorter session timeouts are refused with INVALID_SESSION_TIMEOUT. */
  readonly minSessionTimeoutMs: number
  /** group.max.session.timeout.ms */
  readonly maxSessionTimeoutMs: number
  /** group.max.size: members of one group. */
  readonly maxSize: number
  /** group.initial.rebalance.delay.ms: how long an empty group waits for more members, extended by each that comes. */
  readonly initialRebalanceDelayMs: number
  /** How long a JoinGroup of a new member may stay parked before the member is dropped (Kafka's constant, 5 min). */
  readonly newMemberJoinTimeoutMs: number
  /** offset.metadata.max.bytes, counted in characters as Apache Kafka counts it. */
  readonly offsetMetadataMaxBytes: number
  /** offsets.retention.minutes, in milliseconds. */
  readonly offsetsRetentionMs: number
  /** offsets.retention.check.interval.ms */
  readonly offsetsRetentionCheckIntervalMs: number
  /** Our bound on JoinGroup: name and metadata bytes of all protocols of one member together. */
  readonly maxMemberMetadataBytes: number
  /** Our bound on the memory of the members of all groups together; a member of less than 16 KiB has a quarter more. */
  readonly maxGroupBytes: number
  /** Our bound on ids handed out by MEMBER_ID_REQUIRED and not used yet, per group. */
  readonly maxPendingMembers: number
  /** Records of one append together must stay below this, or it is not tried (max.message.bytes of the topic). */
  readonly maxAppendBytes: number
  /** Our bound on appends that wait for the high watermark, per partition of __consumer_offsets. */
  readonly maxPendingAppends: number
  /** A timer that fires this late tells that the process did not run; deadlines move by the lateness. */
  readonly stallToleranceMs: number
}

/** Apache Kafka's defaults, except where the comment says that the bound is ours. */
export const defaultGroupConfig: GroupConfig = {
  minSessionTimeoutMs: 6_000,
  maxSessionTimeoutMs: 1_800_000,
  maxSize: 0x7fffffff,
  initialRebalanceDelayMs: 3_000,
  newMemberJoinTimeoutMs: 300_000,
  offsetMetadataMaxBytes: 4096,
  offsetsRetentionMs: 7 * 24 * 60 * 60 * 1000,
  offsetsRetentionCheckIntervalMs: 600_000,
  maxMemberMetadataBytes: 1_000_000,
  maxGroupBytes: 256 * 1024 * 1024,
  maxPendingMembers: 10_000,
  maxAppendBytes: 1_000_000,
  maxPendingAppends: 20_000,
  stallToleranceMs: 1_000,
}
