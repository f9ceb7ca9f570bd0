// Metadata files that are damaged: said in a sentence, and with `adopt` gone on from without losing what the folders hold.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchBuilder, ErrorCode, ProduceApi } from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import { METADATA_PREFIX, startBroker } from '../broker.ts'
import type { Broker } from '../broker.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'

const config = { 'listeners': 'PLAINTEXT://127.0.0.1:9092', 'log.dirs': '/data' }
const JOURNAL = `/data/${METADATA_PREFIX}0.journal`

function start(simulation: Simulation, adopt = false): Promise<Broker> {
  return simulation.settle(startBroker({ world: simulation.host('a'), config, adopt }))
}

async function create(simulation: Simulation, broker: Broker, name: string, partitions: number): Promise<void> {
  const spec = { name, partitions, replicationFactor: 1, assignments: [], configs: [] }
  const [created] = await simulation.settle(broker.services.admin.createTopics([spec], 5000, false))
  assert.equal(created?.error, undefined)
}

/** Produces one record as a producer that has asked for its id. Returns which. */
async function produce(simulation: Simulation, broker: Broker, topic: string, index: number): Promise<number> {
  const producerId = await simulation.settle(broker.services.producerIds.next())
  assert.ok(producerId !== undefined)
  const builder = new BatchBuilder({ producerId, producerEpoch: 0, baseSequence: 0 })
  builder.append(null, 'value', undefined, simulation.host('a').clock.wallMs())
  const client = await simulation.settle(RawClient.connect(simulation.host('a').transport, '127.0.0.1', 9092))
  client.send(requestFrame(ProduceApi as never, 9, {
    acks: -1, timeoutMs: 1000, topicData: [{ name: topic, partitionData: [{ index, records: builder.build() }] }],
  }))
  await simulation.run({ until: () => client.frames.length > 0 || client.isClosed })
  const answer = answerOf(ProduceApi, 9, client.frames[0] as Buffer)
  assert.equal(answer.responses[0]?.partitionResponses[0]?.errorCode, ErrorCode.NONE)
  client.end()
  return producerId
}

test('a damaged journal refuses the start in a sentence; with adopt the topics behind the damage come from their folders', async () => {
  const simulation = simWorld(1)
  const { fs } = simulation.host('a')
  let broker = await start(simulation)
  await create(simulation, broker, 'before', 1)
  const beforeId = broker.services.metadata.current().topics.get('before')?.id
  const damagedAt = fs.stat(JOURNAL)?.size ?? 0
  await create(simulation, broker, 'after', 2)
  await simulation.settle(broker.services.admin.createPartitions([{ name: 'before', count: 3, assignments: null }], 5000, false))
  const afterId = broker.services.metadata.current().topics.get('after')?.id
  const used = [await produce(simulation, broker, 'before', 0), await produce(simulation, broker, 'before', 2), await produce(simulation, broker, 'after', 1)]
  // The leader's epoch moves on at every start.
  await simulation.settle(broker.close())
  broker = await start(simulation)
  const epochs = broker.services.metadata.current().topics.get('after')?.partitions.map(({ leaderEpoch }) => leaderEpoch)
  await simulation.settle(broker.close())

  const bytes = fs.readFile(JOURNAL)
  bytes[damagedAt + 30] = (bytes[damagedAt + 30] as number) ^ 1
  fs.replaceFile(JOURNAL, bytes)
  await assert.rejects(start(simulation), (error: Error & { code: string }) => {
    assert.equal(error.code, 'MetadataDamagedError')
    assert.ok(error.message.includes(`${JOURNAL} is damaged at byte ${damagedAt} of ${bytes.length}`), error.message)
    assert.ok(error.message.includes('--adopt'), error.message)
    return true
  })
  assert.equal(fs.readFile(JOURNAL).equals(bytes), true)

  broker = await start(simulation, true)
  assert.equal(fs.readFile(`${JOURNAL}.damaged`).equals(bytes), true)
  const { topics } = broker.services.metadata.current()
  assert.deepEqual([...topics.keys()].sort(), ['after', 'before'])
  assert.equal(topics.get('before')?.id, beforeId)
  assert.equal(topics.get('after')?.id, afterId)
  assert.equal(topics.get('before')?.partitions.length, 3)
  assert.equal(topics.get('after')?.partitions.length, 2)
  const { logs, configStore } = broker.services
  assert.deepEqual([logs.log('before', 0), logs.log('before', 2), logs.log('after', 1)].map((log) => log?.logEndOffset), [1, 1, 1])
  assert.equal(configStore.topicOverrides('after')['retention.ms'], '-1')
  assert.equal(configStore.topicOverrides('before')['retention.ms'], undefined, 'what the store knows stays')
  assert.ok(epochs?.every((epoch, index) => (topics.get('after')?.partitions[index]?.leaderEpoch ?? -1) >= epoch))
  const given = await produce(simulation, broker, 'after', 1)
  assert.ok(given > Math.max(...used), `${given} after ${used.join()}`)
  await simulation.settle(broker.close())

  broker = await start(simulation)
  assert.equal(broker.services.logs.log('after', 1)?.logEndOffset, 2)
  await simulation.settle(broker.close())
})

test('producer ids go on after those in the logs, whatever the metadata says', async () => {
  const simulation = simWorld(2)
  const { fs } = simulation.host('a')
  let broker = await start(simulation)
  await create(simulation, broker, 't', 1)
  const kept = fs.list('/data').filter(({ name }) => name.startsWith(METADATA_PREFIX)).map(({ name }) => [name, fs.readFile(`/data/${name}`)] as const)
  const used = await produce(simulation, broker, 't', 0)
  await simulation.settle(broker.close())
  // Older files put back.
  for (const { name } of fs.list('/data')) if (name.startsWith(METADATA_PREFIX)) fs.remove(`/data/${name}`)
  for (const [name, bytes] of kept) fs.replaceFile(`/data/${name}`, bytes)
  broker = await start(simulation)
  const given = await produce(simulation, broker, 't', 0)
  assert.ok(given > used, `${given} after ${used}`)
  assert.equal(broker.services.logs.log('t', 0)?.logEndOffset, 2)
  await simulation.settle(broker.close())
})
