/**
 * Our client, in batches (`batch-reuse`: with `reuseBuffers`) and record by record, and the reactive layer. See plan.ts for
 * what a program does.
 */
import { createKafka } from '@odradek/client'
import type { Consumer, Producer } from '@odradek/client'
import { KafkaReceiver, KafkaSender, ReceiverOptions, SenderOptions, SenderRecord } from '@odradek/rx'
import { lastValueFrom, take, tap } from 'rxjs'
import { type Meter, LatencyRun, meter, payloads, produceInCalls, readPlan, recordsPerCall } from './plan.ts'

const plan = readPlan()
const { topic } = plan
const group = `odradek-${process.pid}`
/** As far as consumers may be ahead of what is acknowledged: the same for all ways. */
const inFlight = { records: 100_000, perPartition: 100_000 }

const kafka = (): ReturnType<typeof createKafka> => createKafka({ brokers: plan.bootstrap })
const producer = (lingerMs: number): Producer => kafka().producer({ lingerMs, batchBytes: plan.batchBytes, compression: plan.compression })

async function consumer(fetchMaxWaitMs = 500): Promise<Consumer> {
  const made = kafka().consumer({ groupId: group, autoOffsetReset: 'earliest', inFlight, fetchMaxWaitMs, reuseBuffers: plan.way.endsWith('reuse') })
  await made.subscribe([topic])
  return made
}

async function sendOneByOne(made: Producer): Promise<void> {
  const values = payloads(plan.recordBytes)
  const { add, finish } = meter(plan)
  let delivered = 0
  let failure: unknown
  const count = (): unknown => delivered++
  const fail = (error: unknown): unknown => (failure = error)
  add(0)
  // Accepting is what bounds how many are under way; each record's delivery is followed.
  for (let sent = 0; sent < plan.records; sent++) {
    const accepted = await made.enqueue(topic, { value: values[sent % 1000]! })
    accepted.delivered.then(count, fail)
  }
  await made.flush()
  add(plan.records)
  finish()
  await new Promise((resolve) => setImmediate(resolve))
  if (delivered !== plan.records) throw failure ?? new Error(`${delivered} of ${plan.records} were delivered`)
}

async function rxSend(): Promise<void> {
  const values = payloads(plan.recordBytes)
  const properties = { 'linger.ms': 5, 'batch.size': plan.batchBytes, 'compression.type': plan.compression, acks: 'all' }
  const sender = KafkaSender.create(SenderOptions.of<never, Buffer>(kafka(), properties).maxInFlight(20_000))
  const { add, finish } = meter(plan)
  const source = function* (): Generator<SenderRecord<never, Buffer, number>> {
    for (let i = 0; i < plan.records; i++) yield SenderRecord.of(topic, { value: values[i % 1000]! }, i)
  }
  let sum = 0
  add(0)
  await lastValueFrom(sender.send(source()).pipe(tap((result) => {
    add(1)
    sum += result.correlationMetadata()
  })))
  finish()
  if (sum !== (plan.records * (plan.records - 1)) / 2) throw new Error('results are missing')
  await sender.close()
}

const receiver = (): KafkaReceiver<Buffer | null, Buffer | null> =>
  KafkaReceiver.create(ReceiverOptions.of(kafka(), { 'group.id': group, 'auto.offset.reset': 'earliest', 'max.poll.records': 2000 }).subscription([topic]).inFlight(inFlight).reuseBuffers(plan.way.endsWith('reuse')))

function rxReceiveBatch({ add, finish }: Meter): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscription = receiver().receiveBatch().subscribe({
      error: reject,
      next(batch) {
        let end: { receiverOffset(): { acknowledge(): void } } | undefined
        let length = 0
        batch.subscribe((record) => {
          bytes += record.value!.length
          length++
          end = record
        })
        end?.receiverOffset().acknowledge()
        if (!add(length)) return
        finish()
        subscription.unsubscribe()
        resolve()
      },
    })
  })
}

let bytes = 0

async function consume(): Promise<void> {
  const run = meter(plan)
  if (plan.way.startsWith('batch')) {
    for await (const batch of (await consumer()).batches()) {
      for (const record of batch.records) bytes += record.value!.length
      if (run.add(batch.length)) break
    }
  } else if (plan.way === 'record') {
    for await (const record of (await consumer()).records()) {
      bytes += record.value!.length
      if (run.add(1)) break
    }
  } else if (plan.way.startsWith('rx-batch')) {
    return rxReceiveBatch(run)
  } else {
    await lastValueFrom(receiver().receive().pipe(tap((record) => {
      bytes += record.value!.length
      run.add(1)
      record.receiverOffset().acknowledge()
    }), take(plan.records)))
  }
  run.finish()
}

async function produce(): Promise<void> {
  if (plan.way === 'rx-record') return rxSend()
  const made = producer(5)
  await made.partitionsFor(topic)
  if (plan.way === 'record') return sendOneByOne(made)
  // Batches are the producer's business, not the call's: large calls whatever the batch size.
  await produceInCalls(plan, (values) => made.sendBatch(topic, values.map((value) => ({ value }))), recordsPerCall(plan, 1 << 20))
}

async function latency(): Promise<void> {
  const run = new LatencyRun(plan)
  const made = producer(0)
  await made.partitionsFor(topic)
  const reader = await consumer()
  void (async () => {
    if (plan.way === 'batch') {
      for await (const batch of reader.batches()) for (const record of batch.records) run.seen(record.value!)
    } else {
      for await (const record of reader.records()) run.seen(record.value!)
    }
  })()
  await new Promise((resolve) => setTimeout(resolve, 2000))
  await run.run(async (values) => {
    if (plan.way === 'batch') return made.sendBatch(topic, values.map((value) => ({ value })))
    return Promise.all(values.map((value) => made.send(topic, { value })))
  })
}

await { produce, consume, latency }[plan.mode]()
process.exit(0)
