/**
 * Configuration under Kafka's own keys, as `SenderOptions.create(map)` and `ReceiverOptions.create(map)` take it,
 * translated to the client's options. One table per side; a key that is not in it is refused rather than ignored.
 */
import { type ClientOptions, type Deserializer, KafkaError, type ProducerOptions, type Serializer, bytesSerde, stringSerde } from '@odradek/client'
import { shown } from './given.ts'

export type PropertyValue = string | number | boolean | readonly string[] | object | undefined
export type Properties = Readonly<Record<string, PropertyValue>>

/** @throws KafkaError INVALID_CONFIG for what is no plain object, such as a Map, which would look empty. */
export function plainProperties(properties: Properties): Properties {
  if (typeof properties === 'object' && properties !== null && !Array.isArray(properties) && !(properties instanceof Map)) return properties
  throw new KafkaError('INVALID_CONFIG', `properties are an object such as { 'bootstrap.servers': '127.0.0.1:9092' }, not ${shown(properties)}`)
}

type Convert = (key: string, value: PropertyValue) => unknown

const text: Convert = (_key, value) => String(value)
const flag: Convert = (key, value) => {
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw wrong(key, value, 'true or false')
}
const whole: Convert = (key, value) => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  throw wrong(key, value, 'a whole number')
}
const list: Convert = (_key, value) => (Array.isArray(value) ? value.map(String) : String(value).split(',').map((part) => part.trim()))

function oneOf(...allowed: readonly string[]): Convert {
  return (key, value) => {
    const found = allowed.find((name) => name === String(value).toLowerCase())
    if (found === undefined) throw wrong(key, value, `one of ${allowed.join(', ')}`)
    return found
  }
}

function wrong(key: string, value: PropertyValue, wanted: string): KafkaError {
  return new KafkaError('INVALID_CONFIG', `${key} must be ${wanted}, not ${String(value)}`)
}

function mechanism(key: string, value: PropertyValue): unknown {
  const found = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'].find((name) => name === value)
  if (found === undefined) throw wrong(key, value, 'PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512; tokens are given to createKafka, and its client to `of`')
  return found
}

/** `...LoginModule required username="alice" password="secret";`. Never shown in an error: it holds the password. */
function login(key: string, value: PropertyValue): unknown {
  const option = (name: string): string | undefined => new RegExp(`\\b${name}="((?:\\\\.|[^"\\\\])*)"`).exec(String(value))?.[1]?.replaceAll(/\\(.)/g, '$1')
  const [username, password] = [option('username'), option('password')]
  if (username === undefined || password === undefined) throw new KafkaError('INVALID_CONFIG', `${key} must have username="..." and password="..."`)
  return { username, password }
}

/** What the client calls the security of a connection. */
function secured({ protocol, mechanism: chosen, login: credentials, ...rest }: Readonly<Record<string, unknown>>): Partial<ClientOptions> {
  if (protocol === undefined) return rest
  const [isSasl, tls] = [String(protocol).startsWith('sasl_'), String(protocol).endsWith('ssl')]
  if (!isSasl) return { ...rest, tls }
  if (chosen === undefined || credentials === undefined) {
    throw new KafkaError('INVALID_CONFIG', `security.protocol ${String(protocol)} needs sasl.mechanism and sasl.jaas.config`)
  }
  return { ...rest, tls, sasl: { mechanism: chosen, ...credentials } as NonNullable<ClientOptions['sasl']> }
}

type Row = readonly [target: string, convert: Convert]

const clientRows: Readonly<Record<string, Row>> = {
  'bootstrap.servers': ['brokers', list],
  'client.id': ['clientId', text],
  'request.timeout.ms': ['requestTimeoutMs', whole],
  'socket.connection.setup.timeout.ms': ['connectTimeoutMs', whole],
  'reconnect.backoff.ms': ['reconnectBackoffMs', whole],
  'reconnect.backoff.max.ms': ['reconnectBackoffMaxMs', whole],
  'retry.backoff.ms': ['retryBackoffMs', whole],
  'retry.backoff.max.ms': ['retryBackoffMaxMs', whole],
  'default.api.timeout.ms': ['defaultTimeoutMs', whole],
  'metadata.max.age.ms': ['metadataMaxAgeMs', whole],
  'connections.max.idle.ms': ['connectionsMaxIdleMs', whole],
  'security.protocol': ['protocol', oneOf('plaintext', 'ssl', 'sasl_plaintext', 'sasl_ssl')],
  'sasl.mechanism': ['mechanism', mechanism],
  'sasl.jaas.config': ['login', login],
}

/** 'all', '-1', '0', '1', as a number or a string. */
const acks: Convert = (key, value) => {
  const found = { all: 'all', '-1': 'all', '0': 0, '1': 1 }[String(value)]
  if (found === undefined) throw wrong(key, value, "'all', 0 or 1")
  return found
}

const partitioner: Convert = (_key, value) =>
  value === 'org.apache.kafka.clients.producer.RoundRobinPartitioner' || value === 'RoundRobinPartitioner' ? 'round-robin' : value

const producerRows: Readonly<Record<string, Row>> = {
  acks: ['acks', acks],
  'enable.idempotence': ['idempotent', flag],
  'linger.ms': ['lingerMs', whole],
  'batch.size': ['batchBytes', whole],
  'buffer.memory': ['bufferBytes', whole],
  'max.block.ms': ['maxBlockMs', whole],
  'compression.type': ['compression', oneOf('none', 'gzip', 'snappy', 'lz4', 'zstd')],
  'compression.gzip.level': ['compressionLevel', whole],
  'compression.lz4.level': ['compressionLevel', whole],
  'compression.zstd.level': ['compressionLevel', whole],
  'max.in.flight.requests.per.connection': ['maxInFlight', whole],
  'max.request.size': ['maxRequestBytes', whole],
  'delivery.timeout.ms': ['deliveryTimeoutMs', whole],
  retries: ['retries', whole],
  'partitioner.class': ['partitioner', partitioner],
  'allow.auto.create.topics': ['autoCreateTopics', flag],
  'transactional.id': ['transactionalId', text],
  'transaction.timeout.ms': ['transactionTimeoutMs', whole],
}

/** `org.apache.kafka.clients.consumer.CooperativeStickyAssignor`, or our short names. */
const assignors: Convert = (key, value) =>
  (list(key, value) as string[]).map((name) => {
    const simple = name.slice(name.lastIndexOf('.') + 1).replace(/Assignor$/, '')
    return { Range: 'range', RoundRobin: 'roundrobin', Sticky: 'sticky', CooperativeSticky: 'cooperative-sticky' }[simple] ?? name
  })

const consumerRows: Readonly<Record<string, Row>> = {
  'group.id': ['groupId', text],
  'group.protocol': ['protocol', oneOf('classic', 'consumer')],
  'group.remote.assignor': ['serverAssignor', text],
  'group.instance.id': ['groupInstanceId', text],
  'session.timeout.ms': ['sessionTimeoutMs', whole],
  'heartbeat.interval.ms': ['heartbeatIntervalMs', whole],
  'max.poll.interval.ms': ['maxPollIntervalMs', whole],
  'max.poll.records': ['maxPollRecords', whole],
  'auto.offset.reset': ['autoOffsetReset', oneOf('earliest', 'latest', 'none')],
  'isolation.level': ['isolation', oneOf('read_committed', 'read_uncommitted')],
  'fetch.min.bytes': ['fetchMinBytes', whole],
  'fetch.max.bytes': ['fetchMaxBytes', whole],
  'max.partition.fetch.bytes': ['fetchMaxPartitionBytes', whole],
  'fetch.max.wait.ms': ['fetchMaxWaitMs', whole],
  'client.rack': ['rack', text],
  'check.crcs': ['checkCrcs', flag],
  'allow.auto.create.topics': ['autoCreateTopics', flag],
  'exclude.internal.topics': ['includeInternalTopics', (key, value) => flag(key, value) === false],
  'partition.assignment.strategy': ['assignors', assignors],
}

/** Read by this layer itself, or without meaning in it. */
const ownKeys: ReadonlySet<string> = new Set([
  'key.serializer', 'value.serializer', 'key.deserializer', 'value.deserializer', 'enable.auto.commit', 'auto.commit.interval.ms',
])

export interface Translated {
  readonly client: Partial<ClientOptions>
  readonly side: Readonly<Record<string, unknown>>
}

function translate(properties: Properties, rows: Readonly<Record<string, Row>>, what: string): Translated {
  const client: Record<string, unknown> = {}
  const side: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || ownKeys.has(key)) continue
    const target = clientRows[key] === undefined ? side : client
    const row = clientRows[key] ?? rows[key]
    if (row === undefined) throw new KafkaError('INVALID_CONFIG', `${key} is no ${what} property that is supported here`)
    target[row[0]] = row[1](key, value)
  }
  return { client: secured(client), side }
}

/** @throws KafkaError INVALID_CONFIG naming the key. */
export function producerSettings(properties: Properties): {
  readonly client: Partial<ClientOptions>
  readonly producer: ProducerOptions & { readonly transactionalId?: string; readonly transactionTimeoutMs?: number }
} {
  const { client, side } = translate(properties, producerRows, 'producer')
  return { client, producer: side }
}

/** @throws KafkaError INVALID_CONFIG naming the key. */
export function consumerSettings(properties: Properties): Translated {
  return translate(properties, consumerRows, 'consumer')
}

/** Java class names of the serializers that everybody uses; anything else is given as an object. */
const wellKnown: Readonly<Record<string, Serializer<never> & Deserializer<unknown>>> = {
  String: stringSerde as Serializer<never> & Deserializer<unknown>,
  ByteArray: bytesSerde as Serializer<never> & Deserializer<unknown>,
  Bytes: bytesSerde as Serializer<never> & Deserializer<unknown>,
  Integer: numberSerde(4, (bytes) => bytes.readInt32BE(0), (value, bytes) => bytes.writeInt32BE(value, 0)),
  Long: numberSerde(8, (bytes) => Number(bytes.readBigInt64BE(0)), (value, bytes) => bytes.writeBigInt64BE(BigInt(value), 0)),
  Double: numberSerde(8, (bytes) => bytes.readDoubleBE(0), (value, bytes) => bytes.writeDoubleBE(value, 0)),
}

function numberSerde(
  size: number, read: (bytes: Buffer) => number, write: (value: number, bytes: Buffer) => void,
): Serializer<never> & Deserializer<unknown> {
  return {
    serialize(value: number | null) {
      if (value === null) return null
      const bytes = Buffer.allocUnsafe(size)
      write(value, bytes)
      return bytes
    },
    deserialize(bytes) {
      if (bytes === null) return null
      if (bytes.length !== size) throw new KafkaError('DESERIALIZATION', `${bytes.length} bytes where a number has ${size}`)
      return read(bytes)
    },
  }
}

function serdeNamed(key: string, value: PropertyValue, suffix: 'Serializer' | 'Deserializer'): unknown {
  if (typeof value !== 'string') return value
  const simple = value.slice(value.lastIndexOf('.') + 1)
  const found = simple.endsWith(suffix) ? wellKnown[simple.slice(0, -suffix.length)] : undefined
  if (found === undefined) throw wrong(key, value, `an object with a ${suffix === 'Serializer' ? 'serialize' : 'deserialize'} method, or the class of a common Java ${suffix}`)
  return found
}

export function serializerProperty(properties: Properties, key: 'key.serializer' | 'value.serializer'): Serializer<never> | undefined {
  return serdeNamed(key, properties[key], 'Serializer') as Serializer<never> | undefined
}

export function deserializerProperty(properties: Properties, key: 'key.deserializer' | 'value.deserializer'): Deserializer<unknown> | undefined {
  return serdeNamed(key, properties[key], 'Deserializer') as Deserializer<unknown> | undefined
}
