// Folders whose partitions the metadata does not know: named, kept, never served as another topic's, never deleted as one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchBuilder, CreateTopicsApi, DeleteTopicsApi, errorByCode, FetchApi, ProduceApi, readRecords } from '@odradek/protocol/internal'
import type { FileSystem, Log, World } from '@odradek/platform'
import { RecordingFileSystem, simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import { METADATA_PREFIX, startBroker } from './broker.ts'
import type { Broker } from './broker.ts'
import { answerOf, RawClient, requestFrame } from './testing/raw-client.ts'

interface Line {
  readonly level: string
  readonly facts: Record<string, unknown>
  readonly sentence: string
}

class Site {
  readonly simulation: Simulation
  readonly directories: string
  fs: FileSystem
  lines: Line[] = []
  broker: Broker | undefined
  private client: RawClient | undefined

  constructor(seed: number, directories = '/data', simulation: Simulation = simWorld(seed), fs: FileSystem = simulation.host('a').fs) {
    this.simulation = simulation
    this.directories = directories
    this.fs = fs
  }

  get running(): Broker {
    assert.ok(this.broker)
    return this.broker
  }

  async start(adopt = false, settings: Record<string, string> = {}): Promise<Broker> {
    this.lines = []
    const write = (level: string): Log['info'] => (facts: object | string, sentence?: string) => {
      this.lines.push({ level, facts: facts as Record<string, unknown>, sentence: sentence ?? String(facts) })
    }
    const log = { debug: () => {}, info: write('info'), warn: write('warn'), error: write('error') } as unknown as Log
    const world = Object.create(this.simulation.host('a'), { log: { value: log }, fs: { value: this.fs } }) as World
    const config = { 'listeners': 'PLAINTEXT://127.0.0.1:9092', 'log.dirs': this.directories, 'offsets.topic.num.partitions': 2, ...settings }
    this.broker = await this.simulation.settle(startBroker({ world, config, adopt }))
    return this.broker
  }

  async stop(): Promise<void> {
    this.client?.end()
    this.client = undefined
    await this.simulation.settle(this.running.close())
  }

  private async ask<Response>(api: Parameters<typeof answerOf<Response>>[0], version: number, input: unknown): Promise<Response> {
    this.client ??= await this.simulation.settle(RawClient.connect(this.simulation.host('a').transport, '127.0.0.1', 9092))
    const { client } = this
    const before = client.frames.length
    client.send(requestFrame(api as never, version, input))
    await this.simulation.run({ until: () => client.frames.length > before || client.isClosed })
    return answerOf(api, version, client.frames[before] as Buffer)
  }

  async create(name: string, partitions = 1): Promise<string> {
    const answer = await this.ask(CreateTopicsApi, 5, {
      topics: [{ name, numPartitions: partitions, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000,
    })
    return errorByCode(answer.topics[0]?.errorCode ?? -1).name
  }

  async remove(name: string): Promise<string> {
    const answer = await this.ask(DeleteTopicsApi, 5, { topicNames: [name], timeoutMs: 5000 })
    return errorByCode(answer.responses[0]?.errorCode ?? -1).name
  }

  /** Base offset, or the error. */
  async produce(topic: string, value: string, index = 0): Promise<number | string> {
    const builder = new BatchBuilder()
    builder.append(null, value, undefined, this.simulation.host('a').clock.wallMs())
    const answer = await this.ask(ProduceApi, 9, {
      acks: -1, timeoutMs: 1000, topicData: [{ name: topic, partitionData: [{ index, records: builder.build() }] }],
    })
    const { errorCode, baseOffset } = answer.responses[0]?.partitionResponses[0] ?? { errorCode: -1, baseOffset: -1 }
    return errorCode === 0 ? baseOffset : errorByCode(errorCode).name
  }

  async values(topic: string, index = 0): Promise<(string | undefined)[]> {
    const answer = await this.ask(FetchApi, 11, {
      maxWaitMs: 0, minBytes: 0, maxBytes: 100_000, isolationLevel: 0, sessionEpoch: -1, forgottenTopicsData: [],
      topics: [{ topic, partitions: [{ partition: index, fetchOffset: 0, partitionMaxBytes: 100_000 }] }],
    })
    const records = answer.responses[0]?.partitions[0]?.records as Buffer | null | undefined
    return records === null || records === undefined ? [] : readRecords(Buffer.from(records)).map(({ value }) => value?.toString())
  }

  topics(): string[] {
    return [...this.running.services.metadata.current().topics.keys()].sort()
  }

  folders(directory = '/data'): string[] {
    return this.fs.list(directory).filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort()
  }

  loseMetadata(): void {
    for (const { name } of this.fs.list('/data')) if (name.startsWith(METADATA_PREFIX)) this.fs.remove(`/data/${name}`)
  }

  told(level: string, about: string): Line[] {
    return this.lines.filter((line) => line.level === level && (JSON.stringify(line.facts) + line.sentence).includes(about))
  }
}

/** What lies in a folder, by file. */
function contentOf(fs: FileSystem, folder: string): Record<string, string> {
  return Object.fromEntries(fs.list(folder).map(({ name }) => [name, fs.readFile(`${folder}/${name}`).toString('hex')]))
}

/** The first bytes of the log of whichever folder has this topic id. */
function logOf(fs: FileSystem, topicId: string, index: number, directory = '/data'): string[] {
  const found = fs.list(directory).filter(({ name, isDirectory }) => isDirectory && name.includes(`-${index}`) && !name.endsWith('-delete') &&
    fs.exists(`${directory}/${name}/partition.metadata`) && fs.readFile(`${directory}/${name}/partition.metadata`).includes(topicId))
  return found.map(({ name }) => fs.readFile(`${directory}/${name}/00000000000000000000.log`).toString('latin1'))
}

/** A broker whose topic `a` (three partitions, a record in each of two) is not in its metadata any more. */
async function orphaned(site: Site): Promise<string> {
  await site.start()
  assert.equal(await site.create('a', 3), 'NONE')
  assert.equal(await site.produce('a', 'old 0', 0), 0)
  assert.equal(await site.produce('a', 'old 1', 1), 0)
  const id = site.running.services.metadata.current().topics.get('a')?.id
  assert.ok(id !== undefined)
  await site.stop()
  site.loseMetadata()
  return id
}

test('metadata that is lost: the folders are named in one line with what to do, kept, and taken over with adopt', async () => {
  const site = new Site(1)
  await orphaned(site)
  const before = contentOf(site.fs, '/data/a-0')
  for (let run = 0; run < 2; run++) {
    const { services } = await site.start(false, { 'log.retention.ms': '60000' })
    const [line, ...more] = site.told('warn', '--adopt')
    assert.deepEqual(more, [])
    assert.deepEqual([line?.facts['count'], line?.facts['folders']], [3, '/data/a-0, /data/a-1, /data/a-2'])
    assert.match(line?.sentence ?? '', /lost or emptied/)
    assert.deepEqual(site.topics(), [])
    // Nobody knows what was set for it: nothing is old enough, too large or due for compaction.
    await site.simulation.advance(600_000)
    assert.equal(await site.simulation.settle(services.logs.runRetention()), 0)
    assert.equal(await site.produce('a', 'x'), 'UNKNOWN_TOPIC_OR_PARTITION')
    assert.equal(await site.remove('a'), 'UNKNOWN_TOPIC_OR_PARTITION')
    await site.stop()
    assert.deepEqual(contentOf(site.fs, '/data/a-0'), before)
  }
  await site.start(true)
  assert.deepEqual(site.topics(), ['a'])
  assert.deepEqual([await site.values('a', 0), await site.values('a', 1)], [['old 0'], ['old 1']])
  assert.equal(await site.produce('a', 'next', 0), 1)
  await site.stop()
  await site.start()
  assert.deepEqual(site.told('warn', 'a-0'), [])
  await site.stop()
})

test('a topic with the name of orphans works; what it displaces is set aside, and outlives its deletion', async () => {
  const site = new Site(2)
  const oldId = await orphaned(site)
  await site.start()
  assert.equal(await site.create('a', 1), 'NONE')
  assert.equal(site.told('warn', 'set aside').length, 3)
  assert.equal(await site.produce('a', 'new'), 0)
  assert.deepEqual(await site.values('a'), ['new'])
  const strays = site.folders().filter((name) => name.endsWith('-stray'))
  assert.deepEqual(strays.map((name) => name.replace(/\.[0-9a-f]{32}-/, '.*-')), ['a-0.*-stray', 'a-1.*-stray', 'a-2.*-stray'])
  assert.equal(await site.remove('a'), 'NONE')
  await site.simulation.advance(120_000)
  assert.deepEqual(site.folders(), strays)
  assert.equal(await site.create('a', 1), 'NONE')
  assert.equal(await site.produce('a', 'newer'), 0)
  await site.stop()
  await site.start()
  assert.equal(site.told('warn', '--adopt').length, 0)
  assert.equal(site.told('info', strays[0] ?? '').length, 1)
  assert.deepEqual(await site.values('a'), ['newer'])
  assert.equal(await site.remove('a'), 'NONE')
  await site.simulation.advance(120_000)
  await site.stop()
  // A person gives them their names back.
  for (const name of strays) site.fs.rename(`/data/${name}`, `/data/${name.slice(0, 3)}`)
  await site.start(true)
  assert.deepEqual([await site.values('a', 0), await site.values('a', 1)], [['old 0'], ['old 1']])
  assert.equal(site.running.services.metadata.current().topics.get('a')?.id, oldId)
  await site.stop()
})

test('internal topics and new partitions displace orphans as well', async () => {
  const site = new Site(3)
  await site.start()
  assert.equal(await site.simulation.settle(site.running.services.admin.ensureInternalTopic('__consumer_offsets')), undefined)
  assert.equal(await site.create('a', 1), 'NONE')
  const older = site.fs.list('/data').filter(({ name }) => name.startsWith(METADATA_PREFIX)).map(({ name }) => [name, site.fs.readFile(`/data/${name}`)] as const)
  const grow = (count: number): Promise<unknown> =>
    site.simulation.settle(site.running.services.admin.createPartitions([{ name: 'a', count, assignments: null }], 5000, false))
  await grow(3)
  assert.equal(await site.produce('a', 'old', 2), 0)
  await site.stop()
  site.loseMetadata()
  for (const [name, bytes] of older) site.fs.replaceFile(`/data/${name}`, bytes)

  await site.start()
  assert.deepEqual(site.told('warn', '--adopt').map(({ facts }) => facts['folders']), ['/data/a-1, /data/a-2'])
  assert.deepEqual(await grow(3), [{ error: undefined }])
  assert.equal(await site.produce('a', 'new', 2), 0)
  assert.deepEqual(await site.values('a', 2), ['new'])
  await site.stop()
  site.loseMetadata()
  await site.start()
  assert.equal(await site.simulation.settle(site.running.services.admin.ensureInternalTopic('__consumer_offsets')), undefined)
  assert.equal(site.folders().filter((name) => /^__consumer_offsets-\d\.\w+-stray$/.test(name)).length, 2)
  await site.stop()
})

test('a folder of another topic of the name is neither served nor emptied nor deleted', async () => {
  const site = new Site(4)
  await site.start()
  assert.equal(await site.create('a', 1), 'NONE')
  const older = site.fs.list('/data').filter(({ name }) => name.startsWith(METADATA_PREFIX)).map(({ name }) => [name, site.fs.readFile(`/data/${name}`)] as const)
  assert.equal(await site.remove('a'), 'NONE')
  assert.equal(await site.create('a', 1), 'NONE')
  assert.equal(await site.produce('a', 'of the second'), 0)
  await site.stop()
  const before = contentOf(site.fs, '/data/a-0')
  site.loseMetadata()
  for (const [name, bytes] of older) site.fs.replaceFile(`/data/${name}`, bytes)

  await site.start()
  assert.equal(site.told('error', '/data/a-0').length, 1)
  assert.equal(await site.produce('a', 'x'), 'NOT_LEADER_OR_FOLLOWER')
  assert.equal(await site.remove('a'), 'NONE')
  await site.simulation.advance(120_000)
  await site.stop()
  assert.deepEqual(contentOf(site.fs, '/data/a-0'), before)
  await site.start(true)
  assert.deepEqual(await site.values('a'), ['of the second'])
  await site.stop()
})

test('metadata of another broker is refused', async () => {
  const site = new Site(5)
  await site.start()
  assert.equal(await site.create('a', 1), 'NONE')
  await site.stop()
  site.fs.replaceFile('/data/meta.properties', Buffer.from(site.fs.readFile('/data/meta.properties').toString().replace('broker.id=0', 'broker.id=1')))
  await assert.rejects(site.start(), { name: 'StartError', code: 'BROKER_ID_MISMATCH', message: /The metadata is of broker 0, and this is broker 1/ })
})

test('the same partition in two directories is refused, unless its id says which it is', async () => {
  const site = new Site(6, '/data,/more')
  await site.start()
  assert.equal(await site.create('a', 2), 'NONE')
  await site.produce('a', 'x', 0)
  await site.produce('a', 'x', 1)
  await site.stop()
  const [from, to] = site.fs.exists('/data/a-0') ? ['/data/a-0', '/more/a-0'] : ['/more/a-0', '/data/a-0']
  site.fs.makeDirectory(to)
  for (const { name } of site.fs.list(from)) site.fs.replaceFile(`${to}/${name}`, site.fs.readFile(`${from}/${name}`))
  await assert.rejects(site.start(), (error: Error) => {
    assert.ok(error.message.includes('/data/a-0') && error.message.includes('/more/a-0'), error.message)
    return true
  })
  site.fs.replaceFile(`${to}/partition.metadata`, Buffer.from('version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAQ'))
  await site.start()
  assert.equal(site.told('error', to).length, 1)
  assert.deepEqual(await site.values('a', 0), ['x'])
  assert.equal(await site.remove('a'), 'NONE')
  await site.simulation.advance(120_000)
  assert.equal(site.fs.exists(to), true)
  await site.stop()
})

test('a directory that comes back with folders whose names are in use by now takes nothing over', async () => {
  const site = new Site(7, '/data,/more')
  await site.start()
  assert.equal(await site.create('a', 2), 'NONE')
  assert.equal(await site.produce('a', 'old', 0), 0)
  assert.equal(await site.produce('a', 'old', 1), 0)
  await site.stop()
  site.loseMetadata()
  const { fs } = site.simulation.host('a')
  const repair = fs.faults.fail({ on: ['open', 'list'], path: '/more', code: 'EIO' })
  await site.start()
  const away = fs.exists('/data/a-0') ? 1 : 0
  assert.equal(await site.create('a', 2), 'NONE')
  assert.equal(await site.produce('a', 'new', away), 0)
  repair()
  await site.simulation.settle(site.running.services.logs.retryOffline(true))
  assert.equal(site.told('warn', `/more/a-${away}`).length, 1)
  assert.deepEqual(await site.values('a', away), ['new'])
  assert.equal(await site.produce('a', 'newer', away), 1)
  assert.equal(await site.remove('a'), 'NONE')
  await site.simulation.advance(120_000)
  assert.deepEqual(site.folders('/more'), [`a-${away}`])
  await site.stop()
})

test('crashes at every write of creating over orphans, deleting, creating again: the topic is whole, nothing old is lost', async () => {
  const site = new Site(8)
  const oldId = await orphaned(site)
  const old = logOf(site.fs, oldId, 0)[0]
  assert.ok(old !== undefined && old.includes('old 0'))
  const recording = RecordingFileSystem.over(site.simulation.host('a').fs)
  site.fs = recording
  await site.start()
  recording.mark('created')
  assert.equal(await site.create('a', 1), 'NONE')
  recording.mark('removed')
  assert.equal(await site.remove('a'), 'NONE')
  recording.mark('created')
  assert.equal(await site.create('a', 1), 'NONE')
  recording.mark('there')
  await site.stop()
  let states = 0
  for (const state of recording.crashStates('orphans', 2)) {
    if (state.mark === undefined) continue
    const where = `step ${state.step}, ${state.kind}, after ${state.operation}`
    const again = new Site(8, '/data', site.simulation, state.fs)
    await again.start()
    assert.deepEqual(logOf(state.fs, oldId, 0), [old], where)
    assert.deepEqual(again.told('error', 'a-0'), [], where)
    if (state.mark === 'there') assert.deepEqual(again.topics(), ['a'], where)
    if (again.topics().length === 0) assert.equal(await again.create('a', 1), 'NONE', where)
    assert.equal(await again.produce('a', 'new'), 0, where)
    assert.deepEqual(await again.values('a'), ['new'], where)
    assert.deepEqual(logOf(state.fs, oldId, 0), [old], where)
    await again.stop()
    states++
  }
  assert.ok(states > 60, `${states} states`)
})
