import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Simulation } from '@odradek/platform/sim'
import type { SimHttpRequest, SimProcess } from '@odradek/platform/sim'
import { BrokerConfig } from '../config/index.ts'
import { BrokerMetrics } from '../metrics/index.ts'
import type { MetricsSources } from '../metrics/index.ts'
import type { ConnectionInfo } from '../services.ts'
import { openAdminEndpoint } from './admin-endpoint.ts'

const connection = {
  id: '127.0.0.1:9092-127.0.0.1:5-0', listenerName: 'PLAINTEXT', remoteAddress: '127.0.0.1', remotePort: 5, principal: 'User:ANONYMOUS',
  softwareName: 'librdkafka', softwareVersion: '2.0.2', clientId: 'c', connectedAtMs: Date.UTC(2026, 0, 1), requests: 4, bytesIn: 5,
  bytesOut: 6, close: () => {}, whenClosed: () => {},
} satisfies ConnectionInfo

interface Answer {
  status: number
  text: string
  json: Record<string, unknown>
}

async function endpoint(t: { after(fn: () => unknown): void }): Promise<{
  ask(request: SimHttpRequest): Promise<Answer>
  closed: string[]
  simulation: Simulation
}> {
  const simulation = new Simulation(1)
  const world: SimProcess = simulation.host('broker')
  const closed: string[] = []
  const sources: MetricsSources = {
    broker: () => ({ version: '1', brokerId: 0, clusterId: 'cluster', controllerId: 0, listeners: [] }),
    apiName: (key) => `Api${key}`,
    connections: () => [connection],
    disconnect: (id) => id === connection.id && closed.push(id) > 0,
    logs: () => [],
    directories: () => [{ path: '/d', offline: false, freeBytes: 1 }],
    groups: () => Promise.resolve([{ groupId: 'g', state: 'Empty', protocolType: 'consumer', members: 0 }]),
    groupOffsets: (groupId) => (groupId === 'g' ? [{ topic: 't', partition: 0, offset: 1, metadata: '', lag: 2 }] : []),
  }
  const config = BrokerConfig.from({ 'ssl.key.password': 'hunter2', 'odradek.admin.allowed.hosts': 'Odradek, metrics.lan' })
  const metrics = new BrokerMetrics()
  metrics.requestDone(3, 12, 2, 10, 20)
  const admin = await openAdminEndpoint({ world, config, metrics, sources, listener: '127.0.0.1:9644' })
  t.after(() => admin.close())
  assert.equal(admin.url, 'http://127.0.0.1:9644')
  return {
    closed,
    simulation,
    async ask(request) {
      let answer: Answer | undefined
      let failure: unknown
      world.http.request(9644, { ...request, headers: { host: '127.0.0.1:9644', ...request.headers } }).then((response) => {
        const text = Buffer.from(response.body as string).toString()
        answer = { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) as Record<string, unknown> : {} }
      }, (error: unknown) => {
        failure = error
      })
      await simulation.run({ until: () => answer !== undefined || failure !== undefined, withinMs: 1000 })
      if (failure !== undefined) throw failure
      assert.ok(answer)
      return answer
    },
  }
}

test('every route that the index names answers', async (t) => {
  const { ask } = await endpoint(t)
  const index = await ask({ path: '/admin/v1' })
  const routes = index.json['routes'] as { method: string; path: string }[]
  assert.equal(routes.length, 10)
  for (const route of routes) {
    if (route.method !== 'GET') continue
    const answer = await ask({ path: route.path })
    assert.equal(answer.status, 200, route.path)
    assert.ok(answer.text.length > 10)
  }
  assert.equal((await ask({ path: '/admin/v1/nothing' })).status, 404)
  assert.equal((await ask({ path: '/admin/v1/broker', method: 'DELETE', headers: { 'x-odradek-admin': '1' } })).status, 405)
})

test('connections are told with their library, APIs with their latency', async (t) => {
  const { ask } = await endpoint(t)
  const [one] = (await ask({ path: '/admin/v1/connections' })).json['connections'] as Record<string, unknown>[]
  assert.equal(one?.['softwareName'], 'librdkafka')
  assert.equal(one?.['softwareVersion'], '2.0.2')
  const [api] = (await ask({ path: '/admin/v1/apis' })).json['apis'] as Record<string, unknown>[]
  assert.equal(api?.['name'], 'Api3')
  assert.deepEqual(api?.['versions'], { min: 12, max: 12 })
  assert.equal(api?.['requests'], 1)
})

test('groups: all of them, or one with its offsets', async (t) => {
  const { ask } = await endpoint(t)
  assert.ok(Array.isArray((await ask({ path: '/admin/v1/groups' })).json['groups']))
  const one = await ask({ path: '/admin/v1/groups?group=g' })
  assert.deepEqual(one.json['offsets'], [{ topic: 't', partition: 0, offset: 1, metadata: '', lag: 2 }])
})

test('secrets stay out of the configuration view', async (t) => {
  const { ask } = await endpoint(t)
  const answer = await ask({ path: '/admin/v1/config' })
  assert.match(answer.text, /ssl\.key\.password/)
  assert.doesNotMatch(answer.text, /hunter2/)
})

test('disconnect needs its header, and says when there is nobody', async (t) => {
  const { ask, closed } = await endpoint(t)
  const path = `/admin/v1/connections/${encodeURIComponent(connection.id)}/disconnect`
  assert.equal((await ask({ path, method: 'POST' })).status, 403)
  assert.deepEqual(closed, [])
  assert.equal((await ask({ path, method: 'POST', headers: { 'x-odradek-admin': '1' } })).status, 200)
  assert.deepEqual(closed, [connection.id])
  assert.equal((await ask({ path: '/admin/v1/connections/nobody/disconnect', method: 'POST', headers: { 'x-odradek-admin': '1' } })).status, 404)
  assert.equal((await ask({ path: '/admin/v1/connections/%E0%A4%A/disconnect', method: 'POST', headers: { 'x-odradek-admin': '1' } })).status, 400)
})

test('a page in a browser does not get through: rebinding, cross-site, foreign origin', async (t) => {
  const { ask } = await endpoint(t)
  const status = async (headers: Record<string, string>, method = 'GET'): Promise<number> =>
    (await ask({ path: '/admin/v1', method, headers })).status
  assert.equal(await status({ host: 'evil.example:9644' }), 403)
  assert.equal(await status({ host: 'localhost.evil.example' }), 403)
  assert.equal(await status({ host: '' }), 403)
  assert.equal(await status({ host: 'localhost:9644' }), 200)
  assert.equal(await status({ host: 'odradek:9644' }), 200)
  assert.equal(await status({ host: 'metrics.lan' }), 200)
  assert.equal(await status({ host: '[::1]:9644' }), 200)
  assert.equal(await status({ host: '10.2.3.4:9644' }), 200)
  assert.equal(await status({ 'sec-fetch-site': 'cross-site' }), 403)
  assert.equal(await status({ 'sec-fetch-site': 'same-site' }), 403)
  assert.equal(await status({ 'sec-fetch-site': 'same-origin' }), 200)
  assert.equal(await status({ 'x-odradek-admin': '1', origin: 'http://evil.example' }, 'POST'), 403)
  assert.equal(await status({ 'x-odradek-admin': '1', origin: 'http://127.0.0.1:9644' }, 'POST'), 404)
})

test('history answers within its bounds whatever is asked', async (t) => {
  const { ask, simulation } = await endpoint(t)
  await simulation.run({ untilMs: 120_000 })
  for (const query of ['', '?minutes=1&points=3', '?minutes=-5&points=0', '?minutes=x&points=1e99']) {
    const answer = await ask({ path: `/admin/v1/history${query}` })
    const times = answer.json['timesMs'] as number[]
    assert.ok(times.length > 0 && times.length <= 12, query)
  }
})
