/** Options of a producer, and what must hold between them. Values are Apache Kafka's where it has the same notion. */
import type { CompressionName } from '@odradek/protocol/internal'
import { KafkaError } from '../errors.ts'
import type { PartitionerChoice } from './partitioner.ts'

export interface ProducerOptions {
  /** -1 or 'all' (default): every in-sync replica has the record; 1: the leader; 0: nobody answers. */
  readonly acks?: 'all' | -1 | 0 | 1
  /** No duplicates and no reordering by retries. Default true; needs acks 'all' and at most 5 in flight. */
  readonly idempotent?: boolean
  /** How long an unfilled batch waits for more records. Default 5. */
  readonly lingerMs?: number
  /** A batch is closed at this size as it is sent: with compression, when it is estimated to be that large. Default 16,384. */
  readonly batchBytes?: number
  /** Memory for records that are not delivered yet. Default 32 MiB. */
  readonly bufferBytes?: number
  /** How long a record waits for metadata, an asynchronous serializer and buffer memory together. Default 60,000. */
  readonly maxBlockMs?: number
  readonly compression?: CompressionName
  readonly compressionLevel?: number
  /** 'default', 'round-robin' (exact, keys ignored), or your own. */
  readonly partitioner?: PartitionerChoice
  /** Requests under way to a broker at a time. Default 5. */
  readonly maxInFlight?: number
  /** Bytes of a request, of a record, and of a batch before compression. Default 1 MiB. */
  readonly maxRequestBytes?: number
  /** A record is delivered or has failed after this long. Default 120,000. */
  readonly deliveryTimeoutMs?: number
  /** Default 2,147,483,647: the delivery timeout decides. */
  readonly retries?: number
  /** Whether sending to a topic that does not exist asks the broker to create it. Default true. */
  readonly autoCreateTopics?: boolean
}

const compressions: readonly CompressionName[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

/** @throws KafkaError INVALID_CONFIG. */
export function checkOptions(options: ProducerOptions): { acks: 0 | 1 | -1; idempotent: boolean; batchBytes: number; maxRequestBytes: number } {
  const acks = options.acks === 'all' || options.acks === undefined ? -1 : options.acks
  const idempotent = options.idempotent ?? (acks === -1 && (options.maxInFlight ?? 5) <= 5)
  if (idempotent && acks !== -1) throw new KafkaError('INVALID_CONFIG', `idempotent needs acks 'all', not ${acks}`)
  if (idempotent && (options.maxInFlight ?? 5) > 5) throw new KafkaError('INVALID_CONFIG', 'idempotent allows at most 5 requests in flight (maxInFlight)')
  const batchBytes = options.batchBytes ?? 16_384
  if (!(batchBytes >= 0)) throw new KafkaError('INVALID_CONFIG', `batchBytes must be 0 or more, not ${batchBytes}`)
  if (batchBytes > (options.bufferBytes ?? batchBytes)) {
    throw new KafkaError('INVALID_CONFIG', `bufferBytes (${options.bufferBytes}) is less than one batch (batchBytes, ${batchBytes}): raise it, or lower batchBytes`)
  }
  const { compression = 'none' } = options
  if (!compressions.includes(compression)) throw new KafkaError('INVALID_CONFIG', `compression: "${compression}" is none of ${compressions.join(', ')}`)
  const timeouts = [options.deliveryTimeoutMs, options.lingerMs, options.maxBlockMs]
  if (timeouts.some((value) => value !== undefined && !(value >= 0))) throw new KafkaError('INVALID_CONFIG', 'times are milliseconds from 0 up')
  return { acks, idempotent, batchBytes, maxRequestBytes: options.maxRequestBytes ?? 1_048_576 }
}
