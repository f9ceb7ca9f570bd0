import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ClientOptions, createKafka, type ProducerOptions } from './index.ts'

test('options that cannot be right are said when something is made', async () => {
  const options: readonly (readonly [unknown, RegExp])[] = [
    [{}, /give at least one host:port/],
    [{ brokers: [] }, /give at least one host:port/],
    [{ brokers: 'localhost' }, /"localhost" is not host:port/],
    [{ brokers: ['a:1', 'b:70000'] }, /"b:70000" is not host:port/],
  ]
  for (const [given, message] of options) assert.throws(() => createKafka(given as ClientOptions), { code: 'INVALID_CONFIG', message })

  const kafka = createKafka({ brokers: '127.0.0.1:1' })
  const producers: readonly (readonly [unknown, RegExp])[] = [
    [{ compression: 'brotli' }, /"brotli" is none of none, gzip/],
    [{ batchBytes: 1000, bufferBytes: 999 }, /bufferBytes \(999\) is less than one batch/],
    [{ batchBytes: -1 }, /batchBytes must be 0 or more/],
    [{ lingerMs: -1 }, /milliseconds from 0 up/],
    [{ idempotent: true, acks: 1 }, /idempotent needs acks 'all'/],
    [{ idempotent: true, maxInFlight: 6 }, /at most 5 requests in flight/],
  ]
  for (const [given, message] of producers) assert.throws(() => kafka.producer(given as ProducerOptions), { code: 'INVALID_CONFIG', message })
  for (const given of [{ batchBytes: 1000, bufferBytes: 1000 }, { acks: 1 }, { compression: 'zstd' }] satisfies ProducerOptions[]) await kafka.producer(given).close()
})
