/**
 * Configuration under Kafka's own keys, as `SenderOptions.create(map)` and `ReceiverOptions.create(map)` take it,
 * translated to the client's options by the client's own tables: a row knows its Kafka key and what fits. Values come as
 * Java has them, as text too. A key without a row is passed over, and said in the log: maps of Java applications are full
 * of what has no meaning here (interceptors, trust stores, socket buffers).
 */
import { type ClientOptions, type Deserializer, type Kafka, KafkaError, type ProducerOptions, type Serializer, bytesSerde, stringSerde } from '@odradek/client'
import { clientOptions, consumerOptions, nearest, type OptionRow, producerOptions, transactionalProducerOptions } from '@odradek/client/internal'
import { shown } from './given.ts'

export type PropertyValue = string | number | boolean | readonly string[] | object | undefined
export type Properties = Readonly<Record<string, PropertyValue>>

/** @throws KafkaError INVALID_CONFIG for what is no plain object, such as a Map, which would look empty. */
export function plainProperties(properties: Properties): Properties {
  if (typeof properties === 'object' && properties !== null && !Array.isArray(properties) && !(properties instanceof Map)) return properties
  throw new KafkaError('INVALID_CONFIG', `properties are an object such as { 'bootstrap.servers': '127.0.0.1:9092' }, not ${shown(properties)}`)
}

type Convert = (key: string, value: PropertyValue) => unknown

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

/** What a value may mean: as it is, or read as Java reads text. */
function* meanings(value: PropertyValue): Generator<unknown> {
  yield value
  const read = typeof value === 'string' ? value.trim() : value
  if (typeof read === 'string') {
    yield read.toLowerCase()
    if (read === 'true' || read === 'false') yield read === 'true'
    if (read !== '') yield Number(read)
  }
  // Java's word for what is switched off.
  if (Number(read) === -1) yield Number.POSITIVE_INFINITY
}

/** The first meaning that the row takes. */
const asRow = ({ check }: OptionRow): Convert => (key, value) => {
  for (const meaning of meanings(value)) {
    try {
      check(meaning, key)
      return meaning
    } catch {
      // It means something else, or nothing.
    }
  }
  throw wrong(key, value, check.allowed)
}

type Row = readonly [target: string, convert: Convert]
type Rows = Readonly<Record<string, Row>>

/** By Kafka's keys, those of some tables of the client. */
function rowsOf(...tables: readonly { readonly rows: Readonly<Record<string, OptionRow>> }[]): Record<string, Row> {
  return Object.fromEntries(tables.flatMap(({ rows }) => Object.entries(rows).flatMap(([name, row]) => (row.kafkaKey === undefined ? [] : [[row.kafkaKey, [name, asRow(row)]]]))))
}

const clientRows: Rows = {
  ...rowsOf(clientOptions),
  'bootstrap.servers': ['brokers', list],
  'security.protocol': ['protocol', oneOf('plaintext', 'ssl', 'sasl_plaintext', 'sasl_ssl')],
  'sasl.mechanism': ['mechanism', mechanism],
  'sasl.jaas.config': ['login', login],
}

const partitioners: Readonly<Record<string, string>> = { RoundRobinPartitioner: 'round-robin', DefaultPartitioner: 'default', UniformStickyPartitioner: 'default' }
const level = (codec: string): Row => [`level.${codec}`, whole]

const producerRows: Rows = {
  ...rowsOf(producerOptions, transactionalProducerOptions),
  'compression.gzip.level': level('gzip'),
  'compression.lz4.level': level('lz4'),
  'compression.zstd.level': level('zstd'),
  'partitioner.class': ['partitioner', (key, value) =>
    asRow(producerOptions.rows['partitioner']!)(key, typeof value === 'string' ? partitioners[value.slice(value.lastIndexOf('.') + 1)] ?? value : value)],
}

/** `org.apache.kafka.clients.consumer.CooperativeStickyAssignor`, or our short names. */
const assignors: Convert = (key, value) =>
  (list(key, value) as string[]).map((name) => {
    const simple = name.slice(name.lastIndexOf('.') + 1).replace(/Assignor$/, '')
    return { Range: 'range', RoundRobin: 'roundrobin', Sticky: 'sticky', CooperativeSticky: 'cooperative-sticky' }[simple] ?? name
  })

/** `by_duration:PT1H30M` of KIP-1106, too. */
const reset: Convert = (key, value) => {
  const parts = /^by_duration:P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(String(value))
  if (parts === null) return asRow(consumerOptions.rows['autoOffsetReset']!)(key, value)
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  return { byDurationMs: (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 }
}

const consumerRows: Rows = {
  ...rowsOf(consumerOptions),
  'max.poll.records': ['maxPollRecords', whole],
  'auto.offset.reset': ['autoOffsetReset', reset],
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
  /** Keys that have no meaning here. */
  readonly ignored: readonly string[]
}

function translate(properties: Properties, rows: Rows): Translated {
  const client: Record<string, unknown> = {}
  const side: Record<string, unknown> = {}
  const ignored: string[] = []
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || ownKeys.has(key)) continue
    const ofClient = Object.hasOwn(clientRows, key)
    const row = ofClient ? clientRows[key] : Object.hasOwn(rows, key) ? rows[key] : undefined
    if (row === undefined) ignored.push(key)
    else (ofClient ? client : side)[row[0]] = row[1](key, value)
  }
  return { client: secured(client), side, ignored }
}

const told = new WeakSet<Properties>()

/** Warns once of a map's keys that are passed over, with what they may have been. */
export function tellIgnored(log: Kafka['world']['log'], properties: Properties, ignored: readonly string[]): void {
  if (ignored.length === 0 || told.has(properties)) return
  told.add(properties)
  const known = [clientRows, producerRows, consumerRows].flatMap((rows) => Object.keys(rows))
  const meant = Object.fromEntries(ignored.flatMap((key) => {
    const near = nearest(key, known)
    return near === undefined ? [] : [[key, near]]
  }))
  log.warn({ ignored, ...(Object.keys(meant).length === 0 ? {} : { meant }) }, 'properties without a meaning here are ignored')
}

/** @throws KafkaError INVALID_CONFIG naming the key of a value that does not fit. */
export function producerSettings(properties: Properties): {
  readonly client: Partial<ClientOptions>
  readonly producer: ProducerOptions & { readonly transactionalId?: string; readonly transactionTimeoutMs?: number }
  readonly ignored: readonly string[]
} {
  const { client, side, ignored } = translate(properties, producerRows)
  const producer = Object.fromEntries(Object.entries(side).filter(([name]) => !name.startsWith('level.')))
  // Java has a level for each codec.
  const chosen = side[`level.${String(side['compression'])}`]
  return { client, producer: chosen === undefined ? producer : { ...producer, compressionLevel: chosen as number }, ignored }
}

/** @throws KafkaError INVALID_CONFIG naming the key of a value that does not fit. */
export function consumerSettings(properties: Properties): Translated {
  return translate(properties, consumerRows)
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
