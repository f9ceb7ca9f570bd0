/**
 * Topic keys. `broker` names the broker key whose value holds where a topic says nothing.
 * Rows of the one table in keys.ts; see definition.ts for what a row says.
 */

export const topicKeys = {
  'cleanup.policy': {
    type: 'list', default: 'delete', oneOf: ['compact', 'delete'], importance: 'medium', broker: 'log.cleanup.policy',
    status: 'served',
    doc: 'What happens to old segments: `delete`, `compact`, or both.',
  },
  'compression.gzip.level': {
    type: 'int', default: '-1', min: 1, max: 9, or: -1, importance: 'medium', broker: 'compression.gzip.level',
    status: 'served',
    doc: "gzip level used when the broker compresses; -1: the library's own.",
  },
  'compression.lz4.level': {
    type: 'int', default: '9', min: 1, max: 17, importance: 'medium', broker: 'compression.lz4.level',
    status: 'served',
    doc: 'lz4 level used when the broker compresses; the fast method is used here at every level.',
  },
  'compression.type': {
    type: 'string', default: 'producer', oneOf: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
    importance: 'medium', broker: 'compression.type', status: 'served',
    doc: 'Compression of stored batches; `producer` keeps each batch as it came.',
  },
  'compression.zstd.level': {
    type: 'int', default: '3', min: -131072, max: 22, importance: 'medium', broker: 'compression.zstd.level',
    status: 'served',
    doc: 'zstd level used when the broker compresses; above 9 it is 9, which costs the other clients a fraction of the time for almost the same size.',
  },
  'delete.retention.ms': {
    type: 'long', default: '86400000', min: 0, importance: 'medium', broker: 'log.cleaner.delete.retention.ms',
    status: 'served',
    doc: 'How long tombstones and transaction markers stay after their first compaction.',
  },
  'file.delete.delay.ms': {
    type: 'long', default: '60000', min: 0, importance: 'medium', broker: 'log.segment.delete.delay.ms',
    status: 'served',
    doc: 'Milliseconds between renaming a segment to `.deleted` and removing it.',
  },
  'flush.messages': {
    type: 'long', default: '9223372036854775807', min: 1, importance: 'medium', broker: 'log.flush.interval.messages',
    status: 'served',
    doc: 'Flushes the log to the device after this many records; 1 syncs before each acknowledgement.',
  },
  'flush.ms': {
    type: 'long', default: '9223372036854775807', min: 0, importance: 'medium', broker: 'log.flush.interval.ms',
    status: 'served',
    doc: 'Flushes the log at the latest after this many milliseconds.',
  },
  'follower.replication.throttled.replicas': {
    type: 'list', default: '', form: 'throttledReplicas', importance: 'medium', status: 'accepted',
    doc: 'Followers whose replication is held to the quota.',
  },
  'index.interval.bytes': {
    type: 'int', default: '4096', min: 0, importance: 'medium', broker: 'log.index.interval.bytes', status: 'served',
    doc: 'Bytes of log between two entries of an index.',
  },
  'leader.replication.throttled.replicas': {
    type: 'list', default: '', form: 'throttledReplicas', importance: 'medium', status: 'accepted',
    doc: 'Leaders whose replication is held to the quota.',
  },
  'local.retention.bytes': {
    type: 'long', default: '-2', min: -2, importance: 'medium', broker: 'log.local.retention.bytes',
    status: 'accepted',
    doc: 'Tiered storage: bytes kept locally.',
  },
  'local.retention.ms': {
    type: 'long', default: '-2', min: -2, importance: 'medium', broker: 'log.local.retention.ms', status: 'accepted',
    doc: 'Tiered storage: time kept locally.',
  },
  'max.compaction.lag.ms': {
    type: 'long', default: '9223372036854775807', min: 1, importance: 'medium',
    broker: 'log.cleaner.max.compaction.lag.ms', status: 'served',
    doc: 'Longest time a record stays uncompacted.',
  },
  'max.message.bytes': {
    type: 'int', default: '1048588', min: 0, importance: 'medium', broker: 'message.max.bytes', status: 'served',
    doc: 'Largest record batch, as sent (compressed), in bytes.',
  },
  'message.downconversion.enable': {
    type: 'boolean', default: 'true', importance: 'low', broker: 'log.message.downconversion.enable',
    status: 'accepted',
    doc: 'Conversion to old record formats; they are never served here.',
    hidden: true, // gone in 4.0; still read from an old server.properties
  },
  'message.format.version': {
    type: 'string', default: '3.0-IV1', importance: 'medium', broker: 'log.message.format.version',
    status: 'accepted',
    doc: 'Record format; always the current one (version 2).',
    hidden: true, // gone in 4.0; still read from an old server.properties
  },
  'message.timestamp.after.max.ms': {
    type: 'long', default: '3600000', min: 0, importance: 'medium', broker: 'log.message.timestamp.after.max.ms',
    status: 'served',
    doc: "How far ahead of the broker's clock a record's timestamp may be.",
  },
  'message.timestamp.before.max.ms': {
    type: 'long', default: '9223372036854775807', min: 0, importance: 'medium',
    broker: 'log.message.timestamp.before.max.ms', status: 'served',
    doc: "How far behind the broker's clock a record's timestamp may be.",
  },
  'message.timestamp.difference.max.ms': {
    type: 'long', default: '9223372036854775807', min: 0, importance: 'medium',
    broker: 'log.message.timestamp.difference.max.ms', status: 'accepted',
    doc: 'Old key for both directions; the two above replace it.',
    hidden: true, // gone in 4.0; still read from an old server.properties
  },
  'message.timestamp.type': {
    type: 'string', default: 'CreateTime', oneOf: ['CreateTime', 'LogAppendTime'], importance: 'medium',
    broker: 'log.message.timestamp.type', status: 'served',
    doc: 'Whether a record keeps its `CreateTime` or gets the `LogAppendTime`.',
  },
  'min.cleanable.dirty.ratio': {
    type: 'double', default: '0.5', min: 0, max: 1, importance: 'medium', broker: 'log.cleaner.min.cleanable.ratio',
    status: 'served',
    doc: 'Share of uncompacted bytes from which on the log is compacted.',
  },
  'min.compaction.lag.ms': {
    type: 'long', default: '0', min: 0, importance: 'medium', broker: 'log.cleaner.min.compaction.lag.ms',
    status: 'served',
    doc: 'Shortest time a record stays as it is.',
  },
  'min.insync.replicas': {
    type: 'int', default: '1', min: 1, importance: 'medium', broker: 'min.insync.replicas', status: 'served',
    doc: 'In-sync replicas needed before a write with acks=all is taken.',
  },
  'preallocate': {
    type: 'boolean', default: 'false', importance: 'medium', broker: 'log.preallocate', status: 'accepted',
    doc: 'Reserves the whole segment file when it is made; the file grows with its content here.',
  },
  'remote.log.copy.disable': {
    type: 'boolean', default: 'false', importance: 'medium', status: 'accepted',
    doc: 'Tiered storage: stops copying.',
  },
  'remote.log.delete.on.disable': {
    type: 'boolean', default: 'false', importance: 'medium', status: 'accepted',
    doc: 'Tiered storage: deletes remote data when it is switched off.',
  },
  'remote.storage.enable': {
    type: 'boolean', default: 'false', importance: 'medium', status: 'accepted',
    doc: 'Tiered storage for this topic.',
  },
  'retention.bytes': {
    type: 'long', default: '-1', importance: 'medium', broker: 'log.retention.bytes', status: 'served',
    doc: 'Size of a partition above which its oldest segments go; -1: no limit.',
  },
  'retention.ms': {
    type: 'long', default: '604800000', min: -1, importance: 'medium', broker: 'log.retention.ms', status: 'served',
    doc: 'Milliseconds a segment is kept; -1: for ever.',
  },
  'segment.bytes': {
    type: 'int', default: '1073741824', min: 1048576, importance: 'medium', broker: 'log.segment.bytes',
    status: 'served',
    doc: 'Largest size of a segment file in bytes; at least 1 MiB, as from Apache Kafka 4.0 on.',
  },
  'segment.index.bytes': {
    type: 'int', default: '10485760', min: 4, importance: 'medium', broker: 'log.index.size.max.bytes',
    status: 'served',
    doc: 'Largest size of an index file in bytes.',
  },
  'segment.jitter.ms': {
    type: 'long', default: '0', min: 0, importance: 'medium', broker: 'log.roll.jitter.ms', status: 'served',
    doc: 'Milliseconds of random earliness of a roll.',
  },
  'segment.ms': {
    type: 'long', default: '604800000', min: 1, importance: 'medium', broker: 'log.roll.ms', status: 'served',
    doc: 'Milliseconds after which a segment is closed even when it is not full.',
  },
  'unclean.leader.election.enable': {
    type: 'boolean', default: 'false', importance: 'medium', broker: 'unclean.leader.election.enable',
    status: 'served',
    doc: 'Lets a replica that is not in sync lead when no other is left.',
  },
  'internal.segment.bytes': {
    type: 'int', default: null, min: 14, importance: 'low', status: 'served', hidden: true,
    doc: 'Segment size below the minimum of `segment.bytes`; for tests only.',
  },
} as const
