/** Records that wait for a producer id have all their time, whoever waited before them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import { KafkaError } from '../errors.ts'
import { ScriptedCluster } from '../testing/scripted-cluster.ts'
import { Producer } from './producer.ts'

test('a record is not given up with those whose time is up', async () => {
  const simulation = simWorld(1)
  const cluster = new ScriptedCluster(true)
  Object.assign(cluster.options, { world: simulation.host('client') })
  cluster.answers['InitProducerId'] = Array.from({ length: 10_000 }, () => new KafkaError('CONNECTION_CLOSED', 'gone', { retriable: true }))
  const producer = new Producer(cluster.asCluster, { lingerMs: 0, deliveryTimeoutMs: 1000 })
  const early = assert.rejects(producer.send('t', { value: 'early', partition: 0 }), { code: 'DELIVERY_TIMEOUT' })
  await simulation.advance(900)
  const late = producer.send('t', { value: 'late', partition: 1 })
  late.catch(() => {})
  await simulation.advance(200)
  await early
  cluster.answers['InitProducerId'] = []
  await simulation.advance(200)
  await late
  assert.deepEqual(cluster.values(), ['late'])
  await producer.close()
})
