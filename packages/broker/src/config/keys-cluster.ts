/**
 * Broker keys of replication, the controller and ZooKeeper.
 * Rows of the one table in keys.ts; see definition.ts for what a row says.
 */

export const clusterKeys = {
  'alter.log.dirs.replication.quota.window.num': {
    type: 'int', default: '11', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Samples of the quota for moves between data directories.',
  },
  'alter.log.dirs.replication.quota.window.size.seconds': {
    type: 'int', default: '1', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Length of such a sample.',
  },
  'auto.leader.rebalance.enable': {
    type: 'boolean', default: 'true', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Moves leadership back to the preferred replica from time to time.',
  },
  'broker.id.generation.enable': {
    type: 'boolean', default: 'true', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Lets the cluster choose the id of a broker that has none.',
  },
  'controlled.shutdown.enable': {
    type: 'boolean', default: 'true', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Hands leadership over before stopping.',
  },
  'controlled.shutdown.max.retries': {
    type: 'int', default: '3', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Tries of a controlled shutdown.',
  },
  'controlled.shutdown.retry.backoff.ms': {
    type: 'long', default: '5000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Pause between those tries.',
  },
  'controller.quota.window.num': {
    type: 'int', default: '11', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Samples of the quota on controller changes.',
  },
  'controller.quota.window.size.seconds': {
    type: 'int', default: '1', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Length of such a sample.',
  },
  'controller.socket.timeout.ms': {
    type: 'int', default: '30000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: "How long the controller waits for a broker's answer.",
  },
  'default.replication.factor': {
    type: 'int', default: '1', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Replicas of topics that are created automatically or without a number of their own.',
  },
  'inter.broker.protocol.version': {
    type: 'string', default: '3.9-IV0', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Inter-broker protocol version in ZooKeeper mode.',
  },
  'leader.imbalance.check.interval.seconds': {
    type: 'long', default: '300', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Seconds between checks whether preferred replicas lead.',
  },
  'leader.imbalance.per.broker.percentage': {
    type: 'int', default: '10', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Share of non-preferred leaders on a broker, in percent, above which leadership is moved back.',
  },
  'num.replica.alter.log.dirs.threads': {
    type: 'int', default: null, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Threads that move replicas between data directories.',
  },
  'num.replica.fetchers': {
    type: 'int', default: '1', importance: 'high', update: 'cluster-wide', status: 'accepted',
    doc: 'Connections a follower opens to each leader.',
  },
  'replica.fetch.backoff.ms': {
    type: 'int', default: '1000', min: 0, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Pause of a follower after a failed fetch.',
  },
  'replica.fetch.max.bytes': {
    type: 'int', default: '1048576', min: 0, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Bytes a follower asks for per partition.',
  },
  'replica.fetch.min.bytes': {
    type: 'int', default: '1', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Least bytes a follower asks for in one fetch.',
  },
  'replica.fetch.response.max.bytes': {
    type: 'int', default: '10485760', min: 0, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Bytes a follower asks for per fetch.',
  },
  'replica.fetch.wait.max.ms': {
    type: 'int', default: '500', importance: 'high', update: 'read-only', status: 'accepted',
    doc: "Longest time a follower's fetch waits at the leader.",
  },
  'replica.high.watermark.checkpoint.interval.ms': {
    type: 'long', default: '5000', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Milliseconds between writes of the high-watermark checkpoint.',
  },
  'replica.lag.time.max.ms': {
    type: 'long', default: '30000', importance: 'high', update: 'read-only', status: 'served',
    doc: 'A follower that has not caught up for this long leaves the in-sync set.',
  },
  'replica.selector.class': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Chooses the replica a consumer reads from.',
  },
  'replica.socket.receive.buffer.bytes': {
    type: 'int', default: '65536', importance: 'high', update: 'read-only', status: 'accepted',
    doc: "Receive buffer of a follower's socket.",
  },
  'replica.socket.timeout.ms': {
    type: 'int', default: '30000', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'How long a follower waits for an answer.',
  },
  'replication.quota.window.num': {
    type: 'int', default: '11', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Samples of the replication quota.',
  },
  'replication.quota.window.size.seconds': {
    type: 'int', default: '1', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Length of such a sample.',
  },
  'reserved.broker.max.id': {
    type: 'int', default: '1000', min: 0, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Largest id that may be given by hand while ids are generated.',
  },
  'unclean.leader.election.enable': {
    type: 'boolean', default: 'false', importance: 'high', update: 'cluster-wide', status: 'served',
    doc: 'Lets a replica that is not in sync lead when no other is left, at the price of lost records.',
  },
  'zookeeper.clientCnxnSocket': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: "Java class of the ZooKeeper client's socket.",
  },
  'zookeeper.connect': {
    type: 'string', default: null, importance: 'high', update: 'read-only', status: 'refused',
    doc: 'ZooKeeper ensemble, `host:port,...` with an optional path. Not set: one broker with its own store.',
  },
  'zookeeper.connection.timeout.ms': {
    type: 'int', default: null, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'How long to wait for the first connection to ZooKeeper.',
  },
  'zookeeper.max.in.flight.requests': {
    type: 'int', default: '10', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Requests to ZooKeeper under way at once.',
  },
  'zookeeper.metadata.migration.enable': {
    type: 'boolean', default: 'false', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Migration of an Apache Kafka cluster from ZooKeeper to KRaft.',
  },
  'zookeeper.session.timeout.ms': {
    type: 'int', default: '18000', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'ZooKeeper session timeout.',
  },
  'zookeeper.set.acl': {
    type: 'boolean', default: 'false', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Creates znodes that only brokers may change.',
  },
  'zookeeper.ssl.cipher.suites': {
    type: 'list', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: cipher suites.',
  },
  'zookeeper.ssl.client.enable': {
    type: 'boolean', default: 'false', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper.',
  },
  'zookeeper.ssl.crl.enable': {
    type: 'boolean', default: 'false', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: certificate revocation lists.',
  },
  'zookeeper.ssl.enabled.protocols': {
    type: 'list', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: versions allowed.',
  },
  'zookeeper.ssl.endpoint.identification.algorithm': {
    type: 'string', default: 'HTTPS', importance: 'low', update: 'read-only', status: 'accepted',
    doc: "TLS to ZooKeeper: how the server's name is checked.",
  },
  'zookeeper.ssl.keystore.location': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: file of the key store.',
  },
  'zookeeper.ssl.keystore.password': {
    type: 'password', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: password of the key store.',
  },
  'zookeeper.ssl.keystore.type': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: form of the key store.',
  },
  'zookeeper.ssl.ocsp.enable': {
    type: 'boolean', default: 'false', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: OCSP.',
  },
  'zookeeper.ssl.protocol': {
    type: 'string', default: 'TLSv1.2', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: version.',
  },
  'zookeeper.ssl.truststore.location': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: file of the trust store.',
  },
  'zookeeper.ssl.truststore.password': {
    type: 'password', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: password of the trust store.',
  },
  'zookeeper.ssl.truststore.type': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'TLS to ZooKeeper: form of the trust store.',
  },
} as const
