/**
 * What a topic's configuration means to its logs. The broker derives it from Kafka's keys; the log only reads it, at
 * the moment it decides something, so a change takes effect with the next append, roll or retention pass.
 */
export type CompressionType = 'producer' | 'uncompressed' | 'gzip' | 'snappy' | 'lz4' | 'zstd'

export interface LogConfig {
  /** `segment.bytes`: a segment is rolled before it would grow beyond this. Default 1 GiB. */
  readonly segmentBytes: number
  /** `segment.ms`: age at which a non-empty segment is rolled. Default 7 days. */
  readonly segmentMs: number
  /** `segment.jitter.ms`: at most this much is taken off `segmentMs`, at random per segment. Default 0. */
  readonly segmentJitterMs: number
  /** `segment.index.bytes`: an index of this size rolls its segment. Default 10 MiB. */
  readonly segmentIndexBytes: number
  /** `index.interval.bytes`: bytes of log between two index entries. Default 4096. */
  readonly indexIntervalBytes: number
  /** `retention.ms`: -1 for no limit. Default 7 days. */
  readonly retentionMs: number
  /** `retention.bytes`: -1 for no limit. Default -1. */
  readonly retentionBytes: number
  /** `cleanup.policy`. Default delete. */
  readonly cleanupPolicy: { readonly compact: boolean; readonly delete: boolean }
  /** `delete.retention.ms`: how long tombstones and markers outlive their first cleaning. Default 1 day. */
  readonly deleteRetentionMs: number
  /** `min.cleanable.dirty.ratio`. Default 0.5. */
  readonly minCleanableDirtyRatio: number
  /** `min.compaction.lag.ms`. Default 0. */
  readonly minCompactionLagMs: number
  /** `max.compaction.lag.ms`. Default: no limit. */
  readonly maxCompactionLagMs: number
  /** `file.delete.delay.ms`: between taking a file out of the log and removing it. Default 60,000. */
  readonly fileDeleteDelayMs: number
  /** `flush.messages`: unsynced messages at which an append waits for the device; 1 is fsync before every answer. */
  readonly flushMessages: number
  /** `flush.ms`: age of unsynced data at which it is synced. Default: never. */
  readonly flushMs: number
  /** `max.message.bytes`: largest batch, compressed as stored. Default 1,048,588. */
  readonly maxMessageBytes: number
  /** `odradek.decompression.max.bytes` of the broker: most bytes a compressed batch may unpack to. Default 1 GiB. */
  readonly maxDecompressedBytes: number
  /** `compression.type`. Default producer: batches are kept as they came. */
  readonly compressionType: CompressionType
  /** `compression.gzip.level`, `compression.lz4.level`, `compression.zstd.level`. */
  readonly gzipLevel: number
  readonly lz4Level: number
  readonly zstdLevel: number
  /** `message.timestamp.type`. Default CreateTime. */
  readonly messageTimestampType: 'CreateTime' | 'LogAppendTime'
  /** `message.timestamp.before.max.ms`, `message.timestamp.after.max.ms`: allowed distance from the broker's clock. */
  readonly messageTimestampBeforeMaxMs: number
  readonly messageTimestampAfterMaxMs: number
  /** `preallocate`: accepted, without effect. */
  readonly preallocate: boolean
  /** `unclean.leader.election.enable`; of the replica layer, kept here because it is a topic's. */
  readonly uncleanLeaderElectionEnable: boolean
  /** `min.insync.replicas`; of the replica layer. */
  readonly minInsyncReplicas: number
}

const DAY_MS = 86_400_000

/** Apache Kafka 4's defaults. */
export const defaultLogConfig: LogConfig = {
  segmentBytes: 1_073_741_824,
  segmentMs: 7 * DAY_MS,
  segmentJitterMs: 0,
  segmentIndexBytes: 10_485_760,
  indexIntervalBytes: 4096,
  retentionMs: 7 * DAY_MS,
  retentionBytes: -1,
  cleanupPolicy: { compact: false, delete: true },
  deleteRetentionMs: DAY_MS,
  minCleanableDirtyRatio: 0.5,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.MAX_SAFE_INTEGER,
  fileDeleteDelayMs: 60_000,
  flushMessages: Number.MAX_SAFE_INTEGER,
  flushMs: Number.MAX_SAFE_INTEGER,
  maxMessageBytes: 1_048_588,
  maxDecompressedBytes: 1_073_741_824,
  compressionType: 'producer',
  gzipLevel: -1,
  lz4Level: 9,
  zstdLevel: 3,
  messageTimestampType: 'CreateTime',
  messageTimestampBeforeMaxMs: Number.MAX_SAFE_INTEGER,
  messageTimestampAfterMaxMs: 3_600_000,
  preallocate: false,
  uncleanLeaderElectionEnable: false,
  minInsyncReplicas: 1,
}
