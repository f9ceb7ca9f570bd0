/** The coordinator's settings, out of the broker's configuration. Read anew at every decision. */
import { defaultGroupConfig, type GroupConfig } from '@odradek/coordinator/internal'
import type { BrokerConfig } from '../config/broker-config.ts'

export function groupConfigOf(config: BrokerConfig, maxGroupBytes: number = defaultGroupConfig.maxGroupBytes): GroupConfig {
  return {
    ...defaultGroupConfig,
    maxGroupBytes,
    minSessionTimeoutMs: config.get('group.min.session.timeout.ms'),
    maxSessionTimeoutMs: config.get('group.max.session.timeout.ms'),
    maxSize: config.get('group.max.size'),
    initialRebalanceDelayMs: config.get('group.initial.rebalance.delay.ms'),
    offsetMetadataMaxBytes: config.get('offset.metadata.max.bytes'),
    offsetsRetentionMs: config.get('offsets.retention.minutes') * 60_000,
    offsetsRetentionCheckIntervalMs: config.get('offsets.retention.check.interval.ms'),
  }
}
