/**
 * Broker keys of groups, committed offsets and transactions.
 * Rows of the one table in keys.ts; see definition.ts for what a row says.
 */

export const coordinationKeys = {
  'group.consumer.assignors': {
    type: 'list',
    default: 
      'org.apache.kafka.coordinator.group.assignor.UniformAssignor,org.apache.kafka.coordinator.group.assignor.RangeAssignor',
    importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Server-side assignors of the new consumer protocol, the first being the default.',
  },
  'group.consumer.heartbeat.interval.ms': {
    type: 'int', default: '5000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'New consumer protocol: heartbeat interval given to members.',
  },
  'group.consumer.max.heartbeat.interval.ms': {
    type: 'int', default: '15000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'New consumer protocol: largest heartbeat interval.',
  },
  'group.consumer.max.session.timeout.ms': {
    type: 'int', default: '60000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'New consumer protocol: largest session timeout.',
  },
  'group.consumer.max.size': {
    type: 'int', default: '2147483647', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'New consumer protocol: most members of a group.',
  },
  'group.consumer.min.heartbeat.interval.ms': {
    type: 'int', default: '5000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'New consumer protocol: smallest heartbeat interval.',
  },
  'group.consumer.min.session.timeout.ms': {
    type: 'int', default: '45000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'New consumer protocol: smallest session timeout.',
  },
  'group.consumer.session.timeout.ms': {
    type: 'int', default: '45000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'New consumer protocol: session timeout.',
  },
  'group.coordinator.append.linger.ms': {
    type: 'int', default: '10', min: 0, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Time the new coordinator gathers writes.',
  },
  'group.coordinator.rebalance.protocols': {
    type: 'list', default: 'classic', oneOf: ['consumer', 'classic', 'share', 'unknown'], importance: 'medium',
    update: 'read-only', status: 'accepted',
    doc: 'Group protocols switched on; only `classic` is served so far.',
  },
  'group.coordinator.threads': {
    type: 'int', default: '1', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Threads of the new coordinator.',
  },
  'group.initial.rebalance.delay.ms': {
    type: 'int', default: '0', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'How long an empty group waits for more members before its first rebalance.',
  },
  'group.max.session.timeout.ms': {
    type: 'int', default: '1800000', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Largest session timeout a member may ask for.',
  },
  'group.max.size': {
    type: 'int', default: '2147483647', min: 1, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Most members of a group.',
  },
  'group.min.session.timeout.ms': {
    type: 'int', default: '6000', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Smallest session timeout a member may ask for.',
  },
  'group.share.delivery.count.limit': {
    type: 'int', default: '5', min: 2, max: 10, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: most deliveries of a record.',
  },
  'group.share.heartbeat.interval.ms': {
    type: 'int', default: '5000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: heartbeat interval.',
  },
  'group.share.max.groups': {
    type: 'short', default: '10', min: 1, max: 100, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: most groups.',
  },
  'group.share.max.heartbeat.interval.ms': {
    type: 'int', default: '15000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: largest heartbeat interval.',
  },
  'group.share.max.record.lock.duration.ms': {
    type: 'int', default: '60000', min: 30000, max: 3600000, importance: 'medium', update: 'read-only',
    status: 'accepted',
    doc: 'Share groups: longest lock of a record.',
  },
  'group.share.max.session.timeout.ms': {
    type: 'int', default: '60000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: largest session timeout.',
  },
  'group.share.max.size': {
    type: 'short', default: '200', min: 10, max: 1000, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: most members.',
  },
  'group.share.min.heartbeat.interval.ms': {
    type: 'int', default: '5000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: smallest heartbeat interval.',
  },
  'group.share.min.record.lock.duration.ms': {
    type: 'int', default: '15000', min: 1000, max: 30000, importance: 'medium', update: 'read-only',
    status: 'accepted',
    doc: 'Share groups: shortest lock of a record.',
  },
  'group.share.min.session.timeout.ms': {
    type: 'int', default: '45000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: smallest session timeout.',
  },
  'group.share.partition.max.record.locks': {
    type: 'int', default: '200', min: 100, max: 10000, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: most locked records of a partition.',
  },
  'group.share.record.lock.duration.ms': {
    type: 'int', default: '30000', min: 1000, max: 60000, importance: 'medium', update: 'read-only',
    status: 'accepted',
    doc: 'Share groups: lock of a record.',
  },
  'group.share.session.timeout.ms': {
    type: 'int', default: '45000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Share groups: session timeout.',
  },
  'offset.metadata.max.bytes': {
    type: 'int', default: '4096', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Largest metadata string of a committed offset, in bytes.',
  },
  'offsets.commit.required.acks': {
    type: 'short', default: '-1', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Acknowledgements an offset commit waits for; -1: all in-sync replicas.',
  },
  'offsets.commit.timeout.ms': {
    type: 'int', default: '5000', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'How long an offset commit waits for its replication.',
  },
  'offsets.load.buffer.size': {
    type: 'int', default: '5242880', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Bytes read at a time while group state is loaded.',
  },
  'offsets.retention.check.interval.ms': {
    type: 'long', default: '600000', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Milliseconds between looks for expired offsets.',
  },
  'offsets.retention.minutes': {
    type: 'int', default: '10080', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Minutes the offsets of an empty group are kept.',
  },
  'offsets.topic.compression.codec': {
    type: 'int', default: '0', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Compression of `__consumer_offsets`: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.',
  },
  'offsets.topic.num.partitions': {
    type: 'int', default: '50', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Partitions of `__consumer_offsets`; do not change it once the topic exists.',
  },
  'offsets.topic.replication.factor': {
    type: 'short', default: '1', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Replicas of `__consumer_offsets` when it is created.',
  },
  'offsets.topic.segment.bytes': {
    type: 'int', default: '104857600', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Segment size of `__consumer_offsets`.',
  },
  'producer.id.expiration.ms': {
    type: 'int', default: '86400000', min: 1, importance: 'low', update: 'read-only', status: 'served',
    doc: 'Time after which a partition forgets an idle producer id.',
  },
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': {
    type: 'int', default: '10000', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Time between looks for transactions that timed out.',
  },
  'transaction.max.timeout.ms': {
    type: 'int', default: '900000', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Longest transaction timeout a producer may ask for.',
  },
  'transaction.partition.verification.enable': {
    type: 'boolean', default: 'true', importance: 'low', update: 'cluster-wide', status: 'accepted',
    doc: 'Checks that a partition belongs to the transaction before it takes a write.',
  },
  'transaction.remove.expired.transaction.cleanup.interval.ms': {
    type: 'int', default: '3600000', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Time between looks for expired transactional ids.',
  },
  'transaction.state.log.load.buffer.size': {
    type: 'int', default: '5242880', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Bytes read at a time while transaction state is loaded.',
  },
  'transaction.state.log.min.isr': {
    type: 'int', default: '1', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: '`min.insync.replicas` of `__transaction_state`.',
  },
  'transaction.state.log.num.partitions': {
    type: 'int', default: '50', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Partitions of `__transaction_state`.',
  },
  'transaction.state.log.replication.factor': {
    type: 'short', default: '1', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Replicas of `__transaction_state`.',
  },
  'transaction.state.log.segment.bytes': {
    type: 'int', default: '104857600', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Segment size of `__transaction_state`.',
  },
  'transactional.id.expiration.ms': {
    type: 'int', default: '604800000', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Time after which an unused transactional id is forgotten.',
  },
} as const
