// Start and stop: ready with everything, one sentence when it cannot be, nothing left behind; disks that fail and return.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  BatchBuilder, CreateTopicsApi, ErrorCode, FetchApi, FindCoordinatorApi, HeartbeatApi, JoinGroupApi, MetadataApi, ProduceApi, SyncGroupApi,
} from '@odradek/protocol/internal'
import { simWorld, type SimProcess, type Simulation } from '@odradek/platform/sim'
import { startBroker, type Broker } from './broker.ts'
import type { BrokerConfigInput } from './config/index.ts'
import { answerOf, RawClient, requestFrame } from './testing/raw-client.ts'

const base: BrokerConfigInput = {
  'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'offsets.topic.num.partitions': 2,
}

function start(simulation: Simulation, config: BrokerConfigInput = {}, host = 'broker'): Promise<Broker> {
  return simulation.settle(startBroker({ world: simulation.host(host), config: { ...base, ...config } }))
}

async function refusal(simulation: Simulation, config: BrokerConfigInput = {}): Promise<{ name: string; code: string; message: string }> {
  try {
    await start(simulation, config)
  } catch (error) {
    return error as { name: string; code: string; message: string }
  }
  return assert.fail('it started')
}

/** Everything on the disk, with its size. */
function filesOf(process: SimProcess, path = '/'): string[] {
  const found: string[] = []
  for (const { name, isDirectory } of process.fs.list(path)) {
    const inner = path === '/' ? `/${name}` : `${path}/${name}`
    found.push(isDirectory ? inner : `${inner} ${process.fs.stat(inner)?.size}`)
    if (isDirectory) found.push(...filesOf(process, inner))
  }
  return found.sort()
}

class Talk {
  readonly simulation: Simulation
  readonly client: RawClient

  constructor(simulation: Simulation, client: RawClient) {
    this.simulation = simulation
    this.client = client
  }

  static async open(simulation: Simulation, port = 9092): Promise<Talk> {
    return new Talk(simulation, await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', port)))
  }

  async ask<Response>(api: { decodeResponse(reader: never, version: number): Response } & Parameters<typeof answerOf<Response>>[0], version: number, input: unknown): Promise<Response> {
    const before = this.client.frames.length
    this.client.send(requestFrame(api as never, version, input))
    await this.simulation.run({ until: () => this.client.frames.length > before || this.client.isClosed })
    return answerOf(api, version, this.client.frames[before] as Buffer)
  }

  async create(name: string): Promise<number | undefined> {
    const answer = await this.ask(CreateTopicsApi, 5, {
      topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000,
    })
    return answer.topics[0]?.errorCode
  }

  async produce(topic: string): Promise<{ errorCode: number; baseOffset: number }> {
    const builder = new BatchBuilder()
    builder.append(null, 'value', undefined, Date.UTC(2026, 0, 1))
    const answer = await this.ask(ProduceApi, 9, {
      acks: -1, timeoutMs: 1000, topicData: [{ name: topic, partitionData: [{ index: 0, records: builder.build() }] }],
    })
    return answer.responses[0]?.partitionResponses[0] ?? { errorCode: -1, baseOffset: -1 }
  }

  async fetchError(topic: string): Promise<number | undefined> {
    const answer = await this.ask(FetchApi, 11, {
      maxWaitMs: 0, minBytes: 0, maxBytes: 1000, isolationLevel: 0, sessionEpoch: -1, forgottenTopicsData: [],
      topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }],
    })
    return answer.responses[0]?.partitions[0]?.errorCode
  }
}

describe('start', () => {
  it('keeps cluster id, topics and records over a restart and over kill -9', async () => {
    const simulation = simWorld(21)
    let broker = await start(simulation)
    const { clusterId } = broker
    let talk = await Talk.open(simulation)
    assert.equal(await talk.create('t'), 0)
    assert.equal((await talk.produce('t')).baseOffset, 0)
    await simulation.settle(broker.close())
    await simulation.settle(broker.close())
    broker = await start(simulation)
    assert.equal(broker.clusterId, clusterId)
    talk = await Talk.open(simulation)
    assert.equal((await talk.produce('t')).baseOffset, 1)
    simulation.host('broker').kill()
    broker = await start(simulation)
    assert.equal(broker.clusterId, clusterId)
    talk = await Talk.open(simulation)
    assert.equal((await talk.produce('t')).baseOffset, 2)
    await simulation.settle(broker.close())
  })

  it('closes log files where connections need the descriptors', async () => {
    const simulation = simWorld(5)
    const host = simulation.host('broker')
    host.process.openFilesLimit = () => 100
    const broker = await start(simulation)
    const talk = await Talk.open(simulation)
    for (let topic = 0; topic < 45; topic++) {
      await talk.create(`t${topic}`)
      assert.equal((await talk.produce(`t${topic}`)).errorCode, 0)
    }
    const before = host.fs.openHandles
    assert.ok(before >= 45, `${before} files are open`)
    for (let others = 0; others < 70; others++) await Talk.open(simulation)
    // A sixteenth of the 100 is for other files; 71 connections leave 22.
    assert.ok(host.fs.openHandles <= before - 45 + 22, `${host.fs.openHandles} files are open`)
    for (let topic = 0; topic < 45; topic++) assert.equal((await talk.produce(`t${topic}`)).baseOffset, 1)
    await simulation.settle(broker.close())
  })

  it('runs alike twice from one seed', async () => {
    const run = async (): Promise<string> => {
      const simulation = simWorld(77)
      const broker = await start(simulation)
      const talk = await Talk.open(simulation)
      await talk.create('t')
      for (let i = 0; i < 5; i++) await talk.produce('t')
      await simulation.settle(broker.close())
      return simulation.traceHash
    }
    assert.equal(await run(), await run())
  })

  it('says so when another process has the port, and touches nothing', async () => {
    const simulation = simWorld(1)
    const world = simulation.host('broker')
    await simulation.settle(world.transport.listen({ host: '0.0.0.0', port: 9092 }, () => {}))
    const error = await refusal(simulation)
    assert.deepEqual([error.name, error.code], ['StartError', 'EADDRINUSE'])
    assert.match(error.message, /^Another process already listens on 0\.0\.0\.0:9092/)
    assert.deepEqual(filesOf(world), [])
  })

  it('says so when the admin port is taken, and gives the others back', async () => {
    const simulation = simWorld(1)
    const world = simulation.host('broker')
    const held = await simulation.settle(world.transport.listen({ host: '127.0.0.1', port: 9644 }, () => {}))
    const error = await refusal(simulation, { 'odradek.admin.listener': '127.0.0.1:9644' })
    assert.equal(error.code, 'EADDRINUSE')
    assert.match(error.message, /127\.0\.0\.1:9644.*odradek\.admin\.listener/)
    assert.deepEqual(filesOf(world), [])
    await simulation.settle(held.close())
    await simulation.settle((await start(simulation)).close())
  })

  it('says so when another broker has the directory, and leaves it alone', async () => {
    const simulation = simWorld(1)
    const broker = await start(simulation)
    const world = simulation.host('broker')
    const before = filesOf(world)
    const error = await refusal(simulation, { listeners: 'PLAINTEXT://0.0.0.0:9093' })
    assert.deepEqual([error.name, error.code], ['StartError', 'DIRECTORY_IN_USE'])
    assert.deepEqual(filesOf(world), before)
    await simulation.settle(broker.close())
  })

  it('says so when the directory is that of another cluster or broker', async () => {
    const simulation = simWorld(1)
    await simulation.settle((await start(simulation)).close())
    const world = simulation.host('broker')
    const other = await refusal(simulation, { 'broker.id': 7 })
    assert.equal(other.code, 'BROKER_ID_MISMATCH')
    const properties = world.fs.readFile('/data/meta.properties').toString().replace(/cluster\.id=.*/, 'cluster.id=BBBBBBBBBBBBBBBBBBBBBA')
    world.fs.replaceFile('/data/meta.properties', Buffer.from(properties))
    const error = await refusal(simulation)
    assert.deepEqual([error.name, error.code], ['StartError', 'CLUSTER_ID_MISMATCH'])
    assert.match(error.message, /belongs to cluster BBBBBBBBBBBBBBBBBBBBBA/)
  })

  for (const [code, on] of [['ENOSPC', 'write'], ['EACCES', 'makeDirectory'], ['EROFS', 'open'], ['ENOSPC', 'sync']] as const) {
    it(`says so when the disk answers ${code} to ${on}, and leaves nothing behind`, async () => {
      const simulation = simWorld(1)
      const world = simulation.host('broker')
      const before = on === 'makeDirectory' ? [] : ['/data']
      for (const path of before) world.fs.makeDirectory(path)
      const heal = world.fs.faults.fail({ on, code })
      const error = await refusal(simulation)
      assert.equal(error.name, 'StartError', String(error))
      assert.match(error.message, /\/data/)
      assert.doesNotMatch(error.message, /undefined|\n/)
      heal()
      assert.deepEqual(filesOf(world), before)
      await simulation.settle((await start(simulation)).close())
    })
  }

  it('tells each client the address of the listener it came in through', async () => {
    const simulation = simWorld(1)
    const broker = await start(simulation, {
      'listeners': 'INSIDE://0.0.0.0:9092,OUTSIDE://0.0.0.0:9192',
      'advertised.listeners': 'INSIDE://inner:9092,OUTSIDE://outer.example:443',
      'listener.security.protocol.map': 'INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT',
      'inter.broker.listener.name': 'INSIDE',
    })
    assert.deepEqual(broker.listeners.map(({ name, port }) => [name, port]), [['INSIDE', 9092], ['OUTSIDE', 9192]])
    for (const [port, address] of [[9092, ['inner', 9092]], [9192, ['outer.example', 443]]] as const) {
      const answer = await (await Talk.open(simulation, port)).ask(MetadataApi, 9, { topics: [] })
      assert.deepEqual(answer.brokers.map((one) => [one.host, one.port]), [address])
    }
    await simulation.settle(broker.close())
  })
})

describe('a data directory that fails', () => {
  it('takes its partitions offline, leaves the others alone, and comes back', async () => {
    const simulation = simWorld(4)
    const broker = await start(simulation, { 'log.dirs': '/one,/two' })
    const world = simulation.host('broker')
    const talk = await Talk.open(simulation)
    for (const topic of ['a', 'b']) {
      assert.equal(await talk.create(topic), 0)
      assert.equal((await talk.produce(topic)).errorCode, 0)
    }
    const directoryOf = (topic: string): string => broker.services.replicas.partition(topic, 0)?.log?.directory.path ?? ''
    const [lost, kept] = directoryOf('a') === '/two' ? ['a', 'b'] : ['b', 'a']
    assert.equal(directoryOf(lost as string), '/two')
    assert.equal(directoryOf(kept as string), '/one')
    const heal = world.fs.faults.fail({ path: '/two', code: 'EIO' })
    assert.equal((await talk.produce(lost as string)).errorCode, ErrorCode.KAFKA_STORAGE_ERROR)
    assert.equal(await talk.fetchError(lost as string), ErrorCode.KAFKA_STORAGE_ERROR)
    assert.equal((await talk.produce(kept as string)).errorCode, 0)
    assert.equal(await talk.fetchError(kept as string), 0)
    heal()
    await simulation.advance(20_000)
    assert.equal((await talk.produce(lost as string)).errorCode, 0)
    assert.equal(await talk.fetchError(lost as string), 0)
    // The log may be shorter than others have seen it: what is written now is of a later epoch than what was written then.
    const epochs = (topic: string): number[] => broker.services.logs.log(topic, 0)?.leaderEpochs.entries.map(({ epoch }) => epoch) ?? []
    assert.equal(epochs(lost as string).length, 2)
    assert.deepEqual(epochs(kept as string), [0])
    await simulation.settle(broker.close())
  })

  it('comes back when the metadata lay there too', async () => {
    const simulation = simWorld(4)
    const broker = await start(simulation)
    const world = simulation.host('broker')
    const talk = await Talk.open(simulation)
    assert.equal(await talk.create('t'), 0)
    assert.equal((await talk.produce('t')).errorCode, 0)
    for (let round = 1; round < 4; round++) {
      const heal = world.fs.faults.fail({ path: '/data', code: 'ENOSPC', on: ['write', 'sync', 'open'] })
      assert.equal((await talk.produce('t')).errorCode, ErrorCode.KAFKA_STORAGE_ERROR)
      await simulation.advance(round * 7000)
      heal()
      await simulation.advance(30_000)
      const { errorCode, baseOffset } = await talk.produce('t')
      assert.deepEqual([errorCode, baseOffset], [0, round])
    }
    assert.equal(broker.services.logs.log('t', 0)?.leaderEpochs.entries.length, 4)
    await simulation.settle(broker.close())
  })

  it('is not replaced by an empty one when it is missing at the start', async () => {
    const simulation = simWorld(4)
    const config = { 'log.dirs': '/one,/two' }
    let broker = await start(simulation, config)
    let talk = await Talk.open(simulation)
    for (const topic of ['a', 'b']) {
      await talk.create(topic)
      await talk.produce(topic)
    }
    const lost = broker.services.replicas.partition('a', 0)?.log?.directory.path === '/two' ? 'a' : 'b'
    await simulation.settle(broker.close())
    const world = simulation.host('broker')
    const heal = world.fs.faults.fail({ path: '/two', code: 'EIO' })
    broker = await start(simulation, config)
    talk = await Talk.open(simulation)
    assert.equal((await talk.produce(lost)).errorCode, ErrorCode.KAFKA_STORAGE_ERROR)
    assert.equal(await talk.fetchError(lost), ErrorCode.KAFKA_STORAGE_ERROR)
    heal()
    await simulation.advance(20_000)
    const { errorCode, baseOffset } = await talk.produce(lost)
    assert.deepEqual([errorCode, baseOffset], [0, 1])
    await simulation.settle(broker.close())
  })
})

describe('a machine that was asleep', () => {
  it('throws nobody out of a group for its own absence', async () => {
    const simulation = simWorld(6)
    const broker = await start(simulation, { 'group.initial.rebalance.delay.ms': 0 })
    const talk = await Talk.open(simulation)
    await talk.ask(FindCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['g'] })
    await simulation.advance(1000)
    const joined = await talk.ask(JoinGroupApi, 3, {
      groupId: 'g', sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId: '', protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: Buffer.alloc(4) }],
    })
    assert.equal(joined.errorCode, 0)
    const { memberId, generationId } = joined
    await talk.ask(SyncGroupApi, 3, { groupId: 'g', generationId, memberId, assignments: [{ memberId, assignment: Buffer.alloc(4) }] })
    const heartbeat = async (): Promise<number> => (await talk.ask(HeartbeatApi, 3, { groupId: 'g', generationId, memberId })).errorCode
    await simulation.advance(6000)
    assert.equal(await heartbeat(), 0)
    simulation.machine('broker').suspend(3_600_000)
    await simulation.advance(3_600_000 + 3000)
    assert.equal(await heartbeat(), 0)
    // Whoever really stays away is noticed as ever.
    await simulation.advance(25_000)
    assert.equal(await heartbeat(), ErrorCode.UNKNOWN_MEMBER_ID)
    await simulation.settle(broker.close())
  })
})
