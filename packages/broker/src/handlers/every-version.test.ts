// Every API at every version it is served in: a request about things that exist and about things that do not gets an
// answer that decodes at that very version, and nothing is left over.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ErrorCode } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'
import { errorsIn, validRequests, type Names } from '../testing/valid-requests.ts'
import { servedHandlers } from './index.ts'

describe('every API at every version', () => {
  let simulation: Simulation
  let broker: Broker
  let client: RawClient
  let there: Names
  const missing: Names = { topic: 'missing', id: 'BBBBBBBBBBBBBBBBBBBBBA', group: 'nobody' }
  const problems: unknown[] = []

  const ask = async (key: number, version: number, input: unknown): Promise<unknown> => {
    const handler = servedHandlers.find(({ api }) => api.key === key)
    assert.ok(handler)
    const { api } = handler
    const before = client.frames.length
    client.send(requestFrame(api, version, input, before))
    await simulation.run({ until: () => client.frames.length > before || client.isClosed, withinMs: 60_000 })
    assert.equal(client.isClosed, false, `${api.name} ${version} closed the connection: ${JSON.stringify(problems)}`)
    const frame = client.frames[before] as Buffer
    assert.equal(frame.readInt32BE(0), before)
    return answerOf(api, version, frame)
  }

  before(async () => {
    simulation = simWorld(3, {
      onLog: (line) => {
        if (line.level === 'warn' || line.level === 'error') problems.push(line)
      },
    })
    const world = simulation.host('broker')
    broker = await simulation.settle(startBroker({
      world,
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data',
        'offsets.topic.num.partitions': 2, 'group.initial.rebalance.delay.ms': 0,
      },
    }))
    client = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))
    await ask(19, 5, { topics: [{ name: 'there', numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 1000 })
    there = { topic: 'there', id: broker.services.replicas.partition('there', 0)?.topicId ?? '', group: 'group' }
    assert.notEqual(there.id, '')
    // The group's partitions are made and loaded.
    await ask(10, 4, { keyType: 0, coordinatorKeys: ['group'] })
    await simulation.advance(1000)
  })
  after(async () => {
    await simulation.settle(broker.close())
  })

  for (const handler of servedHandlers) {
    const { min, max } = handler.versions
    it(`${handler.api.name} ${min}-${max}`, async () => {
      const request = validRequests[handler.api.key]
      assert.ok(request, `no request for ${handler.api.name} here: add one`)
      for (let version = min; version <= max; version++) {
        for (const names of [there, missing]) {
          const answer = await ask(handler.api.key, version, request(version, names))
          assert.equal(errorsIn(answer).has(ErrorCode.UNKNOWN_SERVER_ERROR), false, `${handler.api.name} ${version}: ${JSON.stringify(answer)}`)
        }
      }
      assert.deepEqual(problems, [])
    })
  }

  it('serves the versions down to which old clients go', () => {
    const lowest = new Map(servedHandlers.map(({ api, versions }) => [api.name, versions.min]))
    const needed = {
      Produce: 3, Fetch: 4, ListOffsets: 1, Metadata: 0, OffsetCommit: 2, OffsetFetch: 1, FindCoordinator: 0, JoinGroup: 2,
      Heartbeat: 0, LeaveGroup: 0, SyncGroup: 0, DescribeGroups: 0, ListGroups: 0, ApiVersions: 0, CreateTopics: 2, DeleteTopics: 1,
    }
    for (const [name, version] of Object.entries(needed)) {
      assert.ok((lowest.get(name) ?? 99) <= version, `${name} is served from ${lowest.get(name)}, ${version} is needed`)
    }
  })
})
