/** What the broker says of each record reaches that record, and what nobody has seen is told by flush and close. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ErrorCode } from '@odradek/protocol/internal'
import { KafkaError } from '../errors.ts'
import { ScriptedCluster } from '../testing/scripted-cluster.ts'
import type { ProducerOptions } from './options.ts'
import { outcomeIn } from './outcome.ts'
import { Producer } from './producer.ts'

function open(options: ProducerOptions = {}): { cluster: ScriptedCluster; producer: Producer } {
  const cluster = new ScriptedCluster(true)
  return { cluster, producer: new Producer(cluster.asCluster, { idempotent: false, lingerMs: 0, retries: 0, ...options }) }
}

const records = (count: number): { value: string; partition: number }[] => Array.from({ length: count }, (_, n) => ({ value: `v${n}`, partition: 0 }))
const told = async (sends: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(sends)).map((outcome) => (outcome.status === 'fulfilled' ? 'stored' : `${(outcome.reason as KafkaError).code}: ${(outcome.reason as KafkaError).message}`))

describe('records that the broker names', () => {
  const named = [{ batchIndex: 1, batchIndexErrorMessage: 'no key' }, { batchIndex: 3, batchIndexErrorMessage: null }]

  test('have what was said of them, the others of the batch that they shared it', async () => {
    const { cluster, producer } = open()
    cluster.answers['Produce'] = [ErrorCode.INVALID_TIMESTAMP]
    cluster.named = named
    const enqueued = await Promise.all(records(5).map((record) => producer.enqueue('t', record)))
    const errors = await told(enqueued.map(({ delivered }) => delivered))
    for (const at of [0, 2, 4]) assert.match(errors[at]!, /^REFUSED_WITH_BATCH: .*t-0.* 2 invalid records/)
    assert.match(errors[1]!, /^INVALID_RECORD: .*: no key$/)
    assert.match(errors[3]!, /^INVALID_RECORD: /)
    await producer.close()
  })

  test('by send, sendBatch and accept as well; with one alone its error is that of the batch', async () => {
    const { cluster, producer } = open()
    cluster.answers['Produce'] = [ErrorCode.INVALID_TIMESTAMP, ErrorCode.INVALID_TIMESTAMP, ErrorCode.INVALID_TIMESTAMP]
    cluster.named = [{ batchIndex: 1, batchIndexErrorMessage: 'too old' }]
    const sends = await told(records(2).map((record) => producer.send('t', record)))
    assert.match(sends.join('\n'), /^REFUSED_WITH_BATCH: .* 1 invalid record in.*\nINVALID_TIMESTAMP: .*too old$/)
    await assert.rejects(producer.sendBatch('t', records(2)), { code: 'INVALID_TIMESTAMP' })
    const accepted = records(2).map((record) => ({ ...(producer.accept('t', record) as never as { batch: { done: Promise<never> }; index: number }) }))
    const error = await accepted[0]!.batch.done.catch((reason: KafkaError) => reason)
    assert.deepEqual(accepted.map(({ index }) => (outcomeIn(error, index) as KafkaError).code), ['REFUSED_WITH_BATCH', 'INVALID_TIMESTAMP'])
    await producer.close()
  })

  test('in a batch that was split: each fares as its part does', async () => {
    const { cluster, producer } = open({ batchBytes: 1000 })
    cluster.answers['Produce'] = [ErrorCode.MESSAGE_TOO_LARGE, 0, ErrorCode.INVALID_RECORD]
    cluster.named = [{ batchIndex: 0, batchIndexErrorMessage: 'no key' }]
    const sends = await told(Array.from({ length: 4 }, (_, n) => producer.send('t', { value: `v${n}`.padEnd(190), partition: 0 })))
    assert.deepEqual(sends.map((text) => text.split(':')[0]), ['stored', 'stored', 'INVALID_RECORD', 'REFUSED_WITH_BATCH'])
    await producer.close()
  })
})

describe('failures that nobody has seen', () => {
  const refuse = (cluster: ScriptedCluster, times = 1): unknown => (cluster.answers['Produce'] = Array.from({ length: times }, () => ErrorCode.TOPIC_AUTHORIZATION_FAILED))
  const error = { code: 'TOPIC_AUTHORIZATION_FAILED' }

  test('are told by flush, once', async () => {
    const { cluster, producer } = open()
    refuse(cluster)
    await producer.enqueue('t', records(1)[0]!)
    await assert.rejects(producer.flush(), error)
    await producer.flush()
    await producer.close()
  })

  test('are told by close, which closes all the same; a second close only waits', async () => {
    const { cluster, producer } = open()
    refuse(cluster, 2)
    await producer.enqueue('t', { value: 'a', partition: 0 })
    await producer.enqueue('t', { value: 'b', partition: 1 })
    const closing = producer.close()
    const again = producer.close()
    await assert.rejects(closing, error)
    await again
    await producer[Symbol.asyncDispose]()
    await assert.rejects(producer.send('t', records(1)[0]!), { code: 'CLOSED' })
  })

  test('with a close that is out of time: what was enqueued and is not delivered', async () => {
    const { cluster, producer } = open()
    cluster.held = new Promise(() => {})
    await producer.enqueue('t', records(1)[0]!)
    while (cluster.of('Produce').length === 0) await new Promise((resolve) => setImmediate(resolve))
    await assert.rejects(producer.close({ timeoutMs: 1 }), { code: 'CLOSED' })
  })

  test('are none where somebody holds the outcome: send, sendBatch, accept, or delivered once it was read', async () => {
    const { cluster, producer } = open()
    refuse(cluster, 100)
    const [record] = records(1)
    const before = await producer.enqueue('t', record!)
    const seen = [assert.rejects(before.delivered, error), assert.rejects(producer.send('t', record!), error), assert.rejects(producer.sendBatch('t', [record!]), error)]
    producer.accept('t', record!)
    await producer.flush()
    await Promise.all(seen)
    const after = await producer.enqueue('t', record!)
    while (cluster.of('Produce').length < 2) await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    await assert.rejects(after.delivered, error)
    await producer.close()
  })

  test('of a batch that was split', async () => {
    const { cluster, producer } = open({ batchBytes: 1000 })
    cluster.answers['Produce'] = [ErrorCode.MESSAGE_TOO_LARGE, 0, ErrorCode.INVALID_RECORD]
    await Promise.all(Array.from({ length: 4 }, (_, n) => producer.enqueue('t', { value: `v${n}`.padEnd(190), partition: 0 })))
    await assert.rejects(producer.close(), { code: 'INVALID_RECORD' })
  })
})
