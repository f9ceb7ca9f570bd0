/** Options of a consumer, checked once and with every default filled in. Values are Apache Kafka's where it has the same notion. */
import { KafkaError } from '../errors.ts'
import { type Assignor, assignorsFor, type AssignorChoice } from './membership/assignors/index.ts'
import type { OffsetReset } from './positions/offset-reset.ts'

export interface InFlightLimit {
  readonly records?: number
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
  /** 'classic' (default): the clients assign; 'consumer': the broker does (KIP-848, Apache Kafka 4.0 and later). */
  readonly protocol?: 'classic' | 'consumer'
  /** Of the classic protocol, most wanted first. Default ['range', 'cooperative-sticky'], as the Java consumer. */
  readonly assignors?: readonly AssignorChoice[]
  /** Of the consumer protocol: 'uniform', 'range' or one of the broker's; the broker chooses when absent. */
  readonly serverAssignor?: string
  /** Makes this a static member (KIP-345): a restart within the session timeout causes no rebalance. */
  readonly groupInstanceId?: string
  /** The coordinator gives the partitions away after this long without a heartbeat. Default 45,000. Classic only. */
  readonly sessionTimeoutMs?: number
  /** Default 3,000. Classic only: with the consumer protocol the broker says. */
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
  /** Default 5,000. */
  readonly autoCommitIntervalMs?: number
  /** Where to begin when the group has committed nothing, or the offset is gone. Default 'latest'. */
  readonly autoOffsetReset?: OffsetReset
  /** Default 'read_uncommitted'. */
  readonly isolation?: 'read_committed' | 'read_uncommitted'
  /** Bounds of what is delivered and not acknowledged. Default 10,000 records, 64 MiB. */
  readonly inFlight?: InFlightOptions
  /** Default 1: answer as soon as there is anything. */
  readonly fetchMinBytes?: number
  /** Default 50 MiB, per request. */
  readonly fetchMaxBytes?: number
  /** Per partition and request. Default 1 MiB. */
  readonly fetchMaxPartitionBytes?: number
  /** Default 500. */
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
  /** Default 'fail'. */
  readonly onPoison?: PoisonPolicy
  /** Subscribing to a topic that does not exist asks the broker to create it. Default true. */
  readonly autoCreateTopics?: boolean
  /** Whether patterns match the brokers' own topics too. Default false. */
  readonly includeInternalTopics?: boolean
}

export interface ResolvedConsumerOptions {
  readonly groupId: string | undefined
  readonly protocol: 'classic' | 'consumer'
  readonly assignors: readonly Assignor[]
  readonly serverAssignor: string | undefined
  readonly groupInstanceId: string | undefined
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
  readonly rebalanceTimeoutMs: number
  readonly maxPollIntervalMs: number
  readonly revokeDrainMs: number
  readonly autoCommit: boolean
  readonly autoCommitIntervalMs: number
  readonly autoOffsetReset: OffsetReset
  readonly isolation: 'read_committed' | 'read_uncommitted'
  readonly inFlight: { readonly records: number; readonly bytes: number; readonly partitionRecords: number; readonly partitionBytes: number }
  readonly fetchMinBytes: number
  readonly fetchMaxBytes: number
  readonly fetchMaxPartitionBytes: number
  readonly fetchMaxWaitMs: number
  readonly bufferBytes: number
  readonly maxBatchRecords: number
  readonly rack: string
  readonly reuseBuffers: boolean
  readonly checkCrcs: boolean
  readonly maxDecompressedBytes: number
  readonly onPoison: PoisonPolicy
  readonly autoCreateTopics: boolean
  readonly includeInternalTopics: boolean
}

const MIB = 1_048_576

/** @throws KafkaError INVALID_CONFIG. */
export function resolveConsumerOptions(options: ConsumerOptions): ResolvedConsumerOptions {
  const maxPollIntervalMs = positive('maxPollIntervalMs', options.maxPollIntervalMs, 300_000)
  const rebalanceTimeoutMs = positive('rebalanceTimeoutMs', options.rebalanceTimeoutMs, maxPollIntervalMs)
  const perPartition = typeof options.inFlight?.perPartition === 'number' ? { records: options.inFlight.perPartition } : options.inFlight?.perPartition
  const resolved: ResolvedConsumerOptions = {
    groupId: options.groupId,
    protocol: options.protocol ?? 'classic',
    assignors: assignorsFor(options.assignors ?? ['range', 'cooperative-sticky']),
    serverAssignor: options.serverAssignor,
    groupInstanceId: options.groupInstanceId,
    sessionTimeoutMs: positive('sessionTimeoutMs', options.sessionTimeoutMs, 45_000),
    heartbeatIntervalMs: positive('heartbeatIntervalMs', options.heartbeatIntervalMs, 3000),
    rebalanceTimeoutMs,
    maxPollIntervalMs,
    revokeDrainMs: Math.min(notNegative('revokeDrainMs', options.revokeDrainMs, 5000), rebalanceTimeoutMs / 2),
    autoCommit: options.groupId !== undefined && (options.autoCommit ?? true),
    autoCommitIntervalMs: positive('autoCommitIntervalMs', options.autoCommitIntervalMs, 5000),
    autoOffsetReset: options.autoOffsetReset ?? 'latest',
    isolation: options.isolation ?? 'read_uncommitted',
    inFlight: {
      records: positive('inFlight.records', options.inFlight?.records, 10_000),
      bytes: positive('inFlight.bytes', options.inFlight?.bytes, 64 * MIB),
      partitionRecords: positive('inFlight.perPartition', perPartition?.records, 1000),
      partitionBytes: positive('inFlight.perPartition.bytes', perPartition?.bytes, 16 * MIB),
    },
    fetchMinBytes: notNegative('fetchMinBytes', options.fetchMinBytes, 1),
    fetchMaxBytes: positive('fetchMaxBytes', options.fetchMaxBytes, 50 * MIB),
    fetchMaxPartitionBytes: positive('fetchMaxPartitionBytes', options.fetchMaxPartitionBytes, MIB),
    fetchMaxWaitMs: notNegative('fetchMaxWaitMs', options.fetchMaxWaitMs, 500),
    bufferBytes: positive('bufferBytes', options.bufferBytes, 64 * MIB),
    maxBatchRecords: positive('maxBatchRecords', options.maxBatchRecords, 2000),
    rack: options.rack ?? '',
    reuseBuffers: options.reuseBuffers ?? false,
    checkCrcs: options.checkCrcs ?? true,
    maxDecompressedBytes: positive('maxDecompressedBytes', options.maxDecompressedBytes, 256 * MIB),
    onPoison: options.onPoison ?? 'fail',
    autoCreateTopics: options.autoCreateTopics ?? true,
    includeInternalTopics: options.includeInternalTopics ?? false,
  }
  check(options, resolved)
  return resolved
}

function check(options: ConsumerOptions, resolved: ResolvedConsumerOptions): void {
  if (options.groupId === '') refuse('groupId: an empty name is no group; leave it out to consume without one')
  if (options.groupId === undefined && options.groupInstanceId !== undefined) refuse('groupInstanceId needs a groupId')
  if (options.groupId === undefined && options.autoCommit === true) refuse('autoCommit needs a groupId')
  if (resolved.protocol === 'consumer' && options.assignors !== undefined) {
    refuse("assignors: with protocol 'consumer' the broker assigns; use serverAssignor")
  }
  if (resolved.protocol === 'classic' && resolved.heartbeatIntervalMs >= resolved.sessionTimeoutMs) {
    refuse(`heartbeatIntervalMs (${resolved.heartbeatIntervalMs}) must be below sessionTimeoutMs (${resolved.sessionTimeoutMs}); a third of it is usual`)
  }
}

function refuse(message: string): never {
  throw new KafkaError('INVALID_CONFIG', message)
}

function positive(name: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback
  if (!(value > 0)) throw new KafkaError('INVALID_CONFIG', `${name} must be above 0, not ${value}`)
  return value
}

function notNegative(name: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback
  if (!(value >= 0)) throw new KafkaError('INVALID_CONFIG', `${name} must be 0 or more, not ${value}`)
  return value
}
