/** Options of a consumer, checked once and with every default filled in. Values are Apache Kafka's where it has the same notion. */
import {
  aFunction, either, fits, flag, int32, listOf, milliseconds, name, oneOf, onlyFields, orInfinity, someMilliseconds, text, whole, withFields,
} from '../checks.ts'
import { KafkaError } from '../errors.ts'
import { type Filled, OptionTable } from '../option-table.ts'
import { type Assignor, assignorNames, assignorsFor, type AssignorChoice } from './membership/assignors/index.ts'
import type { OffsetReset } from './positions/offset-reset.ts'

export interface InFlightLimit {
  /** Default 10,000; of a partition 1,000. */
  readonly records?: number
  /** Default 64 MiB; of a partition 16 MiB. */
  readonly bytes?: number
}

export interface InFlightOptions extends InFlightLimit {
  /** The same for each partition: a number means records. Default 1,000 records, 16 MiB. */
  readonly perPartition?: number | InFlightLimit
}

/**
 * What happens to a record that cannot be read: `fail` rejects the iterator (the position stays at the record), `skip`
 * goes on behind it, `{ deadLetter }` hands the raw record over first and goes on when that has succeeded. Whatever it
 * says, a reason that may pass (a schema registry that is away) rejects the iterator, and the record is read again.
 */
export type PoisonPolicy = 'fail' | 'skip' | { readonly deadLetter: string | ((poison: PoisonRecord) => Promise<void> | void) }

export interface PoisonRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly { readonly key: string; readonly value: Buffer | null }[]
  readonly error: KafkaError
}

export interface ConsumerOptions {
  /** Members of one group share the partitions. Without it only `assign` works, and nothing is committed. */
  readonly groupId?: string
  /** 'classic': the clients assign; 'consumer': the broker does (KIP-848, Apache Kafka 4.0 and later). Default 'classic'. */
  readonly protocol?: 'classic' | 'consumer'
  /** Of the classic protocol, most wanted first. Default ['range', 'cooperative-sticky'], as the Java consumer. */
  readonly assignors?: readonly AssignorChoice[]
  /** Of the consumer protocol: 'uniform', 'range' or one of the broker's; the broker chooses when absent. */
  readonly serverAssignor?: string
  /** Makes this a static member (KIP-345): a restart within the session timeout causes no rebalance. */
  readonly groupInstanceId?: string
  /** The coordinator gives the partitions away after this long without a heartbeat. Default 45,000. Classic only. */
  readonly sessionTimeoutMs?: number
  /** How often the coordinator hears of this member. Default 3,000. Classic only: with the consumer protocol the broker says. */
  readonly heartbeatIntervalMs?: number
  /** How long the members have to give up partitions and join again. Default `maxPollIntervalMs`. */
  readonly rebalanceTimeoutMs?: number
  /**
   * When nothing has been asked for and nothing acknowledged for this long although there is something, the member
   * leaves the group so that others get its partitions; the next request for records joins again. Default 300,000.
   */
  readonly maxPollIntervalMs?: number
  /**
   * How long partitions that go away wait for the records in flight to be acknowledged, so that they are committed
   * and not delivered a second time. Default 5,000, at most half of the rebalance timeout.
   */
  readonly revokeDrainMs?: number
  /** Acknowledged offsets are committed by themselves. Default true (with a group). */
  readonly autoCommit?: boolean
  /** How often. Default 5,000. */
  readonly autoCommitIntervalMs?: number
  /** Where to begin when the group has committed nothing, or the offset is gone. Default 'latest'. */
  readonly autoOffsetReset?: OffsetReset
  /** `read_committed` hides what a transaction has not committed. Default 'read_uncommitted'. */
  readonly isolation?: 'read_committed' | 'read_uncommitted'
  /** Bounds of what is delivered and not acknowledged. Default 10,000 records, 64 MiB. */
  readonly inFlight?: InFlightOptions
  /** The broker answers when it has so much, or after `fetchMaxWaitMs`. Default 1. */
  readonly fetchMinBytes?: number
  /** Bytes of one answer. Default 50 MiB. */
  readonly fetchMaxBytes?: number
  /** Bytes of one partition in an answer. Default 1 MiB. */
  readonly fetchMaxPartitionBytes?: number
  /** How long the broker waits for `fetchMinBytes`. Default 500. */
  readonly fetchMaxWaitMs?: number
  /** Fetched and not delivered yet, over all partitions; what is compressed counts with what it becomes, once its turn has come. Default 64 MiB. */
  readonly bufferBytes?: number
  /** Records of one `batches()` batch. Default 2,000. */
  readonly maxBatchRecords?: number
  /** The rack we are in: reads from a replica there when the broker names one (KIP-392). */
  readonly rack?: string
  /**
   * The memory of what was fetched is used again once it is acknowledged: faster, by much for large records. Keys, values
   * and headers that are Buffers are then valid until their record, or batch, is acknowledged: copy what you keep.
   * Looking at an acknowledged record throws, a Buffer that was kept becomes empty. Default false.
   */
  readonly reuseBuffers?: boolean
  /** Whether the checksum of every batch is verified. Default true. */
  readonly checkCrcs?: boolean
  /** A batch that decompresses to more is poison. Default 256 MiB. */
  readonly maxDecompressedBytes?: number
  /** What happens to a record that cannot be read. Default 'fail'. */
  readonly onPoison?: PoisonPolicy
  /** Subscribing to a topic that does not exist asks the broker to create it. Default true. */
  readonly autoCreateTopics?: boolean
  /** Whether patterns match the brokers' own topics too. Default false. */
  readonly includeInternalTopics?: boolean
}

const MIB = 1_048_576
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const counted = orInfinity(whole(1), 'no bound')

const perPartitionOptions: OptionTable<InFlightLimit> = new OptionTable('inFlight.perPartition', {
  records: { default: 1000, check: counted },
  bytes: { default: 16 * MIB, check: counted },
})

export const inFlightOptions: OptionTable<InFlightOptions> = new OptionTable('inFlight', {
  records: { default: 10_000, check: counted },
  bytes: { default: 64 * MIB, check: counted },
  perPartition: { default: {}, check: either((value) => (isObject(value) ? perPartitionOptions.check : counted), `a number of records, or ${perPartitionOptions.check.allowed}`) },
})

const reset = oneOf(['earliest', 'latest', 'none'], { smallest: 'earliest', beginning: 'earliest', largest: 'latest', end: 'latest', error: 'none' })
const byDuration = onlyFields({ byDurationMs: milliseconds })
const deadLetter = onlyFields({ deadLetter: fits('the name of a topic, or a function', (value) => typeof value === 'function' || (typeof value === 'string' && value !== '')) })
const ownAssignor = withFields({ name, protocols: listOf(oneOf(['eager', 'cooperative']), true), assign: aFunction }, { userData: aFunction })
const onPoison = oneOf(['fail', 'skip'])
const assignorName = oneOf(assignorNames, { cooperativeSticky: 'cooperative-sticky', RoundRobinAssigner: 'roundrobin' })

type Unset = 'groupId' | 'serverAssignor' | 'groupInstanceId' | 'rebalanceTimeoutMs' | 'autoCommit'

export const consumerOptions: OptionTable<ConsumerOptions, Unset> = new OptionTable('consumer', {
  groupId: { check: name, otherwise: 'no group: `assign`', kafkaKey: 'group.id' },
  protocol: { default: 'classic', check: oneOf(['classic', 'consumer']), kafkaKey: 'group.protocol', elsewhere: ['groupProtocol'] },
  assignors: {
    default: ['range', 'cooperative-sticky'], kafkaKey: 'partition.assignment.strategy', elsewhere: ['partitionAssigners'],
    check: listOf(either((value) => (isObject(value) ? ownAssignor : assignorName), `${assignorName.allowed}, or one of your own`), true),
  },
  serverAssignor: { check: name, otherwise: 'the broker chooses', kafkaKey: 'group.remote.assignor', elsewhere: ['groupRemoteAssignor'] },
  groupInstanceId: { check: name, otherwise: 'a dynamic member', kafkaKey: 'group.instance.id' },
  sessionTimeoutMs: { default: 45_000, check: int32(1), kafkaKey: 'session.timeout.ms' },
  heartbeatIntervalMs: { default: 3000, check: int32(1), kafkaKey: 'heartbeat.interval.ms' },
  rebalanceTimeoutMs: { check: int32(1), otherwise: '`maxPollIntervalMs`' },
  maxPollIntervalMs: { default: 300_000, check: int32(1), kafkaKey: 'max.poll.interval.ms' },
  revokeDrainMs: { default: 5000, check: milliseconds },
  autoCommit: { check: flag, otherwise: 'true with a `groupId`', kafkaKey: 'enable.auto.commit' },
  autoCommitIntervalMs: { default: 5000, check: someMilliseconds, kafkaKey: 'auto.commit.interval.ms' },
  autoOffsetReset: {
    default: 'latest', kafkaKey: 'auto.offset.reset', elsewhere: ['fromBeginning'],
    check: either((value) => (isObject(value) ? byDuration : reset), `${reset.allowed}, or { byDurationMs }`),
  },
  isolation: { default: 'read_uncommitted', check: oneOf(['read_committed', 'read_uncommitted']), kafkaKey: 'isolation.level', elsewhere: ['readUncommitted'] },
  inFlight: { default: {}, check: inFlightOptions.check },
  fetchMinBytes: { default: 1, check: int32(0), kafkaKey: 'fetch.min.bytes', elsewhere: ['minBytes'] },
  fetchMaxBytes: { default: 50 * MIB, check: int32(1), kafkaKey: 'fetch.max.bytes', elsewhere: ['maxBytes'] },
  fetchMaxPartitionBytes: { default: MIB, check: int32(1), kafkaKey: 'max.partition.fetch.bytes', elsewhere: ['maxBytesPerPartition'] },
  fetchMaxWaitMs: { default: 500, check: int32(0), kafkaKey: 'fetch.max.wait.ms', elsewhere: ['maxWaitTime', 'maxWaitTimeInMs'] },
  bufferBytes: { default: 64 * MIB, check: whole(1) },
  maxBatchRecords: { default: 2000, check: counted, elsewhere: ['max.poll.records'] },
  rack: { default: '', check: text, kafkaKey: 'client.rack', elsewhere: ['rackId'] },
  reuseBuffers: { default: false, check: flag },
  checkCrcs: { default: true, check: flag, kafkaKey: 'check.crcs' },
  maxDecompressedBytes: { default: 256 * MIB, check: whole(1) },
  onPoison: { default: 'fail', check: either((value) => (isObject(value) ? deadLetter : onPoison), `${onPoison.allowed}, or { deadLetter }`) },
  autoCreateTopics: { default: true, check: flag, kafkaKey: 'allow.auto.create.topics', elsewhere: ['allowAutoTopicCreation', 'autocreateTopics'] },
  includeInternalTopics: { default: false, check: flag, elsewhere: ['exclude.internal.topics'] },
})

export interface ResolvedConsumerOptions
  extends Omit<Filled<ConsumerOptions, 'groupId' | 'serverAssignor' | 'groupInstanceId'>, 'assignors' | 'inFlight'> {
  readonly assignors: readonly Assignor[]
  readonly inFlight: { readonly records: number; readonly bytes: number; readonly partitionRecords: number; readonly partitionBytes: number }
}

/** @throws KafkaError INVALID_CONFIG. */
export function resolveConsumerOptions(options: ConsumerOptions): ResolvedConsumerOptions {
  const given = consumerOptions.take(options)
  check(given, options.assignors !== undefined)
  const { records, bytes, perPartition } = inFlightOptions.take(given.inFlight)
  const partition = perPartitionOptions.take(typeof perPartition === 'number' ? { records: perPartition } : perPartition)
  const rebalanceTimeoutMs = given.rebalanceTimeoutMs ?? given.maxPollIntervalMs
  return {
    ...given,
    assignors: assignorsFor(given.assignors),
    rebalanceTimeoutMs,
    revokeDrainMs: Math.min(given.revokeDrainMs, rebalanceTimeoutMs / 2),
    autoCommit: given.groupId !== undefined && (given.autoCommit ?? true),
    inFlight: { records, bytes, partitionRecords: partition.records, partitionBytes: partition.bytes },
  }
}

/** What must hold between them. */
function check(options: Filled<ConsumerOptions, Unset>, hasAssignors: boolean): void {
  const { groupId, groupInstanceId, autoCommit, protocol, heartbeatIntervalMs, sessionTimeoutMs } = options
  if (groupId === undefined && groupInstanceId !== undefined) refuse('groupInstanceId needs a groupId')
  if (groupId === undefined && autoCommit === true) refuse('autoCommit needs a groupId')
  if (protocol === 'consumer' && hasAssignors) refuse("assignors: with protocol 'consumer' the broker assigns; use serverAssignor")
  if (protocol === 'classic' && heartbeatIntervalMs >= sessionTimeoutMs) {
    refuse(`heartbeatIntervalMs (${heartbeatIntervalMs}) must be below sessionTimeoutMs (${sessionTimeoutMs}); a third of it is usual`)
  }
}

function refuse(message: string): never {
  throw new KafkaError('INVALID_CONFIG', `consumer: ${message}`)
}
