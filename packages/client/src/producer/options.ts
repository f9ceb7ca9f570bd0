/** Options of a producer, and what must hold between them. Values are Apache Kafka's where it has the same notion. */
import { codecByName, type CompressionName } from '@odradek/protocol/internal'
import { anySafeInteger, flag, int32, milliseconds, name, oneOf, orElse, orInfinity, whole } from '../checks.ts'
import { KafkaError } from '../errors.ts'
import { type Filled, type OptionRows, OptionTable } from '../option-table.ts'
import type { PartitionerChoice } from './partitioner.ts'

export interface ProducerOptions {
  /** -1 or 'all': every in-sync replica has the record; 1: the leader; 0: nobody answers. Default 'all'. */
  readonly acks?: 'all' | -1 | 0 | 1
  /** No duplicates and no reordering by retries. Default true; needs acks 'all' and at most 5 in flight. */
  readonly idempotent?: boolean
  /** How long an unfilled batch waits for more records. Default 5. */
  readonly lingerMs?: number
  /** A batch is closed at this size as it is sent: with compression, when it is estimated to be that large. Default 16,384. */
  readonly batchBytes?: number
  /** Memory for records that are not delivered yet. Default 32 MiB. */
  readonly bufferBytes?: number
  /**
   * How long a record waits for metadata, an asynchronous serializer and buffer memory together; and each
   * call of a transaction. Default 60,000.
   */
  readonly maxBlockMs?: number
  /** Default 'none'. */
  readonly compression?: CompressionName
  /** gzip 1 to 9, lz4 1 to 17, zstd -131,072 to 22. Default: the codec's. */
  readonly compressionLevel?: number
  /** 'default', 'round-robin' (exact, keys ignored), or your own. Default 'default'. */
  readonly partitioner?: PartitionerChoice
  /** Requests under way to a broker at a time. Default 5. */
  readonly maxInFlight?: number
  /** Bytes of a request, of a record, and of a batch before compression. Default 1 MiB. */
  readonly maxRequestBytes?: number
  /** A record is delivered or has failed after this long. Default 120,000. */
  readonly deliveryTimeoutMs?: number
  /** How often a batch is sent again; as it is, the delivery timeout decides. Default 2,147,483,647. */
  readonly retries?: number
  /** Whether sending to a topic that does not exist asks the broker to create it. Default true. */
  readonly autoCreateTopics?: boolean
}

export interface TransactionalProducerOptions extends Omit<ProducerOptions, 'acks' | 'idempotent'> {
  /** The same across restarts of what plays this part, and used by nobody else. */
  readonly transactionalId: string
  /** The coordinator aborts a transaction that is open for longer. Default 60,000. */
  readonly transactionTimeoutMs?: number
}

const partitioner = orElse(oneOf(['default', 'round-robin']), 'an object with a function `partition`', (value) =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'partition') === 'function')

const common: OptionRows<Omit<ProducerOptions, 'acks' | 'idempotent'>, 'compressionLevel'> = {
  lingerMs: { default: 5, check: milliseconds, kafkaKey: 'linger.ms' },
  batchBytes: { default: 16_384, check: whole(0), kafkaKey: 'batch.size' },
  bufferBytes: { default: 33_554_432, check: whole(1), kafkaKey: 'buffer.memory' },
  maxBlockMs: { default: 60_000, check: orInfinity(milliseconds, 'as long as it takes'), kafkaKey: 'max.block.ms' },
  compression: { default: 'none', check: oneOf(['none', 'gzip', 'snappy', 'lz4', 'zstd']), kafkaKey: 'compression.type' },
  compressionLevel: { check: anySafeInteger, otherwise: 'as the codec has it', elsewhere: ['compression.gzip.level', 'compression.lz4.level', 'compression.zstd.level'] },
  partitioner: { default: 'default', check: partitioner, kafkaKey: 'partitioner.class', elsewhere: ['createPartitioner'] },
  maxInFlight: { default: 5, check: whole(1), kafkaKey: 'max.in.flight.requests.per.connection', elsewhere: ['maxInFlightRequests', 'maxInflight'] },
  maxRequestBytes: { default: 1_048_576, check: int32(1), kafkaKey: 'max.request.size' },
  deliveryTimeoutMs: { default: 120_000, check: orInfinity(milliseconds, 'as long as it takes'), kafkaKey: 'delivery.timeout.ms' },
  retries: { default: 2_147_483_647, check: orInfinity(whole(0), 'the delivery timeout decides'), kafkaKey: 'retries' },
  autoCreateTopics: { default: true, check: flag, kafkaKey: 'allow.auto.create.topics', elsewhere: ['allowAutoTopicCreation', 'autocreateTopics'] },
}

type Unset = 'compressionLevel' | 'idempotent'

export const producerOptions: OptionTable<ProducerOptions, Unset> = new OptionTable('producer', {
  acks: { default: 'all', check: oneOf(['all', -1, 0, 1]), kafkaKey: 'acks' },
  idempotent: { check: flag, otherwise: "true, with acks 'all' and at most 5 in flight", kafkaKey: 'enable.idempotence' },
  ...common,
})

export const transactionalProducerOptions: OptionTable<TransactionalProducerOptions, 'compressionLevel'> = new OptionTable('transactionalProducer', {
  transactionalId: { required: true, check: name, kafkaKey: 'transactional.id' },
  transactionTimeoutMs: { default: 60_000, check: int32(1), kafkaKey: 'transaction.timeout.ms', elsewhere: ['transactionTimeout'] },
  ...common,
})

export interface ResolvedProducerOptions extends Omit<Filled<ProducerOptions, 'compressionLevel'>, 'acks'> {
  readonly acks: 0 | 1 | -1
}

/** @throws KafkaError INVALID_CONFIG. */
export function resolveProducerOptions(options: ProducerOptions): ResolvedProducerOptions {
  const given = producerOptions.take(options)
  const acks = given.acks === 'all' ? -1 : given.acks
  const resolved: ResolvedProducerOptions = { ...given, acks, idempotent: given.idempotent ?? (acks === -1 && given.maxInFlight <= 5) }
  check(resolved)
  // A short delivery timeout alone is fine: batches then leave earlier than the default would have them.
  const { lingerMs, deliveryTimeoutMs } = resolved
  if (options.lingerMs !== undefined && lingerMs > deliveryTimeoutMs) {
    refuse(`lingerMs (${lingerMs}) is above deliveryTimeoutMs (${deliveryTimeoutMs}): a record could fail before it is sent`)
  }
  return resolved
}

/** What must hold between them. */
function check(options: ResolvedProducerOptions): void {
  const { acks, idempotent, maxInFlight, batchBytes, bufferBytes, compression, compressionLevel } = options
  if (idempotent && acks !== -1) refuse(`idempotent needs acks 'all', not ${acks}`)
  if (idempotent && maxInFlight > 5) refuse(`idempotent allows at most 5 requests in flight (maxInFlight), not ${maxInFlight}`)
  if (batchBytes > bufferBytes) refuse(`bufferBytes (${bufferBytes}) is less than one batch (batchBytes, ${batchBytes}): raise it, or lower batchBytes`)
  if (compressionLevel === undefined) return
  const levels = codecByName(compression)?.levels
  if (levels === undefined) refuse(`compressionLevel: compression '${compression}' has no levels; leave it out`)
  if (compressionLevel !== levels.default && !(compressionLevel >= levels.min && compressionLevel <= levels.max)) {
    refuse(`compressionLevel of ${compression} must be a whole number from ${levels.min} to ${levels.max}, not ${compressionLevel}`)
  }
}

function refuse(message: string): never {
  throw new KafkaError('INVALID_CONFIG', `producer: ${message}`)
}
