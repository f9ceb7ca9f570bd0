import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import { SimulatedEnsemble } from '@odradek/zookeeper/internal'
import { METADATA_PREFIX, startBroker } from '../broker.ts'
import type { Broker } from '../broker.ts'
import { adoptTopics } from './adoption.ts'
import type { Adoption, FoundPartition } from './adoption.ts'
import { createRoots } from './registration.ts'
import { decodePartitionState, decodeTopic, paths } from './znodes.ts'
import type { TopicZnode } from './znodes.ts'

const config = { 'listeners': 'PLAINTEXT://127.0.0.1:9092', 'log.dirs': '/data', 'offsets.topic.num.partitions': 3 }

function start(simulation: Simulation, adopt: boolean): Promise<Broker> {
  return simulation.settle(startBroker({ world: simulation.host('a'), config, adopt }))
}

test('a directory without metadata is taken over: names, ids, cluster id, later epochs', async () => {
  const simulation = simWorld(1)
  const spec = (
    name: string,
    partitions: number,
  ): Parameters<Broker['services']['admin']['createTopics']>[0][number] => ({
    name,
    partitions,
    replicationFactor: 1,
    assignments: [],
    configs: [],
  })
  let broker = await start(simulation, false)
  const { clusterId } = broker
  const created = await simulation.settle(
    broker.services.admin.createTopics([spec('a', 3), spec('b.c-1', 1)], 5000, false),
  )
  await simulation.settle(broker.services.admin.ensureInternalTopic('__consumer_offsets'))
  await simulation.settle(broker.close())
  const { fs } = simulation.host('a')
  const own = fs.list('/data').filter(({ name }) => name.startsWith(METADATA_PREFIX))
  assert.ok(own.length > 0)
  assert.deepEqual(fs.list('/data').filter(({ name, isDirectory }) => isDirectory && !/-\d+$/.test(name)), [], 'folders Apache Kafka refuses')
  for (const { name } of own) fs.remove(`/data/${name}`)

  broker = await start(simulation, true)
  assert.equal(broker.clusterId, clusterId)
  const { topics } = broker.services.metadata.current()
  assert.deepEqual([...topics.keys()].sort(), ['__consumer_offsets', 'a', 'b.c-1'])
  for (const { name, topicId } of created) assert.equal(topics.get(name)?.id, topicId)
  assert.deepEqual(
    topics.get('a')?.partitions.map(({ leader, leaderEpoch }) => [leader, leaderEpoch]),
    [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
  )
  const { configStore } = broker.services
  assert.equal(configStore.topicOverrides('a')['retention.ms'], '-1')
  assert.equal(configStore.topicOverrides('__consumer_offsets')['cleanup.policy'], 'compact')
  await simulation.settle(broker.close())

  // The flag may stay in the command.
  broker = await start(simulation, true)
  assert.equal(broker.services.metadata.current().topics.size, 3)
  await simulation.settle(broker.close())
})

test('what the store does not know is added to it; what it knows stays, and names that it has otherwise are left', async () => {
  const simulation = simWorld(2)
  const world = simulation.host('a')
  const ensemble = new SimulatedEnsemble({ clock: world.clock, scheduler: world.scheduler, random: world.random })
  const store = ensemble.connect()
  await simulation.settle(createRoots({ store, clock: world.clock, scheduler: world.scheduler, random: world.random }))
  const options = { store, brokerId: 1, random: world.random }
  const found = (topic: string, index: number, topicId: string | undefined, leaderEpoch = 7): FoundPartition => ({ topic, index, topicId, leaderEpoch })
  const adopt = (...folders: FoundPartition[]): Promise<Adoption> => simulation.settle(adoptTopics(options, folders))
  const topic = async (name: string): Promise<TopicZnode | undefined> => {
    const read = await simulation.settle(store.get(paths.topic(name)))
    return read.error === undefined ? decodeTopic(read.data) : undefined
  }
  const epoch = async (name: string, index: number): Promise<number | undefined> => {
    const read = await simulation.settle(store.get(paths.partitionState(name, index)))
    return read.error === undefined ? decodePartitionState(read.data)?.leaderEpoch : undefined
  }
  const one = 'AAAAAAAAAAAAAAAAAAAAAQ'
  const two = 'AAAAAAAAAAAAAAAAAAAAAg'
  const nothing = { error: undefined, topics: 0, partitions: 0, gaps: [], left: [] }
  assert.equal((await adopt(found('t', 0, one), found('t', 1, two))).error, 'CONFLICTING_IDS')
  assert.deepEqual(await adopt(found('t', 0, one), found('t', 2, one), found('__cluster_metadata', 0, two)),
    { ...nothing, topics: 1, partitions: 2, gaps: ['t-1'] })
  assert.deepEqual(await adopt(found('t', 0, one), found('t', 2, undefined)), nothing)
  assert.deepEqual(await adopt(found('u', 0, two)), { ...nothing, topics: 1, partitions: 1 })
  // Of an earlier topic of the same name.
  assert.deepEqual(await adopt(found('t', 0, two), found('t', 3, two)), { ...nothing, left: ['t-0', 't-3'] })
  // A partition more than the store knows, and a log that has seen a later leader.
  assert.deepEqual(await adopt(found('t', 0, one, 12), found('t', 4, one, 3)), { ...nothing, partitions: 1, gaps: ['t-3'] })
  const { id, partitions } = await topic('t') ?? { id: undefined, partitions: new Map() }
  assert.equal(id, one)
  assert.deepEqual([...partitions.keys()], [0, 1, 2, 3, 4])
  const epochs: (number | undefined)[] = []
  for (const index of partitions.keys()) epochs.push(await epoch('t', index))
  assert.deepEqual(epochs, [12, 0, 7, 0, 3])
  assert.equal((await topic('u'))?.id, two)
})

test('metadata that lies in a folder of its own, as it once did, is found and moved', async () => {
  const simulation = simWorld(3)
  const { fs } = simulation.host('a')
  let broker = await start(simulation, false)
  await simulation.settle(broker.services.admin.ensureInternalTopic('__consumer_offsets'))
  await simulation.settle(broker.close())
  fs.makeDirectory('/data/metadata')
  for (const { name } of fs.list('/data')) {
    if (name.startsWith(METADATA_PREFIX)) fs.rename(`/data/${name}`, `/data/metadata/${name.slice(METADATA_PREFIX.length)}`)
  }
  broker = await start(simulation, false)
  assert.deepEqual([...broker.services.metadata.current().topics.keys()], ['__consumer_offsets'])
  assert.equal(fs.exists('/data/metadata'), false)
  await simulation.settle(broker.close())
})

test('a folder called metadata that holds other things stays, and what the store has already is not overwritten', async () => {
  const simulation = simWorld(4)
  const { fs } = simulation.host('a')
  let broker = await start(simulation, false)
  await simulation.settle(broker.services.admin.ensureInternalTopic('__consumer_offsets'))
  await simulation.settle(broker.close())
  const own = fs.list('/data').filter(({ name }) => name.startsWith(METADATA_PREFIX))
  assert.ok(own.length > 0)
  fs.makeDirectory('/data/metadata')
  for (const { name } of own) fs.replaceFile(`/data/metadata/${name.slice(METADATA_PREFIX.length)}`, Buffer.alloc(0))
  fs.replaceFile('/data/metadata/notes.txt', Buffer.from('mine'))
  for (let run = 0; run < 2; run++) {
    broker = await start(simulation, false)
    assert.deepEqual([...broker.services.metadata.current().topics.keys()], ['__consumer_offsets'])
    await simulation.settle(broker.close())
    assert.deepEqual(fs.list('/data/metadata').map(({ name }) => name), ['notes.txt'])
  }
})
