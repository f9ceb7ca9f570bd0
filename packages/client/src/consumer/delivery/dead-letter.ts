/**
 * Where poison records go with `onPoison: { deadLetter: 'topic' }`: the raw key and value, the record's own headers, and
 * headers that say where it came from and what was wrong with it.
 */
import type { Producer } from '../../producer/producer.ts'
import type { DeadLetterSend } from './poison.ts'

/** `producer` is made when the first record needs it. */
export function sendToDeadLetterTopic(producer: () => Producer): DeadLetterSend {
  return async (topic, poison) => {
    await producer().send(topic, {
      key: poison.key,
      value: poison.value,
      timestamp: poison.timestamp,
      headers: [
        ...poison.headers,
        { key: 'odradek.dead-letter.topic', value: poison.topic },
        { key: 'odradek.dead-letter.partition', value: String(poison.partition) },
        { key: 'odradek.dead-letter.offset', value: String(poison.offset) },
        { key: 'odradek.dead-letter.error', value: poison.error.message },
      ],
    })
  }
}
