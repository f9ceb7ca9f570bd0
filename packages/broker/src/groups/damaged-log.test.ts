// A coordinator whose log is damaged: it serves no offset that may be wrong, says what to do, and knows again what it can.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CreateTopicsApi, ErrorCode, FindCoordinatorApi, ZERO_UUID, batchBaseOffset, scanBatches } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { RawClient, requestFrame } from '../testing/raw-client.ts'
import { OFFSETS_TOPIC } from './offsets-log.ts'

const FOLDER = `/data/${OFFSETS_TOPIC}-0`
const COMMITS = 1000
const context = { clientId: 'c', clientHost: '/client', apiVersion: 7 }

class Scene {
  readonly errors: { readonly message: string; readonly error: string }[] = []
  readonly simulation: Simulation = simWorld(5, {
    onLog: ({ level, message, fields }) => {
      const error = String((fields as { error?: unknown } | undefined)?.error)
      if (level === 'error') this.errors.push({ message: message ?? '', error })
    },
  })
  readonly segmentBytes: number
  broker!: Broker

  constructor(segmentBytes: number) {
    this.segmentBytes = segmentBytes
  }

  /** The first, second and last third of the commits of a group, each for a partition of its own. */
  static async open(segmentBytes: number = 1_048_576): Promise<{ scene: Scene; segments: string[] }> {
    const scene = new Scene(segmentBytes)
    await scene.start()
    for (let offset = 0; offset < COMMITS; offset++) {
      assert.equal(await scene.commit(Math.floor((offset * 3) / COMMITS), offset), 0)
    }
    assert.deepEqual(await scene.fetch(), [333, 666, 999])
    await scene.stop()
    const { fs } = scene.simulation.host('broker')
    const names = fs.list(FOLDER).map(({ name }) => name)
    const segments = names.filter((name) => name.endsWith('.log')).toSorted().map((name) => `${FOLDER}/${name}`)
    assert.equal(segments.length, Math.ceil((COMMITS * 4150) / segmentBytes))
    return { scene, segments }
  }

  async start(): Promise<void> {
    const { simulation } = this
    this.errors.length = 0
    this.broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092',
        'log.dirs': '/data', 'log.cleaner.enable': false,
        'offsets.topic.num.partitions': 1, 'offsets.topic.segment.bytes': this.segmentBytes,
      },
    }))
    const client = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))
    const topic = { name: 't', numPartitions: 3, replicationFactor: 1, assignments: [], configs: [] }
    client.send(requestFrame(CreateTopicsApi, 5, { topics: [topic], timeoutMs: 5000 }))
    client.send(requestFrame(FindCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['g'] }))
    await simulation.run({ until: () => client.frames.length === 2 })
    await simulation.advance(1000)
  }

  async stop(): Promise<void> {
    await this.simulation.settle(this.broker.close())
    this.simulation.machine('broker').kill()
  }

  async commit(partitionIndex: number, committedOffset: number): Promise<number | undefined> {
    const partition = { partitionIndex, committedOffset, committedLeaderEpoch: -1, committedMetadata: 'x'.repeat(4000) }
    const { topics } = await this.simulation.settle(this.broker.services.groups.offsetCommit(context, {
      groupId: 'g', generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null, retentionTimeMs: -1,
      topics: [{ name: 't', topicId: ZERO_UUID, partitions: [partition] }],
    }))
    return topics[0]?.partitions[0]?.errorCode
  }

  async fetch(): Promise<(number | undefined)[] | number | undefined> {
    const group = { groupId: 'g', topics: [{ name: 't', partitionIndexes: [0, 1, 2] }], groups: [], requireStable: false }
    const answer = await this.simulation.settle(this.broker.services.groups.offsetFetch(context, group))
    if (answer.errorCode !== 0) return answer.errorCode
    return answer.topics?.[0]?.partitions.map(({ committedOffset }) => committedOffset)
  }
}

describe('a coordinator whose log is damaged', () => {
  const damages = { 'bytes that are no batch': [8, [0x77, 0x35, 0x94, 0]], 'a wrong CRC': [3000, [1, 2, 3]] } as const
  for (const [what, [position, bytes]] of Object.entries(damages)) {
    it(`serves nothing, names the file, and knows all again when that is back, or the rest when it is gone (${what})`, async () => {
      const { scene, segments } = await Scene.open()
      const damaged = segments[1]!
      const copy = scene.simulation.host('broker').fs.readFile(damaged)
      const file = scene.simulation.host('broker').fs.open(damaged, 'rw')
      file.writeSync(Buffer.from(bytes), 0, bytes.length, position)
      file.closeSync()
      await scene.start()
      assert.equal(await scene.fetch(), ErrorCode.NOT_COORDINATOR)
      assert.equal(await scene.commit(0, 1), ErrorCode.NOT_COORDINATOR)
      const told = scene.errors.filter(({ message }) => message.includes('have no coordinator'))
      assert.equal(told.length, 1)
      assert.ok(told[0]!.error.includes(damaged), told[0]!.error)
      await scene.stop()
      scene.simulation.host('broker').fs.replaceFile(damaged, copy)
      await scene.start()
      assert.deepEqual(await scene.fetch(), [333, 666, 999])
      assert.deepEqual(scene.errors, [])
      await scene.stop()
      scene.simulation.host('broker').fs.rename(damaged, '/moved')
      await scene.start()
      // The last commits for partition 0 lay in it.
      assert.deepEqual(await scene.fetch(), [254, 666, 999])
      assert.deepEqual(scene.errors.map(({ message }) => message), ['a segment is missing: its records are lost'])
      assert.equal(await scene.commit(0, 2000), 0)
      assert.deepEqual(await scene.fetch(), [2000, 666, 999])
      await scene.stop()
    })
  }

  for (const [what, bytes] of [['a length that reaches beyond the file', [0x77, 0x35, 0x94, 0]], ['zeros', Array.from({ length: 8192 }, () => 0)]] as const) {
    for (const where of ['ends', 'goes on']) it(`says where the log cannot be read where a step ${where} (${what})`, async () => {
      const { scene, segments } = await Scene.open(2_000_000)
      const damaged = segments[1]!
      const { fs } = scene.simulation.host('broker')
      const content = fs.readFile(damaged)
      const { positions } = scanBatches(content)
      const position = where === 'ends' ? positions.findLast((at) => at < 1024 * 1024)! : positions[20]!
      const file = fs.open(damaged, 'rw')
      file.writeSync(Buffer.from(bytes), 0, bytes.length, bytes.length > 8 ? position : position + 8)
      file.closeSync()
      await scene.start()
      assert.equal(await scene.fetch(), ErrorCode.NOT_COORDINATOR)
      const [told] = scene.errors.filter(({ message }) => message.includes('have no coordinator'))
      assert.ok(told?.error.includes(`offset ${batchBaseOffset(content, position)} (${damaged})`), told?.error)
      await scene.stop()
    })
  }
})
