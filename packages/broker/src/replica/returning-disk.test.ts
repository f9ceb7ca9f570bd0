// A directory that failed is in service again: what its replicas may do, and when.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { BatchBuilder } from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import { openHarness } from '../testing/harness.ts'

it('what this broker led is not led again under the old epoch, and the controller is asked for a new one until it comes', async () => {
  const simulation = simWorld(2)
  const world = simulation.host('broker')
  const asked: string[] = []
  let reachable = false
  const harness = await simulation.settle(openHarness({
    world, directory: '/data', host: '0.0.0.0', topics: { t: 2 }, replicas: [0, 1],
    disksRecovered: (partitions) => {
      asked.push(partitions.map(({ topic, index }) => `${topic}-${index}`).join(' '))
      return Promise.resolve(reachable)
    },
  }))
  const append = async (index = 0): Promise<string | undefined> => {
    const builder = new BatchBuilder()
    builder.append(null, 'x', undefined, 0)
    const result = harness.replicas.partition('t', index)?.append(builder.build(), 1, 'client', 13)
    await simulation.advance(1)
    return result?.error
  }
  assert.equal(await append(), undefined)
  const heal = world.fs.faults.fail({ on: 'write', path: '/data' })
  // Followers have fetched it by now: it is gone from this disk alone.
  await append()
  heal()
  await simulation.settle(harness.logs.retryOffline())
  assert.equal(harness.logs.log('t', 0)?.logEndOffset, 1)
  assert.equal(await append(), 'KAFKA_STORAGE_ERROR')
  assert.equal(harness.lead('t', 0, 0), 0, 'what a new controller would say of the old epoch is no error')
  assert.equal(await append(), 'KAFKA_STORAGE_ERROR')
  await simulation.advance(5000)
  assert.ok(asked.length > 3 && asked.every((one) => one === 't-0 t-1'), asked.join(', '))
  reachable = true
  harness.lead('t', 0, 2)
  assert.equal(await append(), undefined)
  assert.deepEqual(harness.logs.log('t', 0)?.leaderEpochs.entries, [{ epoch: 0, startOffset: 0 }, { epoch: 2, startOffset: 1 }])
  await simulation.advance(15_000)
  assert.equal(asked.at(-1), 't-1', 'only for what is still waiting')
  harness.lead('t', 1, 2)
  await simulation.advance(15_000)
  const { length } = asked
  await simulation.advance(60_000)
  assert.equal(asked.length, length)
  await simulation.settle(harness.close())
})
