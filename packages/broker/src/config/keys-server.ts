/**
 * Broker keys of the listeners, connections and general settings of a broker.
 * Rows of the one table in keys.ts; see definition.ts for what a row says.
 */

export const serverKeys = {
  'advertised.listeners': {
    type: 'string', default: null, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Addresses told to clients where they differ from the listeners. Empty: the same, or the name of this machine for every interface.',
  },
  'alter.config.policy.class.name': {
    type: 'class', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Class that may refuse a change of configuration.',
  },
  'auto.create.topics.enable': {
    type: 'boolean', default: 'true', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Creates a topic when a client asks for the metadata of one that does not exist and allows it.',
  },
  'background.threads': {
    type: 'int', default: '10', min: 1, importance: 'high', update: 'cluster-wide', status: 'accepted',
    doc: 'Threads for background work in Apache Kafka; here background work shares the event loop.',
  },
  'broker.id': {
    type: 'int', default: '-1', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Number of this broker in its cluster. -1: the one stored in the data directory, else 0.',
  },
  'broker.rack': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Where the broker stands; used to spread replicas and for rack-aware assignment.',
  },
  'client.quota.callback.class': {
    type: 'class', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Class that computes client quotas.',
  },
  'connections.max.idle.ms': {
    type: 'long', default: '600000', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Closes a connection after this long without a request; -1: never.',
  },
  'control.plane.listener.name': {
    type: 'string', default: null, importance: 'high', update: 'read-only', status: 'accepted',
    doc: "Listener kept apart for the controller's requests.",
  },
  'create.topic.policy.class.name': {
    type: 'class', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Class that may refuse a new topic.',
  },
  'delete.records.purgatory.purge.interval.requests': {
    type: 'int', default: '1', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Requests between clean-ups of waiting DeleteRecords.',
  },
  'delete.topic.enable': {
    type: 'boolean', default: 'true', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Allows topics to be deleted; when false DeleteTopics is refused.',
  },
  'fetch.max.bytes': {
    type: 'int', default: '57671680', min: 1024, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Most bytes in one fetch answer, whatever the client asks for.',
  },
  'fetch.purgatory.purge.interval.requests': {
    type: 'int', default: '1000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Requests between clean-ups of waiting fetches; here a finished one leaves at once.',
  },
  'inter.broker.listener.name': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Listener that other brokers use. Empty: the one of `security.inter.broker.protocol`.',
  },
  'listener.security.protocol.map': {
    type: 'string', default: 'SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT',
    importance: 'low', update: 'read-only', status: 'served',
    doc: 'Security protocol of each listener name: `NAME:PROTOCOL,...`.',
  },
  'listeners': {
    type: 'string', default: 'PLAINTEXT://127.0.0.1:9092', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Where the broker listens: `NAME://host:port`, separated by commas. An empty host means every interface.',
  },
  'max.connection.creation.rate': {
    type: 'int', default: '2147483647', min: 0, importance: 'medium', update: 'cluster-wide', status: 'accepted',
    doc: 'Most new connections in a second.',
  },
  'max.connections': {
    type: 'int', default: '2147483647', min: 0, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Most connections at once.',
  },
  'max.connections.per.ip': {
    type: 'int', default: '2147483647', min: 0, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Most connections from one address.',
  },
  'max.connections.per.ip.overrides': {
    type: 'string', default: '', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Other limits for some addresses: `host:limit,...`.',
  },
  'max.incremental.fetch.session.cache.slots': {
    type: 'int', default: '1000', min: 0, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Most fetch sessions remembered.',
  },
  'max.request.partition.size.limit': {
    type: 'int', default: '2000', min: 1, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Most partitions in one DescribeTopicPartitions answer.',
  },
  'node.id': {
    type: 'int', default: '-1', importance: 'high', update: 'read-only', status: 'served',
    doc: 'Another name for `broker.id`, from KRaft; used when `broker.id` is not set.',
  },
  'num.io.threads': {
    type: 'int', default: '8', min: 1, importance: 'high', update: 'cluster-wide', status: 'accepted',
    doc: 'Threads that serve requests in Apache Kafka; here one event loop serves them.',
  },
  'num.network.threads': {
    type: 'int', default: '3', min: 1, importance: 'high', update: 'cluster-wide', status: 'accepted',
    doc: 'Threads that read sockets in Apache Kafka; here one event loop does.',
  },
  'num.partitions': {
    type: 'int', default: '1', min: 1, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Partitions of topics that are created automatically or without a number of their own.',
  },
  'producer.purgatory.purge.interval.requests': {
    type: 'int', default: '1000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Requests between clean-ups of waiting produces; here a finished one leaves at once.',
  },
  'queued.max.request.bytes': {
    type: 'long', default: '536870912', importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Bytes of requests that wait for the disk or for their turn, above which further large ones and writes wait unread; as many again may be arriving. -1: 512 MiB.',
  },
  'queued.max.requests': {
    type: 'int', default: '500', min: 1, importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'Requests waiting for a thread in Apache Kafka before sockets are no longer read.',
  },
  'quota.window.num': {
    type: 'int', default: '11', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Samples of a client quota.',
  },
  'quota.window.size.seconds': {
    type: 'int', default: '1', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Length of such a sample.',
  },
  'request.timeout.ms': {
    type: 'int', default: '30000', importance: 'high', update: 'read-only', status: 'accepted',
    doc: 'How long this broker waits for an answer to its own requests.',
  },
  'security.inter.broker.protocol': {
    type: 'string', default: 'PLAINTEXT', oneOf: ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'],
    importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Security protocol between brokers when no listener name is given.',
  },
  'socket.connection.setup.timeout.max.ms': {
    type: 'long', default: '30000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Longest time to connect to another broker, after retries.',
  },
  'socket.connection.setup.timeout.ms': {
    type: 'long', default: '10000', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Time to connect to another broker.',
  },
  'socket.listen.backlog.size': {
    type: 'int', default: '50', min: 1, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Connections the system may hold before they are accepted.',
  },
  'socket.receive.buffer.bytes': {
    type: 'int', default: '102400', importance: 'high', update: 'read-only', status: 'accepted',
    doc: "Receive buffer of client sockets; the system's own size is used here.",
  },
  'socket.request.max.bytes': {
    type: 'int', default: '104857600', min: 1, importance: 'high', update: 'read-only', status: 'served',
    doc: 'Largest request in bytes; a larger one closes the connection.',
  },
  'socket.send.buffer.bytes': {
    type: 'int', default: '102400', importance: 'high', update: 'read-only', status: 'accepted',
    doc: "Send buffer of client sockets; the system's own size is used here.",
  },
} as const
