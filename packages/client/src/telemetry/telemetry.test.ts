import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commitChannel, deliverChannel, fetchChannel } from '../consumer/channels.ts'
import { KafkaError } from '../errors.ts'
import { dispatchChannel } from '../producer/stages.ts'
import { instrument } from './instrument.ts'
import { traceCarrier, withTrace } from './trace-headers.ts'

function recorder() {
  const spans: Record<string, unknown>[] = []
  const points: [name: string, value: number, attributes: unknown][] = []
  const tracer = {
    startSpan(name: string, options: object = {}) {
      const span: Record<string, unknown> = { name, ...options }
      spans.push(span)
      return { setStatus: (status: object) => (span['status'] = status), recordException: (error: Error) => void (span['exception'] = error), end: (endTime?: number) => void (span['endTime'] = endTime) }
    },
  }
  const write = (name: string) => (value: number, attributes?: unknown) => void points.push([name, value, attributes])
  const meter = { createHistogram: (name: string) => ({ record: write(name) }), createCounter: (name: string) => ({ add: write(name) }) }
  return { spans, points, tracer, meter }
}

const base = { 'messaging.system': 'kafka', 'messaging.operation.name': 'send', 'messaging.destination.name': 'orders', 'messaging.destination.partition.id': '2' }

test('a batch that was sent: one span, its duration, its messages', () => {
  const { spans, points, tracer, meter } = recorder()
  const instrumentation = instrument({ tracer, meter, now: () => 10_000 })
  dispatchChannel.publish({ report: { topic: 'orders', partition: 2, recordCount: 7, baseOffset: 40, bytes: 512, timings: { requestMs: 250 } } })
  instrumentation.disable()
  assert.equal(dispatchChannel.hasSubscribers, false)
  assert.deepEqual(spans, [{
    name: 'send orders', root: true, kind: 3, startTime: 9750, endTime: 10_000,
    attributes: { ...base, 'messaging.operation.type': 'send', 'messaging.batch.message_count': 7, 'messaging.message.body.size': 512, 'messaging.kafka.offset': 40 },
  }])
  assert.deepEqual(points, [
    ['messaging.client.operation.duration', 0.25, { ...base, 'messaging.operation.type': 'send' }],
    ['messaging.client.sent.messages', 7, base],
  ])
})

test('a batch that failed: error type, status, exception', () => {
  const { spans, points, tracer, meter } = recorder()
  const instrumentation = instrument({ tracer, meter, now: () => 1 })
  const error = new KafkaError('TOPIC_AUTHORIZATION_FAILED', 'no')
  dispatchChannel.publish({ topic: 'orders', partition: 2, records: 3, error })
  instrumentation.disable()
  assert.deepEqual([spans[0]?.['status'], spans[0]?.['exception']], [{ code: 2, message: 'no' }, error])
  assert.deepEqual(points[1], ['messaging.client.sent.messages', 3, { ...base, 'error.type': 'TOPIC_AUTHORIZATION_FAILED' }])
})

test('fetches, deliveries and commits; parts may be left out', () => {
  const { spans, points, tracer, meter } = recorder()
  const both = [instrument({ tracer, now: () => 100 }), instrument({ meter, now: () => 100 })]
  fetchChannel.publish({ node: 1, partitions: 3, bytes: 99, requestMs: 5 })
  deliverChannel.publish({ topic: 'orders', partition: 2, firstOffset: 0, lastOffset: 3, records: 4 })
  commitChannel.publish({ groupId: 'billing', offsets: [1, 2], commitMs: 8, error: new TypeError('x') })
  for (const one of both) one.disable()
  assert.deepEqual(spans.map(({ name, kind, startTime }) => [name, kind, startTime]), [['poll', 2, 95], ['commit', 2, 92]])
  assert.deepEqual(points.map(([name, value]) => [name, value]), [
    ['messaging.client.operation.duration', 0.005], ['messaging.client.consumed.messages', 4], ['messaging.client.operation.duration', 0.008],
  ])
  assert.deepEqual(points[2]![2], {
    'messaging.system': 'kafka', 'messaging.operation.name': 'commit', 'messaging.consumer.group.name': 'billing', 'error.type': 'TypeError', 'messaging.operation.type': 'settle',
  })
})

test('a trace travels in headers', () => {
  const inject = (carrier: Record<string, string>): void => void (carrier['traceparent'] = '00-a-b-01')
  assert.deepEqual(withTrace({ value: 'v', headers: { a: '1' } }, inject), { value: 'v', headers: { a: '1', traceparent: '00-a-b-01' } })
  const listed = withTrace({ headers: [{ key: 'traceparent', value: 'old' }, { key: 'a', value: '1' }] }, inject)
  assert.deepEqual(listed.headers, [{ key: 'a', value: '1' }, { key: 'traceparent', value: '00-a-b-01' }])
  assert.deepEqual(traceCarrier([{ key: 'traceparent', value: Buffer.from('00-a-b-01') }, { key: 'n', value: null }]), { traceparent: '00-a-b-01' })
})
