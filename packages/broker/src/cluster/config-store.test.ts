import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import { SimulatedEnsemble } from '@odradek/zookeeper/internal'
import type { SimulatedZnodeStore } from '@odradek/zookeeper/internal'
import { ConfigStore } from './config-store.ts'
import { createRoots } from './registration.ts'
import { paths } from './znodes.ts'

interface Two {
  readonly ensemble: SimulatedEnsemble
  readonly stores: [SimulatedZnodeStore, SimulatedZnodeStore]
  readonly configs: [ConfigStore, ConfigStore]
}

async function two(simulation: Simulation): Promise<Two> {
  const { clock, scheduler, random, log } = simulation.host('a')
  const ensemble = new SimulatedEnsemble({ clock, scheduler, random, faults: { maxDelayMs: 5 } })
  const stores: Two['stores'] = [ensemble.connect(), ensemble.connect()]
  await simulation.settle(createRoots({ store: stores[0], clock, scheduler, random }))
  const open = (at: 0 | 1): Promise<ConfigStore> =>
    ConfigStore.open({ store: stores[at], brokerId: at + 1, clock, scheduler, log })
  const configs = await simulation.settle(Promise.all([open(0), open(1)]))
  return { ensemble, stores, configs }
}

test('what one broker writes, the others hear', async () => {
  const simulation = simWorld(1)
  const {
    configs: [first, second],
  } = await two(simulation)
  const heard: string[] = []
  second.onTopicConfigChange((topic) => heard.push(topic))
  second.onBrokerConfigChange(() => heard.push('broker'))
  assert.equal(await simulation.settle(first.update('topics', 't', (now) => ({ ...now, a: '1' }))), 'NONE')
  assert.deepEqual(first.topicOverrides('t'), { a: '1' }, 'known to the writer when it is answered')
  assert.equal(await simulation.settle(first.update('brokers', '<default>', () => ({ b: '2' }))), 'NONE')
  await simulation.settle(first.update('brokers', '2', () => ({ c: '3' })))
  await simulation.advance(100)
  assert.deepEqual(heard, ['t', 'broker', 'broker'])
  assert.deepEqual(second.topicOverrides('t'), { a: '1' })
  assert.deepEqual(second.brokerOverrides(), { broker: { c: '3' }, cluster: { b: '2' } })
  assert.deepEqual(first.brokerOverrides(), { broker: {}, cluster: { b: '2' } })
})

test('two that write at the same time both have their way', async () => {
  const simulation = simWorld(2)
  const {
    configs: [first, second],
  } = await two(simulation)
  await simulation.settle(
    Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        (i % 2 === 0 ? first : second).update('topics', 't', (now) => ({ ...now, [`k${i}`]: String(i) })),
      ),
    ),
  )
  await simulation.advance(100)
  assert.equal(Object.keys(first.topicOverrides('t')).length, 10)
  assert.deepEqual(second.topicOverrides('t'), first.topicOverrides('t'))
})

test('nothing is written when nothing changes or the change is refused', async () => {
  const simulation = simWorld(3)
  const {
    ensemble,
    configs: [first],
  } = await two(simulation)
  await simulation.settle(first.update('topics', 't', () => ({ a: '1' })))
  const { zxid } = ensemble.tree
  await simulation.settle(first.update('topics', 't', () => ({ a: '1' })))
  await simulation.settle(first.update('topics', 't', () => undefined))
  assert.equal(ensemble.tree.zxid, zxid)
})

test('notifications that everybody has heard are removed after a while', async () => {
  const simulation = simWorld(4)
  const {
    ensemble,
    configs: [first],
  } = await two(simulation)
  const changes = (): number => ensemble.tree.nodes.get(paths.configChanges)?.children?.size ?? 0
  for (let i = 0; i < 5; i++) await simulation.settle(first.update('topics', 't', () => ({ a: String(i) })))
  await simulation.advance(1000)
  assert.equal(changes(), 5)
  await simulation.advance(20 * 60_000)
  await simulation.settle(first.update('topics', 't', () => ({ a: 'late' })))
  await simulation.advance(1000)
  assert.equal(changes(), 1)
})

test('a connection that drops while changes are made misses none of them', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const simulation = simWorld(seed)
    const {
      stores,
      configs: [first, second],
    } = await two(simulation)
    for (let i = 0; i < 10; i++) {
      if (simulation.random.below(3) === 0) stores[1].disconnect(simulation.random.below(200))
      await simulation.settle(first.update('topics', `t${i % 3}`, () => ({ a: String(i) })))
      await simulation.advance(simulation.random.below(100))
    }
    await simulation.advance(2000)
    for (const topic of ['t0', 't1', 't2'])
      assert.deepEqual(second.topicOverrides(topic), first.topicOverrides(topic), `seed ${seed}, ${topic}`)
  }
})
