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

test('an option that nobody knows is named, with what it may have been', () => {
  const kafka = createKafka({ brokers: '127.0.0.1:1' })
  const said: readonly (readonly [() => unknown, RegExp])[] = [
    [() => createKafka({ brokers: '127.0.0.1:1', clientID: 'x' } as never), /^createKafka: there is no option "clientID" \(did you mean "clientId"\?\); options are brokers, clientId, /],
    [() => createKafka({ 'bootstrap.servers': '127.0.0.1:1' } as never), /did you mean "brokers"/],
    [() => createKafka('127.0.0.1:1' as never), /its options are an object, not a string/],
    [() => createKafka(null as never), /not null/],
    [() => kafka.producer({ linger: 5 } as never), /^producer: .*"linger" \(did you mean "lingerMs"\?\); options are acks, /],
    [() => kafka.producer({ 'linger.ms': 5 } as never), /did you mean "lingerMs"/],
    [() => kafka.producer({ maxInFlightRequests: 1 } as never), /did you mean "maxInFlight"/],
    [() => kafka.producer({ transactionalId: 'x' } as never), /"transactionalId" \(it is one of transactionalProducer\)/],
    [() => kafka.producer({ constructor: 1, toString: 2 } as never), /no option "constructor"; options/],
    [() => kafka.transactionalProducer({ transactionalId: 'x', acks: 'all' } as never), /"acks" \(it is one of producer\)/],
    [() => kafka.consumer({ group: 'g' } as never), /^consumer: .*"group" \(did you mean "groupId"\?\)/],
    [() => kafka.consumer({ groupId: 'g', sesionTimeoutMs: 1 } as never), /did you mean "sessionTimeoutMs"/],
    [() => kafka.consumer({ fromBeginning: true } as never), /did you mean "autoOffsetReset"/],
    [() => kafka.consumer({ inFlight: { record: 1 } } as never), /^inFlight: .*did you mean "records"/],
    [() => kafka.consumer({ inFlight: { perPartition: { byte: 1 } } } as never), /^inFlight.perPartition: .*did you mean "bytes"/],
    [() => kafka.consumer('g' as never), /not a string/],
    [() => kafka.admin({ timeoutMs: 1 } as never), /^admin: there is no option "timeoutMs"; it has none/],
  ]
  for (const [make, message] of said) assert.throws(make, { code: 'INVALID_CONFIG', message })
  // What is undefined says nothing.
  kafka.consumer({ linger: undefined } as never)
  kafka.admin({})
})
