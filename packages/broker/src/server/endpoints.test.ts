// What clients are told where to connect, and who is warned that it leads nowhere.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Log, World } from '@odradek/platform'
import { simWorld } from '@odradek/platform/sim'
import { startBroker } from '../broker.ts'

interface Told {
  readonly advertised: readonly string[]
  readonly warnings: readonly string[]
}

/** `name`: what the resolver calls this machine; null when it does not know. */
async function started(config: Record<string, string>, name: string | null = 'machine.lan'): Promise<Told> {
  const simulation = simWorld(1)
  const host = simulation.host('a')
  const warnings: string[] = []
  const log = { debug: () => {}, info: () => {}, error: () => {}, warn: (sentence: string) => warnings.push(sentence) } as unknown as Log
  const transport = Object.assign(Object.create(host.transport), { canonicalHostName: () => Promise.resolve(name ?? undefined) }) as World['transport']
  const world = Object.create(host, { log: { value: log }, transport: { value: transport } }) as World
  const broker = await simulation.settle(startBroker({ world, config: { 'log.dirs': '/data', ...config } }))
  const advertised = broker.advertised.map((one) => `${one.name} ${one.host}:${one.port}`)
  assert.deepEqual(broker.services.metadata.current().brokers.get(0)?.endpoints.map(({ host: told }) => told), broker.advertised.map((one) => one.host))
  await simulation.settle(broker.close())
  return { advertised, warnings }
}

test('every interface is advertised as the name of the machine, as Apache Kafka does', async () => {
  for (const listeners of ['PLAINTEXT://:9092', 'PLAINTEXT://0.0.0.0:9092', 'PLAINTEXT://[::]:9092']) {
    assert.deepEqual(await started({ listeners }), { advertised: ['PLAINTEXT machine.lan:9092'], warnings: [] }, listeners)
  }
  assert.deepEqual(await started({ 'listeners': 'PLAINTEXT://:9092', 'advertised.listeners': 'PLAINTEXT://:19092' }),
    { advertised: ['PLAINTEXT machine.lan:19092'], warnings: [] })
})

test('what is said is told; a name is asked for only where one is needed', async () => {
  assert.deepEqual(await started({ 'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://kafka.example.com:9092' }, null),
    { advertised: ['PLAINTEXT kafka.example.com:9092'], warnings: [] })
  assert.deepEqual(await started({ listeners: 'PLAINTEXT://127.0.0.1:9092' }, null), { advertised: ['PLAINTEXT 127.0.0.1:9092'], warnings: [] })
})

test('a listener for everybody that sends its clients to their own machine: one sentence with the key to set', async () => {
  const cases: [Record<string, string>, string | null, string][] = [
    [{ listeners: 'PLAINTEXT://:9092' }, null, 'localhost:9092'],
    [{ listeners: 'PLAINTEXT://:9092' }, 'localhost', 'localhost:9092'],
    [{ 'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://127.0.0.1:19092' }, null, '127.0.0.1:19092'],
    [{ 'listeners': 'PLAINTEXT://:9092', 'advertised.listeners': 'PLAINTEXT://[::1]:9092' }, null, '::1:9092'],
  ]
  for (const [config, name, told] of cases) {
    const { advertised, warnings } = await started(config, name)
    assert.deepEqual(advertised, [`PLAINTEXT ${told}`])
    assert.equal(warnings.length, 1, JSON.stringify(config))
    assert.ok(warnings[0]?.includes(told) && warnings[0].includes('advertised.listeners'), warnings[0])
  }
})

test('of two listeners only the one is named that leads nowhere', async () => {
  const { advertised, warnings } = await started({
    'listeners': 'INSIDE://:9092,OUTSIDE://:19092', 'advertised.listeners': 'INSIDE://odradek:9092,OUTSIDE://127.0.0.1:19092',
    'listener.security.protocol.map': 'INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT', 'inter.broker.listener.name': 'INSIDE',
  })
  assert.deepEqual(advertised, ['INSIDE odradek:9092', 'OUTSIDE 127.0.0.1:19092'])
  assert.equal(warnings.length, 1)
  assert.match(warnings[0] ?? '', /^The listener OUTSIDE /)
})
