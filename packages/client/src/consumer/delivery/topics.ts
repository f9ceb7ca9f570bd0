/** The types of the topics that are read: which deserializers a topic has, and running them. */
import { KafkaError } from '../../errors.ts'
import { bytesSerde, type Topic } from '../../serde.ts'
import type { TypedRecord } from '../record.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- topics of any types stand side by side
export type AnyTopic = Topic<any, any, any, any>

export class Topics {
  readonly #typed = new Map<string, AnyTopic>()

  /** From now on records of this topic are made by its deserializers. */
  add(topic: AnyTopic): void {
    this.#typed.set(topic.name, topic)
  }

  /** Records need more than a view of their bytes. */
  isTyped(name: string): boolean {
    const topic = this.#typed.get(name)
    return topic !== undefined && (topic.key !== bytesSerde || topic.value !== bytesSerde)
  }

  /** Fills in keys and values, or the reason why not. A promise when a deserializer takes its time. */
  decode(name: string, records: readonly TypedRecord<unknown, unknown>[]): Promise<void> | undefined {
    const topic = this.#typed.get(name)
    if (topic === undefined) return undefined
    let waiting: Promise<void>[] | undefined
    for (const record of records) {
      const pending = decodeOne(topic, record)
      if (pending !== undefined) (waiting ??= []).push(pending)
    }
    return waiting === undefined ? undefined : Promise.all(waiting).then(() => {})
  }
}

function decodeOne(topic: AnyTopic, record: TypedRecord<unknown, unknown>): Promise<void> | undefined {
  try {
    const key: unknown = topic.key.deserialize(record.rawKey, topic.name)
    const bytes = record.rawValue
    // A tombstone is one whatever the topic's values are.
    const value: unknown = bytes === null ? null : topic.value.deserialize(bytes, topic.name)
    if (!(key instanceof Promise) && !(value instanceof Promise)) {
      record.decodedKey = key
      record.decodedValue = value
      return undefined
    }
    return Promise.all([key, value]).then(
      ([decodedKey, decodedValue]) => {
        record.decodedKey = decodedKey
        record.decodedValue = decodedValue
      },
      (error: unknown) => {
        record.poison = poisonError(error, topic.name)
      },
    )
  } catch (error) {
    record.poison = poisonError(error, topic.name)
    return undefined
  }
}

function poisonError(thrown: unknown, topic: string): KafkaError {
  if (thrown instanceof KafkaError) return thrown
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new KafkaError('DESERIALIZATION', `a record of topic ${topic} cannot be read: ${reason}`, { cause: thrown })
}
