/** A member of a group that is our own client, in a process of its own. Arguments and output as in `member.py`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ConsumerBatch, createKafka, KafkaError } from '@odradek/client'

function say(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Offsets of the batch in rows, without holes. */
function rows(batch: ConsumerBatch): { first: number; last: number }[] {
  const out: { first: number; last: number }[] = []
  for (const { offset } of batch) {
    const row = out.at(-1)
    if (row !== undefined && row.last + 1 === offset) row.last = offset
    else out.push({ first: offset, last: offset })
  }
  return out
}

const [bootstrap = '', groupId = '', ...topics] = process.argv.slice(2)
// A commit is never given up while the broker may still read it, so that commits are applied in their order.
const kafka = createKafka({ brokers: [bootstrap], requestTimeoutMs: 60_000, reconnectBackoffMs: 20, reconnectBackoffMaxMs: 200, retryBackoffMs: 50, metadataMaxAgeMs: 2000 })
const consumer = kafka.consumer({ groupId, autoCommit: false, autoOffsetReset: 'earliest', sessionTimeoutMs: 2500, heartbeatIntervalMs: 300, revokeDrainMs: 500 })
let stopping = false
const stop = (): void => {
  stopping = true
  void consumer.stop()
}
process.stdin.once('data', stop).once('end', stop)
consumer.subscribe(topics, {
  assigned: (partitions) => say({ assigned: partitions.map(({ topic, partition }) => [topic, partition]), at: Date.now() }),
})
while (!stopping) {
  try {
    for await (const batch of consumer.batches({ ack: 'manual', maxRecords: 500 })) {
      const { topic, partition, nextOffset } = batch
      for (const { first, last } of rows(batch)) say({ read: [topic, partition, first, last] })
      batch.ack()
      await consumer.commit([{ topic, partition, offset: nextOffset }], { attempts: 1 }).then(
        () => say({ committed: [topic, partition, nextOffset], at: Date.now() }),
        () => {}, // not acknowledged: the broker was away, or others have the partitions now
      )
    }
  } catch (error) {
    // A stream that cannot go on for now rejects; asking again joins again.
    if (!(error instanceof KafkaError) || !error.retriable) say({ failed: String(error) })
    await sleep(100)
  }
}
await consumer.stop()
process.exit(0)
