/** With the real OpenTelemetry SDK in memory, against a broker in process. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { type Instrumentation, registerInstrumentations } from '@opentelemetry/instrumentation'
import { AggregationTemporality, type HistogramMetricData, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { createKafka, type Kafka, type RecordHandler } from '@odradek/client'
import { startBroker, type TestBroker } from '@odradek/testing'
import { KafkaInstrumentation, traceOf } from './index.ts'

const exporter = new InMemorySpanExporter()
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 })
const meterProvider = new MeterProvider({ readers: [reader] })
const tracer = tracerProvider.getTracer('test')

let broker: TestBroker
let kafka: Kafka
let unregister: () => void
const instrumentation = new KafkaInstrumentation({ enabled: false })

before(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  // The interface of the real package: this line also proves the types.
  const asInstrumentation: Instrumentation = instrumentation
  unregister = registerInstrumentations({ instrumentations: [asInstrumentation], tracerProvider, meterProvider })
  broker = await startBroker({ topics: { orders: 1, linked: 1, failing: 1, anything: 1, plain: 1 } })
  kafka = createKafka({ brokers: broker.bootstrap })
})
after(async () => {
  unregister()
  await broker.close()
  await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()])
  context.disable()
  propagation.disable()
})
afterEach(() => exporter.reset())

const named = (name: string): ReadableSpan[] => exporter.getFinishedSpans().filter((span) => span.name === name)

/** Handles so many records of a topic, and gives up its own failure. */
async function handle(topic: string, count: number, handler: RecordHandler<Buffer | null, Buffer | null>): Promise<unknown> {
  const consumer = kafka.consumer({ groupId: `group-${topic}`, autoOffsetReset: 'earliest' })
  const enough = new AbortController()
  let done = 0
  consumer.subscribe(topic)
  try {
    return await consumer.each(async (record) => {
      try {
        await handler(record)
      } finally {
        if (++done === count) enough.abort()
      }
    }, { signal: enough.signal }).catch((error: unknown) => error)
  } finally {
    await consumer.close()
  }
}

test('a trace goes from the sender through the record into the handler, and what it does', async () => {
  const producer = kafka.producer()
  const parent = tracer.startSpan('request')
  await context.with(trace.setSpan(context.active(), parent), async () => {
    await producer.send('orders', { key: 'secret', value: 'one', headers: { kept: 'yes' } })
    await producer.sendBatch('orders', [{ value: 'two', partition: 0 }, { value: null, headers: [{ key: 'kept', value: 'yes' }] }])
  })
  parent.end()
  await producer.close()
  const traceId = parent.spanContext().traceId
  const creates = named('create orders')
  assert.equal(creates.length, 3)
  for (const { kind, parentSpanContext, attributes } of creates) {
    assert.deepEqual([kind, parentSpanContext?.spanId], [SpanKind.PRODUCER, parent.spanContext().spanId])
    assert.deepEqual([attributes['messaging.system'], attributes['messaging.operation.name'], attributes['messaging.operation.type'], attributes['messaging.destination.name']], ['kafka', 'create', 'create', 'orders'])
    assert.equal('messaging.kafka.message.key' in attributes, false, 'keys may be personal')
  }
  assert.equal(creates[2]!.attributes['messaging.kafka.message.tombstone'], true)
  const sends = named('send orders')
  assert.equal(sends.reduce((sum, { attributes }) => sum + Number(attributes['messaging.batch.message_count']), 0), 3)
  for (const { kind, parentSpanContext, attributes } of sends) {
    assert.deepEqual([kind, parentSpanContext], [SpanKind.PRODUCER, undefined])
    assert.deepEqual([attributes['messaging.destination.partition.id'], typeof attributes['messaging.kafka.offset']], ['0', 'number'])
  }
  const headers: string[][] = []
  await handle('orders', 3, async (record) => {
    headers.push(record.headers.map(({ key }) => key))
    await new Promise((resolve) => setTimeout(resolve, 1))
    tracer.startSpan('work').end()
  })
  assert.deepEqual(headers, [['kept', 'traceparent'], ['traceparent'], ['kept', 'traceparent']])
  const processes = named('process orders')
  assert.equal(processes.length, 3)
  processes.forEach((span, at) => {
    assert.equal(span.spanContext().traceId, traceId)
    assert.deepEqual([span.kind, span.parentSpanContext?.spanId], [SpanKind.CONSUMER, creates[at]!.spanContext().spanId])
    const { attributes } = span
    assert.deepEqual([attributes['messaging.kafka.offset'], attributes['messaging.operation.type'], attributes['messaging.consumer.group.name'], attributes['messaging.destination.partition.id']], [at, 'process', 'group-orders', '0'])
  })
  assert.deepEqual(named('work').map(({ parentSpanContext }) => parentSpanContext?.spanId), processes.map((span) => span.spanContext().spanId))
  assert.ok(named('poll').length > 0 && named('commit').some(({ attributes }) => attributes['messaging.consumer.group.name'] === 'group-orders'))
})

test('a handler that fails: its span says so', async () => {
  const producer = kafka.producer()
  await producer.sendBatch('failing', [{ value: 'v' }])
  await producer.close()
  const error = await handle('failing', 1, () => Promise.reject(new RangeError('too far')))
  assert.equal((error as Error).message, 'too far')
  const [span] = named('process failing')
  assert.deepEqual([span!.status, span!.attributes['error.type'], span!.events.map(({ name }) => name)], [{ code: SpanStatusCode.ERROR, message: 'too far' }, 'RangeError', ['exception']])
})

test('a handler may answer anything', async () => {
  const producer = kafka.producer()
  await producer.sendBatch('anything', [{ value: 'v' }, { value: 'w' }])
  await producer.close()
  const consumer = kafka.consumer({ groupId: 'group-anything', autoOffsetReset: 'earliest' })
  const enough = new AbortController()
  const seen: unknown[] = []
  consumer.subscribe('anything')
  // Counts, as such a handler does in passing.
  await consumer.each((record) => {
    if (seen.push(record) === 2) enough.abort()
    return seen.length as unknown as void
  }, { signal: enough.signal }).finally(() => consumer.close())
  assert.equal(seen.length, 2)
  assert.deepEqual(named('process anything').map(({ status }) => status.code), [SpanStatusCode.UNSET, SpanStatusCode.UNSET])
})

test('without spans of messages the active context travels; a process span can be linked instead', async () => {
  instrumentation.setConfig({ messageSpans: false, processAsChild: false, recordKeys: true })
  const producer = kafka.producer()
  const parent = tracer.startSpan('request')
  await context.with(trace.setSpan(context.active(), parent), () => producer.sendBatch('linked', [{ key: 'k', value: 'v' }]))
  await producer.close()
  let seen: string | undefined
  await handle('linked', 1, (record) => {
    seen = trace.getSpanContext(traceOf(record))?.spanId
  })
  instrumentation.setConfig({})
  assert.equal(seen, parent.spanContext().spanId)
  assert.equal(named('create linked').length, 0)
  const [span] = named('process linked')
  assert.notEqual(span!.spanContext().traceId, parent.spanContext().traceId)
  assert.deepEqual(span!.links.map(({ context: link }) => link.spanId), [parent.spanContext().spanId])
  assert.equal(span!.attributes['messaging.kafka.message.key'], 'k')
})

test('metrics, by the names and buckets of the conventions', async () => {
  await reader.forceFlush()
  const found = new Map(metricExporter.getMetrics().at(-1)!.scopeMetrics.flatMap(({ metrics }) => metrics).map((metric) => [metric.descriptor.name, metric]))
  assert.deepEqual([...found.keys()].toSorted(), ['messaging.client.consumed.messages', 'messaging.client.operation.duration', 'messaging.client.sent.messages', 'messaging.process.duration'])
  const operations = found.get('messaging.client.operation.duration') as HistogramMetricData
  assert.deepEqual([operations.descriptor.unit, new Set(operations.dataPoints.map(({ attributes }) => attributes['messaging.operation.name']))], ['s', new Set(['send', 'poll', 'commit'])])
  assert.deepEqual(operations.dataPoints[0]!.value.buckets.boundaries, [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10])
  const sent = found.get('messaging.client.sent.messages')!.dataPoints.find(({ attributes }) => attributes['messaging.destination.name'] === 'orders')
  assert.equal(sent!.value, 3)
  const processed = (found.get('messaging.process.duration') as HistogramMetricData).dataPoints
  assert.equal(processed.find(({ attributes }) => attributes['messaging.destination.name'] === 'orders')!.value.count, 3)
  assert.equal(processed.find(({ attributes }) => attributes['messaging.destination.name'] === 'failing')!.attributes['error.type'], 'RangeError')
})

test('switched off: no spans, no headers', async () => {
  instrumentation.disable()
  const producer = kafka.producer()
  await producer.sendBatch('plain', [{ value: 'v' }])
  await producer.close()
  let headers = -1
  await handle('plain', 1, (record) => {
    headers = record.headers.length
  })
  assert.deepEqual([headers, exporter.getFinishedSpans()], [0, []])
  instrumentation.enable()
})
