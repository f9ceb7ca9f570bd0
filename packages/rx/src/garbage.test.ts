/** Whatever is passed, and whoever passes it: a KafkaError with a sentence, where it was passed, and never the end of the process. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KafkaError } from '@odradek/client'
import { Observable, lastValueFrom } from 'rxjs'
import { KafkaReceiver, KafkaSender, MicrometerConsumerListener, ReceiverOptions, SenderOptions, SenderRecord } from './index.ts'
import { ScriptedCluster } from './testing/scripted-cluster.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- what JavaScript passes
type Any = any

const garbage: readonly unknown[] = [null, -1, Number.NaN, 1.5, '', 'text', true, {}, [], [null], () => {}, Symbol('s'), 10n, new Date(Number.NaN)]

/** What is taken, of all of it, by name; the rest has to be refused. */
async function refusedBy(call: (value: Any) => unknown, value: unknown): Promise<unknown> {
  try {
    const answer = call(value)
    await (answer instanceof Observable ? lastValueFrom(answer, { defaultValue: undefined }) : answer)
    return undefined
  } catch (error) {
    return error
  }
}

const receiverOptions = (): ReceiverOptions<Any, Any> => ReceiverOptions.create<Any, Any>({ 'group.id': 'g' }).subscription(['t'])
const senderOptions = (): SenderOptions<Any, Any> => SenderOptions.create<Any, Any>({ 'bootstrap.servers': '127.0.0.1:1' })

const calls: Record<string, (value: Any) => unknown> = {}
for (const name of [
  'pollTimeout', 'closeTimeout', 'commitInterval', 'commitBatchSize', 'atmostOnceCommitAheadSize', 'maxCommitAttempts', 'commitRetryInterval', 'maxDeferredCommits',
  'maxDelayRebalance', 'commitIntervalDuringDelay', 'pauseAllAfterRebalance', 'schedulerSupplier', 'consumerListener', 'withObservation', 'inFlight', 'reuseBuffers',
  'onDeserializationError', 'group', 'addAssignListener', 'addRevokeListener', 'assignment', 'subscription', 'withKeyDeserializer', 'withValueDeserializer',
]) calls[`ReceiverOptions.${name}`] = (value) => (receiverOptions() as Any)[name](value)
for (const name of [
  'scheduler', 'maxInFlight', 'stopOnError', 'closeTimeout', 'producerListener', 'withObservation', 'sourceBuffer', 'withKeySerializer', 'withValueSerializer',
]) calls[`SenderOptions.${name}`] = (value) => (senderOptions() as Any)[name](value)
Object.assign(calls, {
  'ReceiverOptions.create': (value: Any) => ReceiverOptions.create(value),
  'ReceiverOptions.of': (value: Any) => ReceiverOptions.of(value),
  'SenderOptions.create': (value: Any) => SenderOptions.create(value),
  'SenderOptions.of': (value: Any) => SenderOptions.of(value),
  'KafkaReceiver.create': (value: Any) => KafkaReceiver.create(value),
  'KafkaSender.create': (value: Any) => KafkaSender.create(value),
  'SenderRecord.create': (value: Any) => SenderRecord.create(value),
  'SenderRecord.of': (value: Any) => SenderRecord.of('t', value),
  'receive': (value: Any) => KafkaReceiver.create(new ScriptedCluster({ t: 1 }), receiverOptions()).receive(value) && undefined,
  'receiveBatch': (value: Any) => KafkaReceiver.create(new ScriptedCluster({ t: 1 }), receiverOptions()).receiveBatch(value) && undefined,
  'receiveAutoAck': (value: Any) => KafkaReceiver.create(new ScriptedCluster({ t: 1 }), receiverOptions()).receiveAutoAck(value) && undefined,
  'receiveAtmostOnce': (value: Any) => KafkaReceiver.create(new ScriptedCluster({ t: 1 }), receiverOptions()).receiveAtmostOnce(value) && undefined,
  'receiveExactlyOnce': (value: Any) => KafkaReceiver.create(new ScriptedCluster({ t: 1 }), receiverOptions()).receiveExactlyOnce(value) && undefined,
  'doOnConsumer': (value: Any) => KafkaReceiver.create(new ScriptedCluster({ t: 1 }), receiverOptions()).doOnConsumer(value),
  'receiver.stop': (value: Any) => KafkaReceiver.create(new ScriptedCluster({ t: 1 }), receiverOptions()).stop(value),
  'send': (value: Any) => KafkaSender.create(senderOptions()).send(value) && undefined,
  'doOnProducer': (value: Any) => KafkaSender.create(senderOptions()).doOnProducer(value),
  'outbound.then': (value: Any) => KafkaSender.create(senderOptions()).createOutbound().then(value) && undefined,
  'MicrometerConsumerListener': (value: Any) => new MicrometerConsumerListener(value),
})

test('garbage is refused with a KafkaError, or taken', async () => {
  const raw: string[] = []
  for (const [name, call] of Object.entries(calls)) {
    for (const value of garbage) {
      const error = await refusedBy(call, value)
      if (error !== undefined && !(error instanceof KafkaError)) raw.push(`${name}(${String(value)}): ${String(error)}`)
    }
  }
  assert.deepEqual(raw, [])
})

test('what would be taken for something else is refused, with what is wanted', () => {
  const refused: readonly [() => unknown, RegExp][] = [
    [() => receiverOptions().subscription('orders' as Any), /subscription takes a list of topics, such as \['orders'\].*not "orders"/],
    [() => receiverOptions().subscription([5] as Any), /subscription takes names of topics, or typed topics, not 5/],
    [() => receiverOptions().assignment([{ topic: 't' }] as Any), /assignment: partition must be a whole number/],
    [() => receiverOptions().inFlight({ records: 0 }), /inFlight: records takes a number from 1 up, not 0/],
    [() => receiverOptions().reuseBuffers('yes' as Any), /reuseBuffers takes true or false, not "yes"/],
    [() => receiverOptions().onDeserializationError('ignore' as Any), /'skip'/],
    [() => receiverOptions().addAssignListener('x' as Any), /addAssignListener takes a function/],
    [() => receiverOptions().withValueDeserializer({ serialize() {} } as Any), /a deserialize method, not an object \(serialize\)/],
    [() => ReceiverOptions.create(new Map([['group.id', 'g']]) as Any), /properties are an object/],
    [() => ReceiverOptions.of({ brokers: 'b:9092' } as Any), /what createKafka answered, not an object \(brokers\)/],
    [() => KafkaReceiver.create({ 'group.id': 'g' } as Any), /ReceiverOptions\.of\(kafka, topic\)/],
    [() => KafkaSender.create({ acks: 1 } as Any), /SenderOptions\.of\(kafka\)/],
    [() => KafkaReceiver.create(new ScriptedCluster({ t: 1 }), receiverOptions()).receiveExactlyOnce('tx' as Any), /transactionManager\(\)/],
  ]
  for (const [call, message] of refused) assert.throws(call, (error: unknown) => error instanceof KafkaError && message.test(error.message), String(message))
})
