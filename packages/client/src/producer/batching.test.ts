/** What a batch holds, and who is served, while memory, a request or time is short. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import { ScriptedCluster } from '../testing/scripted-cluster.ts'
import { Accumulator } from './accumulator.ts'
import type { ProducerOptions } from './options.ts'
import { Producer } from './producer.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function plain(options: ProducerOptions = {}): { cluster: ScriptedCluster; producer: Producer } {
  const cluster = new ScriptedCluster(true)
  return { cluster, producer: new Producer(cluster.asCluster, { idempotent: false, ...options }) }
}

/** A gate for the answers to Produce. */
function hold(cluster: ScriptedCluster): () => void {
  let release = (): void => {}
  cluster.held = new Promise<void>((resolve) => (release = resolve))
  return release
}

describe('while buffer memory is short', () => {
  test('topics that wait take turns with batches, not with records', async () => {
    const { cluster, producer } = plain({ batchBytes: 1000, bufferBytes: 2000 })
    const topics = ['a', 'b', 'c', 'd']
    const sends = topics.flatMap((name) => Array.from({ length: 40 }, (_, at) => producer.send(name, { value: `${name}${at}`.padEnd(100), partition: 0 })))
    const reports = await Promise.all(sends)
    for (const name of topics) {
      const batches = new Set(reports.filter((report) => report.topic === name).map(({ batch }) => batch))
      assert.ok(batches.size <= 10, `40 small records of ${name} in ${batches.size} batches`)
    }
    assert.equal(producer.availableBytes, 2000)
    assert.deepEqual(cluster.values().filter((value) => value.startsWith('a')), Array.from({ length: 40 }, (_, at) => `a${at}`))
    await producer.close()
  })

  test('who waits does not wait for the linger of a batch that was opened meanwhile', async () => {
    const simulation = simWorld(1)
    const accumulator = new Accumulator({
      world: simulation.host('client'), batchBytes: 300, lingerMs: 60_000, bufferBytes: 300, compression: 'none', compressionLevel: undefined, maxRequestBytes: 1000, onReady: () => {},
    })
    await accumulator.memory.take(300, 1000)
    const first = accumulator.memory.take(300, 1000)
    void accumulator.memory.take(300, 1000).catch(() => {})
    accumulator.memory.give(300)
    await first
    const queue = accumulator.queue('t', 0)
    const add = (credited: number): unknown => accumulator.append(queue, null, 'v', undefined, 1, credited)
    const batch = add(300)
    assert.equal(add(0), batch, 'what is there already takes no memory from who waits')
    await simulation.advance(10)
    assert.equal(queue.batches[0]?.closeReason, 'memory')
  })
})

test('each record of a batch waits for itself: maxBlockMs is no limit for all of them', async () => {
  const simulation = simWorld(1)
  const world = simulation.host('client')
  const cluster = new ScriptedCluster(true)
  Object.assign(cluster.options, { world })
  Object.defineProperty(cluster, 'held', { get: () => world.scheduler.sleep(60) })
  const producer = new Producer(cluster.asCluster, { idempotent: false, lingerMs: 0, batchBytes: 1000, bufferBytes: 1000, maxBlockMs: 100 })
  const sent = producer.sendBatch('t', Array.from({ length: 5 }, (_, at) => ({ value: `${at}`.padEnd(600), partition: 0 })))
  await simulation.settle(sent)
  assert.deepEqual(cluster.values(), ['0', '1', '2', '3', '4'])
  await simulation.settle(producer.close())
})

test('records that are sent during a flush share batches', async () => {
  const { cluster, producer } = plain({ lingerMs: 60_000 })
  const release = hold(cluster)
  const sends = [producer.send('t', { value: 'first', partition: 0 })]
  const flushed = producer.flush()
  await turn()
  for (let at = 0; at < 50; at++) sends.push(producer.send('t', { value: `${at}`, partition: 0 }))
  await turn()
  release()
  await flushed
  const reports = await Promise.all(sends)
  assert.equal(new Set(reports.map(({ batch }) => batch)).size, 2)
  await producer.close()
})

test('partitions that fill every request do not keep the others out', async () => {
  const { cluster, producer } = plain({ batchBytes: 500, maxRequestBytes: 1100, maxInFlight: 1, lingerMs: 0 })
  Object.defineProperty(cluster, 'held', { get: turn })
  const value = 'x'.repeat(400)
  let isOver = false
  const busy = [0, 1, 0, 1].map(async (partition) => {
    while (!isOver && cluster.of('Produce').length < 300) await Promise.all(Array.from({ length: 50 }, () => producer.send('t', { value, partition })))
  })
  while (cluster.of('Produce').length < 3) await turn()
  const before = cluster.of('Produce').length
  await producer.send('t', { value, partition: 2 })
  const between = cluster.of('Produce').length - before
  isOver = true
  await Promise.all(busy)
  assert.ok(between < 8, `${between} requests without a record of the third`)
  await producer.close()
})
