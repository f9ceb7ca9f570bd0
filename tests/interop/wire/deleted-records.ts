/**
 * Offsets by time when records of the segment that holds the largest timestamp have been deleted: an early segment with
 * the youngest record first, which DeleteRecords takes away, and a later segment with records of a time in between.
 */
import { BatchBuilder, CreateTopicsApi, DeleteRecordsApi, ListOffsetsApi, ProduceApi } from '@odradek/protocol/internal'
import type { Peer } from './peer.ts'

const name = 'youngest-deleted'
const base = Date.now() - 3_600_000
/** Three records fill a segment of the smallest size that Apache Kafka takes. */
const times = [base + 9000, base + 10, base + 20, base + 500, base + 510]
const value = 'v'.repeat(400_000)

interface Found {
  readonly topics: readonly { readonly partitions: readonly { readonly errorCode: number; readonly timestamp: number; readonly offset: number }[] }[]
}

/** A controller answers before the broker leads what it has made. */
async function isLed(peer: Peer): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const topics = [{ name, partitions: [{ partitionIndex: 0, timestamp: -2 }] }]
    const answer = await peer.send<Found>(ListOffsetsApi, 8, { replicaId: -1, isolationLevel: 0, topics })
    if (typeof answer !== 'string' && answer.topics[0]?.partitions[0]?.errorCode === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`nobody leads ${name}`)
}

export async function deletedRecordsSteps(peer: Peer): Promise<void> {
  await peer.send(CreateTopicsApi, 5, {
    timeoutMs: 10_000, topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [{ name: 'segment.bytes', value: '1048576' }] }],
  })
  await isLed(peer)
  for (const [offset, time] of times.entries()) {
    const builder = new BatchBuilder()
    builder.append(null, value, undefined, time)
    const topicData = [{ name, partitionData: [{ index: 0, records: Buffer.from(builder.build()) }] }]
    await peer.ask(`record ${offset}, to be deleted`, ProduceApi, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData })
  }
  const at = async (step: string, timestamp: number): Promise<void> => {
    const topics = [{ name, partitions: [{ partitionIndex: 0, timestamp }] }]
    await peer.ask(step, ListOffsetsApi, 8, { replicaId: -1, isolationLevel: 0, topics }, ({ topics: [topic] }: Found) =>
      topic?.partitions.map((one) => ({ offset: one.offset, after: one.timestamp > 0 ? one.timestamp - base : one.timestamp })))
  }
  const ask = async (when: string): Promise<void> => {
    await at(`${when}: at 5`, base + 5)
    await at(`${when}: at 400`, base + 400)
    await at(`${when}: at 9000`, base + 9000)
    await at(`${when}: of the youngest`, -3)
  }
  await ask('before deletion')
  await peer.ask('the youngest', DeleteRecordsApi, 2, { timeoutMs: 5000, topics: [{ name, partitions: [{ partitionIndex: 0, offset: 1 }] }] })
  await ask('after deletion')
}
