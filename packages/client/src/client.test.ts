import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKafka } from './index.ts'

test('an option that nobody knows is named, with what it may have been', () => {
  const kafka = createKafka({ brokers: '127.0.0.1:1' })
  const said: readonly (readonly [() => unknown, RegExp])[] = [
    [() => createKafka({ brokers: '127.0.0.1:1', clientID: 'x' } as never), /^createKafka: there is no option "clientID" \(did you mean "clientId"\?\); options are brokers, clientId, /],
    [() => createKafka({ 'bootstrap.servers': '127.0.0.1:1' } as never), /did you mean "brokers"/],
    [() => createKafka('127.0.0.1:1' as never), /its options are an object, not a string/],
    [() => createKafka(null as never), /not null/],
    [() => createKafka(undefined as never), /an object, not undefined$/],
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
