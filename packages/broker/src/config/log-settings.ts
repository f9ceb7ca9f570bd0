/** What the broker's settings mean to the log manager as a whole; what they mean to one log is LogConfig. */
import type { ProcessInfo } from '@odradek/platform'
import type { LogManagerSettings } from '@odradek/storage/internal'
import type { BrokerConfig } from './broker-config.ts'

/**
 * Of the machine's memory, what may wait for the device when nobody said. Linux begins to write back at a tenth by itself
 * and holds up writers somewhat later.
 */
const UNSYNCED_SHARE = 0.1

/** Log files held open when nobody said: the other half of the limit is for connections and indexes. */
const OPEN_FILES_SHARE = 0.5
const OPEN_FILES_AT_MOST = 16_384
const OPEN_FILES_WHERE_UNKNOWN = 1024

/** Descriptors that are neither a connection's nor a log file's: indexes, checkpoints, listeners, the next connections. */
const OTHER_FILES_SHARE = 1 / 16

/** What so many connections leave for log files of the descriptors that the process may have. */
export function descriptorsLeft(connections: number, limit: number): number {
  return Math.max(16, Math.floor(limit * (1 - OTHER_FILES_SHARE)) - connections)
}

export function logManagerSettings(config: BrokerConfig, machine: Pick<ProcessInfo, 'memoryBytes' | 'openFilesLimit'>): Partial<LogManagerSettings> {
  const openFiles = config.get('odradek.open.files.max')
  const openFilesLimit = machine.openFilesLimit()
  const unsyncedMaxBytes = config.get('odradek.unsynced.bytes.max')
  return {
    openFiles: openFiles >= 0 ? Math.max(16, openFiles) :
      openFilesLimit === undefined ? OPEN_FILES_WHERE_UNKNOWN : Math.min(OPEN_FILES_AT_MOST, Math.max(16, Math.floor(openFilesLimit * OPEN_FILES_SHARE))),
    unsyncedMaxBytes: unsyncedMaxBytes < 0 ? Math.floor(machine.memoryBytes() * UNSYNCED_SHARE) : unsyncedMaxBytes,
    retentionCheckMs: config.get('log.retention.check.interval.ms'),
    highWatermarkCheckpointMs: config.get('replica.high.watermark.checkpoint.interval.ms'),
    recoveryPointCheckpointMs: config.get('log.flush.offset.checkpoint.interval.ms'),
    logStartCheckpointMs: config.get('log.flush.start.offset.checkpoint.interval.ms'),
    // Apache Kafka never looks unless this is set, and `flush.ms` does nothing then; here it holds by itself.
    ...(config.isSet('log.flush.scheduler.interval.ms') ? { flushCheckMs: config.get('log.flush.scheduler.interval.ms') } : {}),
    producerIdExpirationMs: config.get('producer.id.expiration.ms'),
    cleanerEnabled: config.get('log.cleaner.enable'),
    cleanerBackoffMs: config.get('log.cleaner.backoff.ms'),
    cleanerDedupeBufferBytes: config.get('log.cleaner.dedupe.buffer.size'),
    cleanerBytesPerSecond: Math.min(Number.MAX_SAFE_INTEGER, config.get('log.cleaner.io.max.bytes.per.second')),
    recoveryConcurrency: config.get('num.recovery.threads.per.data.dir'),
  }
}
