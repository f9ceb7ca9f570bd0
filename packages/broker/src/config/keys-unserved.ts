/**
 * Broker keys of parts of Apache Kafka that do not exist here: KRaft, tiered storage, Java metric reporters.
 * Rows of the one table in keys.ts; see definition.ts for what a row says.
 */

export const unservedKeys = {
  'auto.include.jmx.reporter': {
    type: 'boolean', default: 'true', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Includes the JMX reporter.',
  },
  'broker.heartbeat.interval.ms': {
    type: 'int', default: '2000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'KRaft: time between heartbeats to the controller.',
  },
  'broker.session.timeout.ms': {
    type: 'int', default: '9000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'KRaft: lease of a broker.',
  },
  'controller.listener.names': {
    type: 'string', default: null, importance: 'high', update: 'read-only', status: 'served',
    doc: 'KRaft: listeners of the controller; they are left out here.',
  },
  'controller.quorum.append.linger.ms': {
    type: 'int', default: '25', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'KRaft: time the leader gathers writes before a flush.',
  },
  'controller.quorum.bootstrap.servers': {
    type: 'list', default: '', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: where to find the controller quorum.',
  },
  'controller.quorum.election.backoff.max.ms': {
    type: 'int', default: '1000', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: longest pause between elections.',
  },
  'controller.quorum.election.timeout.ms': {
    type: 'int', default: '1000', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: how long to wait for a vote.',
  },
  'controller.quorum.fetch.timeout.ms': {
    type: 'int', default: '2000', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: how long without a fetch before a new election.',
  },
  'controller.quorum.request.timeout.ms': {
    type: 'int', default: '2000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'KRaft: how long to wait for an answer of the quorum.',
  },
  'controller.quorum.retry.backoff.ms': {
    type: 'int', default: '20', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'KRaft: pause after a failed request.',
  },
  'controller.quorum.voters': {
    type: 'list', default: '', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: members of the controller quorum.',
  },
  'early.start.listeners': {
    type: 'string', default: null, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Listeners to open before the broker is fully started.',
  },
  'eligible.leader.replicas.enable': {
    type: 'boolean', default: 'false', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: tracks replicas that may still lead after leaving the in-sync set.',
  },
  'initial.broker.registration.timeout.ms': {
    type: 'int', default: '60000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'KRaft: how long to try to register.',
  },
  'kafka.metrics.polling.interval.secs': {
    type: 'int', default: '10', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: "Interval of Apache Kafka's metrics reporters.",
  },
  'kafka.metrics.reporters': {
    type: 'list', default: '', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Old metrics reporter classes.',
  },
  'log.dir.failure.timeout.ms': {
    type: 'long', default: '30000', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'KRaft: time to tell the controller of a failed data directory.',
  },
  'log.local.retention.bytes': {
    type: 'long', default: '-2', min: -2, importance: 'medium', update: 'cluster-wide', status: 'accepted',
    doc: 'Tiered storage: bytes kept locally; -2: as `log.retention.bytes`.',
  },
  'log.local.retention.ms': {
    type: 'long', default: '-2', min: -2, importance: 'medium', update: 'cluster-wide', status: 'accepted',
    doc: 'Tiered storage: time kept locally; -2: as `log.retention.ms`.',
  },
  'metadata.log.dir': {
    type: 'string', default: null, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: directory of the metadata log.',
  },
  'metadata.log.max.record.bytes.between.snapshots': {
    type: 'long', default: '20971520', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: bytes of metadata between snapshots.',
  },
  'metadata.log.max.snapshot.interval.ms': {
    type: 'long', default: '3600000', min: 0, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: longest time between snapshots.',
  },
  'metadata.log.segment.bytes': {
    type: 'int', default: '1073741824', min: 12, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: size of a segment of the metadata log.',
  },
  'metadata.log.segment.ms': {
    type: 'long', default: '604800000', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: age at which a segment of the metadata log is closed.',
  },
  'metadata.max.idle.interval.ms': {
    type: 'int', default: '500', min: 0, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'KRaft: time between no-op records.',
  },
  'metadata.max.retention.bytes': {
    type: 'long', default: '104857600', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: size of metadata log and snapshots above which old ones go.',
  },
  'metadata.max.retention.ms': {
    type: 'long', default: '604800000', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: how long metadata log and snapshots are kept.',
  },
  'metric.reporters': {
    type: 'list', default: '', importance: 'low', update: 'cluster-wide', status: 'accepted',
    doc: 'Java classes that report metrics.',
  },
  'metrics.num.samples': {
    type: 'int', default: '2', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Samples behind a metric in Apache Kafka.',
  },
  'metrics.recording.level': {
    type: 'string', default: 'INFO', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Level of detail of metrics in Apache Kafka.',
  },
  'metrics.sample.window.ms': {
    type: 'long', default: '30000', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Length of a sample in Apache Kafka.',
  },
  'process.roles': {
    type: 'list', default: '', oneOf: ['broker', 'controller'], importance: 'high', update: 'read-only',
    status: 'accepted',
    doc: 'KRaft: roles of this process. One process is broker and controller here anyway.',
  },
  'remote.fetch.max.wait.ms': {
    type: 'int', default: '500', min: 1, importance: 'medium', update: 'cluster-wide', status: 'accepted',
    doc: 'Tiered storage: longest wait of a fetch for remote data.',
  },
  'remote.log.index.file.cache.total.size.bytes': {
    type: 'long', default: '1073741824', min: 1, importance: 'low', update: 'cluster-wide', status: 'accepted',
    doc: 'Tiered storage: size of the local index cache.',
  },
  'remote.log.manager.copier.thread.pool.size': {
    type: 'int', default: '-1', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: threads that copy segments.',
  },
  'remote.log.manager.copy.max.bytes.per.second': {
    type: 'long', default: '9223372036854775807', min: 1, importance: 'medium', update: 'cluster-wide',
    status: 'accepted',
    doc: 'Tiered storage: copy rate.',
  },
  'remote.log.manager.copy.quota.window.num': {
    type: 'int', default: '11', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: samples of the copy quota.',
  },
  'remote.log.manager.copy.quota.window.size.seconds': {
    type: 'int', default: '1', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: length of such a sample.',
  },
  'remote.log.manager.expiration.thread.pool.size': {
    type: 'int', default: '-1', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: threads that expire segments.',
  },
  'remote.log.manager.fetch.max.bytes.per.second': {
    type: 'long', default: '9223372036854775807', min: 1, importance: 'medium', update: 'cluster-wide',
    status: 'accepted',
    doc: 'Tiered storage: fetch rate.',
  },
  'remote.log.manager.fetch.quota.window.num': {
    type: 'int', default: '11', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: samples of the fetch quota.',
  },
  'remote.log.manager.fetch.quota.window.size.seconds': {
    type: 'int', default: '1', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: length of such a sample.',
  },
  'remote.log.manager.task.interval.ms': {
    type: 'long', default: '30000', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: "Tiered storage: interval of the manager's work.",
  },
  'remote.log.manager.thread.pool.size': {
    type: 'int', default: '10', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: threads of the manager.',
  },
  'remote.log.metadata.custom.metadata.max.bytes': {
    type: 'int', default: '128', min: 0, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: largest custom metadata.',
  },
  'remote.log.metadata.manager.class.name': {
    type: 'string', default: 'org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager',
    importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: class of the metadata manager.',
  },
  'remote.log.metadata.manager.class.path': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: where that class is found.',
  },
  'remote.log.metadata.manager.impl.prefix': {
    type: 'string', default: 'rlmm.config.', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: prefix of its own keys.',
  },
  'remote.log.metadata.manager.listener.name': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: listener it uses.',
  },
  'remote.log.reader.max.pending.tasks': {
    type: 'int', default: '100', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: most waiting reads.',
  },
  'remote.log.reader.threads': {
    type: 'int', default: '10', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: threads that read.',
  },
  'remote.log.storage.manager.class.name': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: class of the storage manager.',
  },
  'remote.log.storage.manager.class.path': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: where that class is found.',
  },
  'remote.log.storage.manager.impl.prefix': {
    type: 'string', default: 'rsm.config.', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage: prefix of its own keys.',
  },
  'remote.log.storage.system.enable': {
    type: 'boolean', default: 'false', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tiered storage on or off.',
  },
  'sasl.mechanism.controller.protocol': {
    type: 'string', default: 'GSSAPI', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'KRaft: SASL mechanism towards controllers.',
  },
  'telemetry.max.bytes': {
    type: 'int', default: '1048576', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Largest telemetry message of a client.',
  },
} as const
