/** What a consumer is called with is looked at before anybody is asked: no broker is there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Consumer, createKafka, json, KafkaError, topic } from '../index.ts'

const kafka = createKafka({ brokers: '127.0.0.1:1', logger: false })
const consumer = kafka.consumer({ groupId: 'g' })
test.after(() => consumer.stop())
const at = { topic: 't', partition: 0 }

const wrong: readonly (readonly [Exclude<keyof Consumer, symbol>, readonly unknown[], RegExp])[] = [
  ['subscribe', [{ topics: ['t'], fromBeginning: true }], /^subscribe: give the topics themselves: subscribe\(\['t'\]\).*autoOffsetReset/],
  ['subscribe', [{ topic: 't' }], /give the topics themselves/],
  ['subscribe', [[]], /name at least one topic/],
  ['subscribe', [], /^subscribe: target must be the name of a topic, what `topic` answers, a list of these, a RegExp or \{ serverPattern \}, not undefined/],
  ['subscribe', [''], /target must be .*not ""/],
  ['subscribe', [['a', 5]], /target\[1\] must be the name of a topic, or what `topic` answers, not 5/],
  ['subscribe', [[/a/]], /target\[0\]\.name must be a string/],
  ['subscribe', [{ name: 't', value: json() }], /target\.key must be an object with a function `deserialize`/],
  ['subscribe', [{ serverPattern: /a/ }], /target\.serverPattern must be a string/],
  ['subscribe', ['t', () => {}], /listener must be an object of assigned, revoked, lost, not a function/],
  ['subscribe', ['t', { onRevoked: () => {} }], /listener has no "onRevoked"/],
  ['assign', ['t'], /^assign: partitions must be a list, not "t"/],
  ['assign', [[{ topic: 't' }]], /partitions\[0\]\.partition must be a whole number from 0/],
  ['assign', [[{ ...at, offset: '5' }]], /partitions\[0\]\.offset must be a whole number from 0 up, not "5"/],
  ['assign', [[at], { timeoutMs: 5 }], /options has no "timeoutMs"; it has signal/],
  ['records', [null], /^records: options must be an object of ack, signal, not null/],
  ['records', [{ ack: 'none' }], /options\.ack must be one of auto, manual, not "none"/],
  ['records', [{ autoCommit: false }], /options has no "autoCommit"/],
  ['batches', [{ maxRecords: 0 }], /options\.maxRecords must be a whole number from 1 up/],
  ['each', [], /^each: handler must be a function, not undefined/],
  ['each', [{ eachMessage: () => {} }], /give the handler itself/],
  ['each', [() => {}, { partitionsConsumedConcurrently: 3 }], /options has no "partitionsConsumedConcurrently"/],
  ['each', [() => {}, { concurrency: '3' }], /options\.concurrency must be .*not "3"/],
  ['onRebalance', [() => {}], /listener must be/],
  ['partitionsFor', [['t']], /topic must be a string that is not empty, not a list/],
  ['listTopics', [{ signal: {} }], /options\.signal must be an AbortSignal, not an object/],
  ['listTopics', [{ timeoutMs: Number.NaN }], /options\.timeoutMs must be milliseconds from 0 up, or Infinity \(as long as it takes\), not NaN/],
  ['commit', [{ ...at, offset: 5 }], /^commit: give a list: commit\(\[/],
  ['commit', [{ signal: undefined }], /options come second/],
  ['commit', [[{ ...at, offset: '5' }]], /offsets\[0\]\.offset must be a whole number from 0 up, not "5"/],
  ['commit', [[{ ...at, offset: -1 }]], /not -1/],
  ['committed', [[{ topic: 't', partitions: [0] }]], /name each partition: committed\(/],
  ['position', [0], /partition must be \{ topic, partition \}, not 0/],
  ['pause', [[{ topic: 't', partitions: [0] }]], /^pause: name each partition: pause\(\[\{ topic: 't', partition: 0 \}\]\); all that are assigned: pause\(\)/],
  ['pause', [[{ topic: 't' }]], /name each partition/],
  ['resume', ['t'], /partitions must be a list, not "t"/],
  ['seek', [{ ...at, offset: '5' }], /^seek: the offset comes second, as a number/],
  ['seek', [at, '5'], /offset must be a whole number from 0 up, not "5"/],
  ['seek', [at, 5n], /not 5n/],
  ['seekToTime', [[at], new Date()], /timestampMs must be a whole number from -2 up, not an object/],
  ['seekToBeginning', ['t'], /partitions must be a list/],
  ['endOffsets', [], /partitions must be a list, not undefined/],
  ['offsetsForTimes', [[at]], /wishes\[0\]\.timestamp must be a whole number/],
  ['stop', [{ drain: 'yes' }], /options\.drain must be true or false/],
  ['stop', [5000], /options must be an object of .*timeoutMs.*, not 5000/],
]

test('wrong arguments are INVALID_ARGUMENT, and say where and what is right', async () => {
  const synchronous = new Set(['subscribe', 'records', 'batches', 'onRebalance', 'pause', 'resume', 'seek'])
  for (const [call, given, message] of wrong) {
    const run = (): unknown => (consumer[call] as (...args: unknown[]) => unknown).apply(consumer, [...given])
    const fault = (error: unknown): boolean => {
      assert.ok(error instanceof KafkaError, `${call}: ${String(error)}`)
      assert.equal(error.code, 'INVALID_ARGUMENT')
      assert.match(error.message, message)
      return true
    }
    if (synchronous.has(call)) assert.throws(run, fault, call)
    else await assert.rejects(run as () => Promise<unknown>, fault, call)
  }
})

test('what fits is taken: records as partitions, typed topics, the signal of another realm', async () => {
  const manual = kafka.consumer({})
  const signal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} } as unknown as AbortSignal
  await manual.assign([{ topic: topic('t', { value: json() }), partition: 0, offset: 5 }], { signal })
  class Like {
    get topic(): string {
      return 't'
    }
    get partition(): number {
      return 0
    }
  }
  manual.pause([new Like()])
  manual.resume()
  manual.seek(new Like(), 7)
  await manual.stop({ timeoutMs: 0 })
})
