import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKafka } from './index.ts'

test('methods of kafkajs are answered with what they are called here; our own are left alone', async () => {
  const kafka = createKafka({ brokers: '127.0.0.1:1' })
  const call = (target: object, name: string): unknown => (Reflect.get(target, name) as () => unknown).call(target)
  const said: readonly (readonly [object, string, RegExp])[] = [
    [kafka.producer(), 'connect', /^the producer has no connect: there is nothing to connect/],
    [kafka.producer(), 'disconnect', /write close\(\)/],
    [kafka.producer(), 'on', /odradek:producer:\*/],
    [kafka.producer(), 'transaction', /kafka\.transactionalProducer\(\{ transactionalId/],
    [kafka.transactionalProducer({ transactionalId: 'x' }), 'connect', /nothing to connect/],
    [kafka.consumer({ groupId: 'g' }), 'connect', /^the consumer has no connect: there is nothing to connect/],
    [kafka.consumer({ groupId: 'g' }), 'disconnect', /write stop\(\)/],
    [kafka.consumer({ groupId: 'g' }), 'commitOffsets', /write commit\(\[\{ topic: 'orders', partition: 0, offset: 5 \}\]\)/],
    [kafka.consumer({ groupId: 'g' }), 'describeGroup', /write kafka\.admin\(\)\.describeGroups\(\['billing'\]\)/],
    [kafka.admin(), 'connect', /^the admin has no connect/],
  ]
  for (const [target, name, message] of said) await assert.rejects(async () => call(target, name), { code: 'INVALID_ARGUMENT', message }, name)
  await assert.rejects(async () => call(kafka.transactionalProducer({ transactionalId: 'x' }), 'transaction'), (error: Error) => !/has no transaction/.test(error.message))
  await kafka.close()
})
