/** What the guide to errors shows. KAFKA names the broker. */
// #region setup
import { KafkaError, createKafka } from '@odradek/client'

const brokers = process.env['KAFKA'] ?? '127.0.0.1:9092'
const kafka = createKafka({ brokers })
// #endregion

async function shape(): Promise<void> {
  // #region shape
  const admin = kafka.admin()
  try {
    await admin.describeTopic('nobody-made-this')
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    console.log(error.code) // stable: Kafka's own name when a broker said it
    console.log(error.errorCode) // the protocol's number, then
    console.log(error.retriable) // whether trying again can help
    console.log(error.remedy) // what to do about it
  }
  // #endregion
  await admin.close()
}

async function configuration(): Promise<void> {
  // #region early
  try {
    createKafka({ brokers: 'no-port' })
  } catch (error) {
    if (error instanceof KafkaError) console.log(`${error.code}: ${error.message}`)
  }
  // #endregion
}

async function signal(): Promise<void> {
  // #region signal
  const consumer = kafka.consumer({ groupId: 'patient' })
  consumer.subscribe('errors-quiet')
  try {
    for await (const _ of consumer.records({ signal: AbortSignal.timeout(50) })) console.log('never')
  } catch (error) {
    if (error instanceof KafkaError) console.log(error.code)
  }
  await consumer.stop()
  // #endregion
}

async function handlerFails(): Promise<void> {
  const producer = kafka.producer()
  await producer.sendBatch('errors-jobs', [{ value: 'good' }, { value: 'bad' }])
  await producer.close()
  // #region handler
  const consumer = kafka.consumer({ groupId: `jobs-${process.pid}`, autoOffsetReset: 'earliest' })
  try {
    await consumer.subscribe('errors-jobs').each((record) => {
      if (record.value?.toString() === 'bad') throw new Error('cannot do this one')
    })
  } catch (error) {
    console.log(`stopped: ${(error as Error).message}`)
  }
  await consumer.stop() // commits what was done: the bad one comes again
  // #endregion
  const admin = kafka.admin()
  const [committed] = await admin.fetchGroupOffsets(`jobs-${process.pid}`)
  console.log(`committed ${committed?.offset}`)
  await admin.close()
}

async function logs(): Promise<void> {
  // #region logger
  const nobody = createKafka({
    brokers: '127.0.0.1:1', // where no broker is
    logger: {
      warn: (message) => console.log(`warning: ${message}`),
      error: (message, fields) => console.error(message, fields),
    },
  })
  await nobody.ping({ timeoutMs: 200 }).catch((error: unknown) => console.log((error as KafkaError).remedy))
  await nobody.close()
  // #endregion
}

async function metrics(): Promise<void> {
  // #region metrics
  const producer = kafka.producer()
  await producer.send('errors-jobs', { value: 'good' })
  const { records, recordErrors, requestLatencyMs } = producer.metrics() // counted since it was made
  console.log(`${records} delivered, ${recordErrors} failed, an answer took ${requestLatencyMs.p99 > 0 ? 'some' : 'no'} time`)
  await producer.close()
  // #endregion
}

await shape()
await configuration()
await signal()
await handlerFails()
await logs()
await metrics()
