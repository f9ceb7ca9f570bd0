/** What the receiver asks of the client's consumer. */
import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { createKafka } from '@odradek/client'
import { KafkaReceiver, ReceiverOptions } from '../../index.ts'

test('closeTimeout holds as it is given, above and below the thirty seconds of the client', async () => {
  const kafka = createKafka({ brokers: '127.0.0.1:1' })
  const consumer = kafka.consumer({})
  const stop = mock.method(Object.getPrototypeOf(consumer) as typeof consumer, 'stop', async () => {})
  try {
    const options = ReceiverOptions.of<Buffer | null, Buffer | null>(kafka).assignment([{ topic: 't', partition: 0 }])
    for (const timed of [options, options.closeTimeout('5m'), options.closeTimeout('2s')]) {
      const receiver = KafkaReceiver.create(timed)
      receiver.receive().subscribe({ error: () => {} }).unsubscribe()
      await receiver.stop()
    }
    assert.deepEqual(stop.mock.calls.map(({ arguments: [given] }) => given?.timeoutMs), [2_147_483_647, 300_000, 2000])
  } finally {
    stop.mock.restore()
  }
})
