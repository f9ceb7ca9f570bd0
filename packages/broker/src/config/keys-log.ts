/**
 * Broker keys of the log: segments, retention, compaction, flushing.
 * Rows of the one table in keys.ts; see definition.ts for what a row says.
 */

export const logKeys = {
  'compression.gzip.level': {
    type: 'int', default: '-1', min: 1, max: 9, or: -1, importance: 'medium', update: 'cluster-wide',
    status: 'served',
    doc: "gzip level used when the broker compresses; -1: the library's own.",
  },
  'compression.lz4.level': {
    type: 'int', default: '9', min: 1, max: 17, importance: 'medium', update: 'cluster-wide', status: 'served',
    doc: 'lz4 level used when the broker compresses; the fast method is used here at every level.',
  },
  'compression.type': {
    type: 'string', default: 'producer', oneOf: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
    importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Compression of stored batches; `producer` keeps each batch as it came.',
  },
  'compression.zstd.level': {
    type: 'int', default: '3', min: -131072, max: 22, importance: 'medium', update: 'cluster-wide', status: 'served',
    doc: 'zstd level used when the broker compresses; above 9 it is 9, which costs the other clients a fraction of the time for almost the same size.',
  },
  'log.cleaner.backoff.ms': {
    type: 'long', default: '15000', min: 0, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Pause of the log cleaner when there is nothing to compact.',
  },
  'log.cleaner.dedupe.buffer.size': {
    type: 'long', default: '33554432', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Memory for the key map of a compaction, in bytes.',
  },
  'log.cleaner.delete.retention.ms': {
    type: 'long', default: '86400000', min: 0, importance: 'medium', update: 'cluster-wide', status: 'served',
    doc: 'How long tombstones and transaction markers stay after their first compaction.',
  },
  'log.cleaner.enable': {
    type: 'boolean', default: 'true', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Runs the log cleaner. Without it compacted topics grow, `__consumer_offsets` among them.',
  },
  'log.cleaner.io.buffer.load.factor': {
    type: 'double', default: '0.9', importance: 'medium', update: 'cluster-wide', status: 'accepted',
    doc: 'How full the key map may become; it grows as it needs here.',
  },
  'log.cleaner.io.buffer.size': {
    type: 'int', default: '524288', min: 0, importance: 'medium', update: 'cluster-wide', status: 'accepted',
    doc: 'Bytes the cleaner reads and writes at a time.',
  },
  'log.cleaner.io.max.bytes.per.second': {
    type: 'double', default: '1.7976931348623157E308', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Most bytes the cleaner reads and writes in a second.',
  },
  'log.cleaner.max.compaction.lag.ms': {
    type: 'long', default: '9223372036854775807', min: 1, importance: 'medium', update: 'cluster-wide',
    status: 'served',
    doc: 'Longest time a record of a compacted topic stays uncompacted.',
  },
  'log.cleaner.min.cleanable.ratio': {
    type: 'double', default: '0.5', min: 0, max: 1, importance: 'medium', update: 'cluster-wide', status: 'served',
    doc: 'Share of uncompacted bytes from which on a log is compacted.',
  },
  'log.cleaner.min.compaction.lag.ms': {
    type: 'long', default: '0', min: 0, importance: 'medium', update: 'cluster-wide', status: 'served',
    doc: 'Shortest time a record of a compacted topic stays as it is.',
  },
  'log.cleaner.threads': {
    type: 'int', default: '1', min: 0, importance: 'medium', update: 'cluster-wide', status: 'accepted',
    doc: 'Threads of the cleaner in Apache Kafka; one runs here.',
  },
  'log.cleanup.policy': {
    type: 'list', default: 'delete', oneOf: ['compact', 'delete'], importance: 'medium', update: 'cluster-wide',
    status: 'served',
    doc: 'What happens to old segments: `delete`, `compact`, or both.',
  },
  'log.dir': {
    type: 'string', default: null, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Data directory; used when `log.dirs` is not set.',
  },
  'log.dirs': {
    type: 'string', default: null, importance: 'high', update: 'read-only', status: 'served',
    doc: "Data directories, separated by commas. Default: `odradek` in the user's data directory.",
  },
  'log.flush.interval.messages': {
    type: 'long', default: '9223372036854775807', min: 1, importance: 'high', update: 'cluster-wide',
    status: 'served',
    doc: 'Flushes a log to the device after this many records; 1 syncs before each acknowledgement.',
  },
  'log.flush.interval.ms': {
    type: 'long', default: null, importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Flushes a log at the latest after this many milliseconds. Empty: `log.flush.scheduler.interval.ms`.',
  },
  'log.flush.offset.checkpoint.interval.ms': {
    type: 'int', default: '60000', min: 0, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Milliseconds between writes of the recovery-point checkpoint.',
  },
  'log.flush.scheduler.interval.ms': {
    type: 'long', default: '9223372036854775807', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Milliseconds between looks for logs that are due for a flush; here 3000 unless it is set.',
  },
  'log.flush.start.offset.checkpoint.interval.ms': {
    type: 'int', default: '60000', min: 0, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Milliseconds between writes of the log-start-offset checkpoint.',
  },
  'log.index.interval.bytes': {
    type: 'int', default: '4096', min: 0, importance: 'medium', update: 'cluster-wide', status: 'served',
    doc: 'Bytes of log between two entries of an index.',
  },
  'log.index.size.max.bytes': {
    type: 'int', default: '10485760', min: 4, importance: 'medium', update: 'cluster-wide', status: 'served',
    doc: 'Largest size of an index file in bytes.',
  },
  'log.message.downconversion.enable': {
    type: 'boolean', default: 'true', importance: 'low', update: 'cluster-wide', status: 'accepted',
    doc: 'Conversion to old record formats; they are never served here.',
    hidden: true, // gone in 4.0; still read from an old server.properties
  },
  'log.message.format.version': {
    type: 'string', default: '3.0-IV1', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Record format; always the current one (version 2).',
    hidden: true, // gone in 4.0; still read from an old server.properties
  },
  'log.message.timestamp.after.max.ms': {
    type: 'long', default: '3600000', min: 0, importance: 'medium', update: 'cluster-wide', status: 'served',
    doc: "How far ahead of the broker's clock a record's timestamp may be.",
  },
  'log.message.timestamp.before.max.ms': {
    type: 'long', default: '9223372036854775807', min: 0, importance: 'medium', update: 'cluster-wide',
    status: 'served',
    doc: "How far behind the broker's clock a record's timestamp may be.",
  },
  'log.message.timestamp.difference.max.ms': {
    type: 'long', default: '9223372036854775807', min: 0, importance: 'medium', update: 'cluster-wide',
    status: 'accepted',
    doc: 'Old key for both directions; the two above replace it.',
    hidden: true, // gone in 4.0; still read from an old server.properties
  },
  'log.message.timestamp.type': {
    type: 'string', default: 'CreateTime', oneOf: ['CreateTime', 'LogAppendTime'], importance: 'medium',
    update: 'cluster-wide', status: 'served',
    doc: 'Whether a record keeps its `CreateTime` or gets the `LogAppendTime`.',
  },
  'log.preallocate': {
    type: 'boolean', default: 'false', importance: 'medium', update: 'cluster-wide', status: 'accepted',
    doc: 'Reserves the whole segment file when it is made; the file grows with its content here.',
  },
  'log.retention.bytes': {
    type: 'long', default: '-1', importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Size of a partition above which its oldest segments go; -1: no limit.',
  },
  'log.retention.check.interval.ms': {
    type: 'long', default: '300000', min: 1, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Milliseconds between looks for segments that are past retention.',
  },
  'log.retention.hours': {
    type: 'int', default: '168', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Hours a segment is kept; used when neither minutes nor milliseconds are set.',
  },
  'log.retention.minutes': {
    type: 'int', default: null, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Minutes a segment is kept; goes before hours, gives way to milliseconds.',
  },
  'log.retention.ms': {
    type: 'long', default: null, importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Milliseconds a segment is kept; goes before minutes and hours; -1: for ever.',
  },
  'log.roll.hours': {
    type: 'int', default: '168', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Hours after which a segment is closed even when it is not full; gives way to `log.roll.ms`.',
  },
  'log.roll.jitter.hours': {
    type: 'int', default: '0', min: 0, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Hours of random earliness of a roll; gives way to `log.roll.jitter.ms`.',
  },
  'log.roll.jitter.ms': {
    type: 'long', default: null, importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Milliseconds of random earliness of a roll, so that many logs do not roll at once.',
  },
  'log.roll.ms': {
    type: 'long', default: null, importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Milliseconds after which a segment is closed even when it is not full.',
  },
  'log.segment.bytes': {
    type: 'int', default: '1073741824', min: 1048576, importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Largest size of a segment file in bytes; at least 1 MiB, as from Apache Kafka 4.0 on.',
  },
  'log.segment.delete.delay.ms': {
    type: 'long', default: '60000', min: 0, importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Milliseconds between renaming a segment or log to `.deleted` and removing it.',
  },
  'message.max.bytes': {
    type: 'int', default: '1048588', min: 0, importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Largest record batch, as sent (compressed), in bytes.',
  },
  'min.insync.replicas': {
    type: 'int', default: '1', min: 1, importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'In-sync replicas a partition needs before it takes a write with acks=all.',
  },
  'num.recovery.threads.per.data.dir': {
    type: 'int', default: '2', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Logs recovered at the same time per data directory.',
  },
} as const
