/** Settings of a log manager: of the broker, not of a topic. Durations in ms. */
export interface LogManagerSettings {
  /** Open log files at most; set it below the process's limit. Default 1,024. */
  readonly openFiles: number
  /** Bytes of indexes of rolled segments kept in memory. Default 64 MiB. */
  readonly indexCacheBytes: number
  /** `log.retention.check.interval.ms`. Default 300,000. */
  readonly retentionCheckMs: number
  /** `replica.high.watermark.checkpoint.interval.ms`. Default 5,000. */
  readonly highWatermarkCheckpointMs: number
  /** `log.flush.offset.checkpoint.interval.ms`. Default 60,000. */
  readonly recoveryPointCheckpointMs: number
  /** `log.flush.start.offset.checkpoint.interval.ms`. Default 60,000. */
  readonly logStartCheckpointMs: number
  /** `log.flush.scheduler.interval.ms`: how often `flush.ms` is looked at. Default 3,000. */
  readonly flushCheckMs: number
  /** `producer.id.expiration.ms`. Default 86,400,000. */
  readonly producerIdExpirationMs: number
  /** `producer.id.expiration.check.interval.ms`. Default 600,000. */
  readonly producerIdExpirationCheckMs: number
  /** `log.cleaner.enable`. Default true. */
  readonly cleanerEnabled: boolean
  /** `log.cleaner.backoff.ms`. Default 15,000. */
  readonly cleanerBackoffMs: number
  /** `log.cleaner.dedupe.buffer.size`: memory of the offset map, for all keys of one round. Default 32 MiB. */
  readonly cleanerDedupeBufferBytes: number
  /** `log.cleaner.io.max.bytes.per.second`. Default: no limit. */
  readonly cleanerBytesPerSecond: number
  /** Longest the cleaner and recovery work in one turn of the loop. Default 8 ms. */
  readonly sliceMs: number
  /** How often directories that failed are tried again; 0 for never. Default 10,000. */
  readonly offlineRetryMs: number
  /** Early write-back: unsynced bytes of a log from which it is synced in the background; 0 for never. Default 0. */
  readonly writeBackBytes: number
  /**
   * Bytes of all logs together that may wait for the device. From half of it on they are synced in the background; beyond it
   * the appends of logs that have much there become visible, and are answered, when they are on the device: so that it is
   * never the kernel that holds up a write, and with it the loop. 0 for no limit. Default 0.
   */
  readonly unsyncedMaxBytes: number
  /** How often early write-back looks. Default 100. */
  readonly writeBackMs: number
  /** Appended bytes up to here are gathered and written once per turn of the loop. Default 65,536. */
  readonly gatherBytes: number
  /** Logs opened at the same time while a directory is loaded. Default 2. */
  readonly recoveryConcurrency: number
}

export const defaultLogManagerSettings: LogManagerSettings = {
  openFiles: 1024,
  indexCacheBytes: 64 * 1024 * 1024,
  retentionCheckMs: 300_000,
  highWatermarkCheckpointMs: 5_000,
  recoveryPointCheckpointMs: 60_000,
  logStartCheckpointMs: 60_000,
  flushCheckMs: 3_000,
  producerIdExpirationMs: 86_400_000,
  producerIdExpirationCheckMs: 600_000,
  cleanerEnabled: true,
  cleanerBackoffMs: 15_000,
  cleanerDedupeBufferBytes: 32 * 1024 * 1024,
  cleanerBytesPerSecond: Number.MAX_SAFE_INTEGER,
  sliceMs: 8,
  offlineRetryMs: 10_000,
  writeBackBytes: 0,
  unsyncedMaxBytes: 0,
  writeBackMs: 100,
  gatherBytes: 65_536,
  recoveryConcurrency: 2,
}
