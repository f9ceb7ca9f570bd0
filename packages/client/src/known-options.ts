/**
 * Which options there are: one table, kept complete by the compiler, so that a name nobody knows is said when something
 * is made and not passed over. Read there only; records never come by here.
 */
import { likelySpelling } from '@odradek/platform/internal'
import type { ConsumerOptions, InFlightLimit, InFlightOptions } from './consumer/options.ts'
import { KafkaError } from './errors.ts'
import type { ClientOptions } from './options.ts'
import type { ProducerOptions } from './producer/options.ts'
import type { TransactionalProducerOptions } from './producer/transactional-producer.ts'

/** Every name of T, no other. */
type Names<T> = Readonly<Record<keyof T, 1>>

const client: Names<ClientOptions> = {
  brokers: 1, clientId: 1, tls: 1, sasl: 1, requestTimeoutMs: 1, connectTimeoutMs: 1, reconnectBackoffMs: 1, reconnectBackoffMaxMs: 1, retryBackoffMs: 1,
  retryBackoffMaxMs: 1, defaultTimeoutMs: 1, metadataMaxAgeMs: 1, connectionsMaxIdleMs: 1, logger: 1, world: 1,
}

const anyProducer: Names<Omit<ProducerOptions, 'acks' | 'idempotent'>> = {
  lingerMs: 1, batchBytes: 1, bufferBytes: 1, maxBlockMs: 1, compression: 1, compressionLevel: 1, partitioner: 1, maxInFlight: 1, maxRequestBytes: 1,
  deliveryTimeoutMs: 1, retries: 1, autoCreateTopics: 1,
}
const producer: Names<ProducerOptions> = { acks: 1, idempotent: 1, ...anyProducer }
const transactionalProducer: Names<TransactionalProducerOptions> = { transactionalId: 1, transactionTimeoutMs: 1, ...anyProducer }

const consumer: Names<ConsumerOptions> = {
  groupId: 1, protocol: 1, assignors: 1, serverAssignor: 1, groupInstanceId: 1, sessionTimeoutMs: 1, heartbeatIntervalMs: 1, rebalanceTimeoutMs: 1,
  maxPollIntervalMs: 1, revokeDrainMs: 1, autoCommit: 1, autoCommitIntervalMs: 1, autoOffsetReset: 1, isolation: 1, inFlight: 1, fetchMinBytes: 1,
  fetchMaxBytes: 1, fetchMaxPartitionBytes: 1, fetchMaxWaitMs: 1, bufferBytes: 1, maxBatchRecords: 1, rack: 1, reuseBuffers: 1, checkCrcs: 1,
  maxDecompressedBytes: 1, onPoison: 1, autoCreateTopics: 1, includeInternalTopics: 1,
}
const inFlightLimit: Names<InFlightLimit> = { records: 1, bytes: 1 }
const inFlight: Names<InFlightOptions> = { ...inFlightLimit, perPartition: 1 }

type Maker = 'createKafka' | 'producer' | 'transactionalProducer' | 'consumer' | 'admin'

/** By what takes them. */
const makers: Readonly<Record<Maker, Readonly<Record<string, 1>>>> = { createKafka: client, producer, transactionalProducer, consumer, admin: {} }

/** What other clients call them, where the spelling does not lead to it. */
const elsewhere: Readonly<Record<string, string>> = {
  'bootstrap.servers': 'brokers', ssl: 'tls', logCreator: 'logger', logLevel: 'logger', log: 'logger', connectionTimeout: 'connectTimeoutMs', 'batch.size': 'batchBytes', 'buffer.memory': 'bufferBytes',
  'max.request.size': 'maxRequestBytes', 'enable.idempotence': 'idempotent', maxInFlightRequests: 'maxInFlight',
  'max.in.flight.requests.per.connection': 'maxInFlight', 'compression.type': 'compression', transactionTimeout: 'transactionTimeoutMs',
  allowAutoTopicCreation: 'autoCreateTopics', fromBeginning: 'autoOffsetReset', 'enable.auto.commit': 'autoCommit', 'isolation.level': 'isolation',
  readUncommitted: 'isolation', rackId: 'rack', 'client.rack': 'rack', 'max.partition.fetch.bytes': 'fetchMaxPartitionBytes',
  maxBytesPerPartition: 'fetchMaxPartitionBytes', 'group.protocol': 'protocol', 'max.poll.records': 'maxBatchRecords',
}

/** @throws KafkaError INVALID_CONFIG naming an option that is none, what it may have been, and those that there are. */
export function checkNames(maker: Maker, options: unknown): void {
  checkAgainst(maker, makers[maker], options)
  if (maker !== 'consumer') return
  const given = (options as ConsumerOptions).inFlight
  if (given === undefined) return
  checkAgainst('inFlight', inFlight, given)
  if (typeof given.perPartition === 'object') checkAgainst('inFlight.perPartition', inFlightLimit, given.perPartition)
}

function checkAgainst(what: string, known: Readonly<Record<string, 1>>, options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new KafkaError('INVALID_CONFIG', `${what}: its options are an object, not ${Array.isArray(options) ? 'a list' : options === null ? 'null' : `a ${typeof options}`}`)
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(known, name)) continue
    const names = Object.keys(known)
    const all = names.length === 0 ? 'it has none' : `options are ${names.join(', ')}`
    throw new KafkaError('INVALID_CONFIG', `${what}: there is no option "${name}"${meant(name, names)}; ${all}`)
  }
}

function meant(name: string, names: readonly string[]): string {
  const near = nearestName(name, names)
  if (near !== undefined) return ` (did you mean "${near}"?)`
  const owner = Object.entries(makers).find(([, known]) => Object.hasOwn(known, name))
  return owner === undefined ? '' : ` (it is one of ${owner[0]})`
}

/** The name that was meant: as others write it, without its unit, or misspelt. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const other = Object.hasOwn(elsewhere, name) ? elsewhere[name]! : undefined
  if (other !== undefined && names.includes(other)) return other
  const wanted = plain(name)
  return names.find((known) => plain(known) === wanted)
    ?? (wanted.length < 3 ? undefined : names.find((known) => plain(known).startsWith(wanted)))
    ?? likelySpelling(name, names)
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
