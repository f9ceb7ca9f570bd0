// A directory that failed is in service again: what its replicas may do, and when.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { BatchBuilder } from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import { openHarness } from '../testing/harness.ts'

it('what this broker led is led again only in epochs that the controller has begun knowing of it; it is told until it knows', async () => {
  const simulation = simWorld(2)
  const world = simulation.host('broker')
  const told: string[] = []
  let answer: (epochs: readonly number[] | undefined) => void = () => {}
  const harness = await simulation.settle(openHarness({
    world, directory: '/data', host: '0.0.0.0', topics: { t: 2 }, replicas: [0, 1],
    disksRecovered: (partitions) => {
      told.push(partitions.map(({ topic, index }) => `${topic}-${index}`).join(' '))
      return new Promise((resolve) => (answer = resolve))
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
  await append()
  heal()
  await simulation.settle(harness.logs.retryOffline())
  assert.equal(harness.logs.log('t', 0)?.logEndOffset, 1)
  assert.equal(await append(), 'KAFKA_STORAGE_ERROR')
  // What a controller says that does not know: neither the old epoch nor a later one.
  for (const epoch of [0, 3]) {
    assert.equal(harness.lead('t', 0, epoch), 0)
    assert.equal(await append(), 'KAFKA_STORAGE_ERROR')
  }
  for (let i = 0; i < 3; i++) {
    answer(undefined)
    await simulation.advance(2000)
  }
  assert.deepEqual(told, Array.from({ length: 4 }, () => 't-0 t-1'))
  answer([4, -1])
  await simulation.advance(1)
  assert.equal(await append(), 'KAFKA_STORAGE_ERROR')
  harness.lead('t', 0, 5)
  assert.equal(await append(), undefined)
  assert.deepEqual(harness.logs.log('t', 0)?.leaderEpochs.entries, [{ epoch: 0, startOffset: 0 }, { epoch: 5, startOffset: 1 }])
  // The other one's order overtakes the answer, as soon as it is told once more.
  await simulation.advance(15_000)
  assert.equal(told.at(-1), 't-1')
  harness.lead('t', 1, 2)
  assert.equal(await append(1), 'KAFKA_STORAGE_ERROR')
  answer([2])
  await simulation.advance(1)
  assert.equal(await append(1), undefined)
  const { length } = told
  await simulation.advance(60_000)
  assert.equal(told.length, length)
  await simulation.settle(harness.close())
})
