import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as check, integer, property, tuple } from 'fast-check'
import { Simulation } from '@odradek/platform/sim'
import { BrokerMetrics, metricRows, prometheusText, Sampler } from './index.ts'
import { bucketOf, LatencyHistogram } from './latency-histogram.ts'
import type { LogFigures, MetricsSources } from './sources.ts'

export const log: LogFigures = {
  topic: 'orders', partition: 0, topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', directory: '/data', bytes: 700, logStartOffset: 0, logEndOffset: 10,
  highWatermark: 10, lastStableOffset: 10, leader: true, leaderEpoch: 1, inSync: 1, replicas: 2, minInsyncReplicas: 1, offline: false,
}

export function literalSources(more: Partial<MetricsSources> = {}): MetricsSources {
  return {
    broker: () => ({ version: '1', brokerId: 3, clusterId: 'c"1', controllerId: 3, listeners: [{ name: 'PLAINTEXT', host: 'h', port: 1 }] }),
    apiName: (key) => (key === 0 ? 'Produce' : `Api${key}`),
    connections: () => [],
    disconnect: () => false,
    logs: () => [log],
    directories: () => [{ path: '/data', offline: false, freeBytes: 5 }],
    groups: () => [{ groupId: 'g', state: 'Stable', protocolType: 'consumer', members: 1 }],
    groupOffsets: () => [{ topic: 'orders', partition: 0, offset: 4, metadata: '', lag: 6 }, { topic: 'x', partition: 0, offset: 4, metadata: '', lag: null }],
    ...more,
  }
}

test('buckets: in order, and never further from the value than a quarter', () => {
  check(property(integer({ min: 0, max: 2 ** 31 - 1 }), (micros) => {
    const bucket = bucketOf(micros / 1000)
    assert.ok(bucket >= 0 && bucket < 128)
    assert.ok(bucketOf((micros + 1) / 1000) >= bucket)
    const histogram = new LatencyHistogram()
    histogram.record(micros / 1000)
    const found = histogram.recent(50) * 1000
    assert.ok(Math.abs(found - micros) <= Math.max(1, micros / 8), `${micros} was told as ${found}`)
  }))
  for (const odd of [Number.NaN, -1, Infinity]) assert.ok(bucketOf(odd) >= 0)
})

test('bounds of the exposition are exact', () => {
  check(property(tuple(integer({ min: 0, max: 2 ** 27 }), integer({ min: 2, max: 27 })), ([micros, power]) => {
    const histogram = new LatencyHistogram()
    histogram.record(micros / 1000)
    assert.equal(histogram.below(power), Math.floor((micros / 1000) * 1000) < 2 ** power ? 1 : 0)
  }))
})

test('percentiles look at the last one to two windows only', () => {
  const histogram = new LatencyHistogram()
  for (let index = 0; index < 99; index += 1) histogram.record(1)
  histogram.record(1000)
  assert.ok(histogram.recent(50) < 1.3)
  assert.ok(histogram.recent(100) > 800)
  histogram.rotate()
  assert.ok(histogram.recent(100) > 800)
  histogram.rotate()
  assert.equal(histogram.recent(100), 0)
  assert.equal(histogram.count, 100)
  assert.equal(histogram.maxMs, 1000)
})

test('names made up by clients and endless reasons do not pile up', () => {
  const metrics = new BrokerMetrics()
  for (let index = 0; index < 500; index += 1) {
    metrics.produceFailed(`made-up-${index}`)
    metrics.connectionRefused('PLAINTEXT', `reason ${index}`)
    metrics.requestFailed(index * 7 - 3, 'unsupported')
  }
  assert.equal(metrics.topics.size, 0)
  assert.equal(metrics.all.produceFailures, 500)
  assert.ok(metrics.connectionsRefused.size <= 65)
  assert.ok([...metrics.apis()].length <= 128)
  assert.equal(metrics.unknownApi.failures.unsupported > 0, true)
  for (let index = 0; index < 30_000; index += 1) metrics.produced(`topic-${index}`, 1, 1)
  assert.equal(metrics.topics.size, 20_000)
  assert.equal(metrics.all.recordsIn, 30_000)
})

function figures(): { simulation: Simulation; metrics: BrokerMetrics; sampler: Sampler; text(): Promise<string> } {
  const simulation = new Simulation(1)
  const world = simulation.host('broker')
  const metrics = new BrokerMetrics()
  const sources = literalSources()
  const sampler = new Sampler({ world, metrics, sources, minutes: 10 })
  return { simulation, metrics, sampler, text: () => prometheusText({ world, metrics, sampler, sources, startedAtMs: 0 }) }
}

test('the Prometheus text: every line belongs to a declared metric, labels are escaped', async () => {
  const { metrics, text } = figures()
  metrics.produced('a"b', 100, 3)
  metrics.fetched('a"b', 40)
  metrics.requestDone(0, 9, 0.3, 100, 50)
  metrics.requestDone(0, 9, 3000, 100, 50)
  metrics.requestFailed(1, 'malformed')
  metrics.connectionRefused('PLAINTEXT', 'max.connections')
  const page = await text()
  const declared = new Map<string, string>(Object.values(metricRows).map((row) => [row.name, row.type]))
  let current = ''
  for (const line of page.trimEnd().split('\n')) {
    const type = /^# TYPE (\S+) (\S+)$/.exec(line)
    if (type) {
      current = type[1] ?? ''
      assert.equal(declared.get(current), type[2])
      continue
    }
    if (line.startsWith('# HELP ')) continue
    const sample = /^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+\})? (\S+)$/.exec(line)
    assert.ok(sample, line)
    assert.equal(String(sample[1]).replace(/_(bucket|sum|count)$/, (suffix) => (declared.get(current) === 'histogram' ? '' : suffix)), current)
    assert.ok(Number.isFinite(Number(sample[3])), line)
  }
  assert.match(page, /odradek_topic_bytes_in_total\{topic="a\\"b"\} 100/)
  assert.match(page, /odradek_info\{version="1",broker_id="3",cluster_id="c\\"1"\} 1/)
  assert.match(page, /odradek_request_seconds_bucket\{api="Produce",le="0\.000256"\} 0/)
  assert.match(page, /odradek_request_seconds_bucket\{api="Produce",le="0\.001024"\} 1/)
  assert.match(page, /odradek_request_seconds_bucket\{api="Produce",le="\+Inf"\} 2/)
  assert.match(page, /odradek_request_seconds_sum\{api="Produce"\} 3\.0003/)
  assert.match(page, /odradek_request_failures_total\{api="Api1",reason="malformed"\} 1/)
  assert.match(page, /odradek_partitions_under_replicated 1/)
  assert.match(page, /odradek_groups\{state="Stable"\} 1/)
  assert.match(page, /odradek_group_lag\{group="g"\} 6/)
  assert.match(page, /odradek_log_bytes\{directory="\/data"\} 700/)
})

test('every declared metric is written by a broker that has seen everything', async () => {
  const { metrics, text } = figures()
  metrics.produced('t', 1, 1)
  metrics.requestDone(0, 9, 1, 1, 1)
  metrics.requestFailed(0, 'exception')
  metrics.connectionRefused('L', 'r')
  metrics.connectionClosed({} as never, 'r')
  const page = await text()
  for (const row of Object.values(metricRows)) assert.ok(page.includes(`# TYPE ${row.name} `), row.name)
})

test('history: rates per second, a bounded ring, averaged on the way out', async () => {
  const { simulation, metrics, sampler } = figures()
  sampler.start()
  simulation.after(5000, () => metrics.produced('orders', 1000, 20))
  await simulation.run({ untilMs: 25_000 })
  let history = sampler.history(60, 100)
  assert.deepEqual(history.series.bytesIn, [100, 0])
  assert.deepEqual(history.series.recordsIn, [2, 0])
  assert.equal(history.stepMs, 10_000)
  await simulation.run({ untilMs: 3_600_000 })
  history = sampler.history(60, 100)
  assert.equal(history.timesMs.length, 60) // ten minutes are kept
  assert.equal(sampler.history(10, 7).timesMs.length, 7)
  assert.equal(sampler.history(1, 100).timesMs.length, 6)
  assert.equal(history.timesMs.at(-1), simulation.startWallMs + 3_600_000)
  assert.equal(metrics.topics.size, 1)
  sampler.stop()
})
