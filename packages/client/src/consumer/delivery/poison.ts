/** What to do with records that cannot be read: the policy `onPoison`, in one place. */
import { KafkaError } from '../../errors.ts'
import type { DataProblem } from '../fetching/fetched-data.ts'
import type { PoisonPolicy, PoisonRecord } from '../options.ts'
import type { TypedRecord } from '../record.ts'

export type DeadLetterSend = (topic: string, poison: PoisonRecord) => Promise<void>

/** Nothing is wrong with the record, but with what it takes to read it: a schema registry that is away, say. No policy gives it up for that. */
export const isElsewhere = (error: KafkaError): boolean => error.retriable || error.code === 'AUTHENTICATION_FAILED'

export class Poison {
  readonly #policy: PoisonPolicy
  readonly send: DeadLetterSend

  constructor(policy: PoisonPolicy, send: DeadLetterSend) {
    this.#policy = policy
    this.send = send
  }

  /** A record whose deserializer threw. Undefined: go on; a promise: go on after it. @throws KafkaError 'fail'. */
  ofRecord(record: TypedRecord<unknown, unknown>): Promise<void> | undefined {
    const policy = this.#policy
    const error = record.poison!
    if (isElsewhere(error)) {
      throw new KafkaError(error.code, `${record.topic}-${record.partition} at offset ${record.offset} could not be read yet: ${error.message}`, { cause: error, retriable: error.retriable })
    }
    if (policy === 'skip') return undefined
    if (policy === 'fail') {
      throw new KafkaError('DESERIALIZATION', `${record.topic}-${record.partition} at offset ${record.offset}: ${error.message}; seek behind it, or set onPoison`, { cause: error })
    }
    const { topic, partition, offset, timestamp, rawKey, rawValue, headers } = record
    const poison: PoisonRecord = { topic, partition, offset, timestamp, key: rawKey, value: rawValue, headers, error }
    const { deadLetter } = policy
    return typeof deadLetter === 'string' ? this.send(deadLetter, poison) : Promise.resolve(deadLetter(poison))
  }

  /** A batch that is corrupt. There is no record to keep, so a dead-letter topic cannot have it: it is passed over only by 'skip'. */
  ofBatch(name: string, problem: DataProblem): void {
    if (this.#policy !== 'skip') throw this.error(name, problem)
  }

  error(name: string, { offset, error }: DataProblem): KafkaError {
    return new KafkaError('CORRUPT_DATA', `${name} at offset ${offset}: ${error.message}`, { cause: error })
  }
}
