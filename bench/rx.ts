/**
 * What the reactive layer costs on top of the client, against one broker, each way in a process of its own and the ways
 * taking turns: `send` beside `sendBatch` and `accept`, `receiveBatch` beside `batches()`, `receive` beside `for await`.
 * The bar: the batch paths of the reactive layer within 25 % of the core's of the same shape.
 *
 * node scripts/node.mjs --conditions=@odradek/source bench/rx.ts [--broker odradek|kafka-4.3.1] [--records 1000000] [--size 100] [--turns 3] [--only consume|produce]
 */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { createKafka } from '@odradek/client'
import { KafkaReceiver, KafkaSender, ReceiverOptions, SenderOptions, SenderRecord } from '@odradek/rx'
import { last, lastValueFrom, mergeMap, take, tap } from 'rxjs'
import { apacheKafka, odradekBroker } from '../tests/interop/brokers.ts'

const { values: flags } = parseArgs({
  options: {
    broker: { type: 'string', default: 'odradek' },
    records: { type: 'string', default: '1000000' },
    size: { type: 'string', default: '100' },
    turns: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    as: { type: 'string' },
    bootstrap: { type: 'string', default: '' },
  },
})
const count = Number(flags.records)
const topic = 'bench-rx'
const value = Buffer.alloc(Number(flags.size), 'x')
/** In flight at a time, the same on both sides. */
const window = 20_000

interface Meter {
  add(records: number): void
  report(): void
}

/** The first records start the clock, so that joining and metadata are left out. */
function meter(): Meter {
  let seen = 0
  let startedAt = 0
  let cpu = process.cpuUsage()
  return {
    add(records) {
      if (seen === 0) {
        startedAt = performance.now()
        cpu = process.cpuUsage()
      }
      seen += records
    },
    report() {
      const seconds = (performance.now() - startedAt) / 1000
      const { user, system } = process.cpuUsage(cpu)
      console.log(JSON.stringify({ rate: seen / seconds, cpu: (user + system) / seen }))
    },
  }
}

const kafka = (): ReturnType<typeof createKafka> => createKafka({ brokers: flags.bootstrap })
const partition = { topic, partition: 0 }

const ways: Readonly<Record<string, () => Promise<void>>> = {
  async 'core sendBatch'() {
    const producer = kafka().producer()
    await producer.sendBatch(topic, [{ value }])
    const { add, report } = meter()
    let running: Promise<unknown> = Promise.resolve()
    for (let sent = 0; sent < count; sent += window / 2) {
      // An application makes its records too.
      const chunk = Array.from({ length: window / 2 }, () => ({ value }))
      add(chunk.length)
      const next = producer.sendBatch(topic, chunk)
      await running
      running = next
    }
    await running
    report()
    await producer.close()
  },
  async 'core accept'() {
    const producer = kafka().producer()
    await producer.sendBatch(topic, [{ value }])
    const { add, report } = meter()
    for (let sent = 0; sent < count; ) {
      const batches = new Set<Promise<unknown>>()
      for (let i = 0; i < window; i++) {
        const accepted = producer.accept(topic, { value })
        batches.add((accepted instanceof Promise ? await accepted : accepted).batch.done)
      }
      add(window)
      sent += window
      await Promise.all(batches)
    }
    report()
    await producer.close()
  },
  async 'rx send'() {
    const sender = KafkaSender.create(SenderOptions.of<never, Buffer>(kafka()).maxInFlight(window))
    await lastValueFrom(sender.send([SenderRecord.of(topic, { value })]))
    const { add, report } = meter()
    const source = function* (): Generator<SenderRecord<never, Buffer, number>> {
      for (let i = 0; i < count; i++) yield SenderRecord.of(topic, { value }, i)
    }
    let sum = 0
    await lastValueFrom(sender.send(source()).pipe(tap((result) => {
      add(1)
      sum += result.correlationMetadata()
    })))
    if (sum !== (count * (count - 1)) / 2) throw new Error('results are missing')
    report()
    await sender.close()
  },
  async 'core batches'() {
    const consumer = kafka().consumer({ autoOffsetReset: 'earliest' })
    await consumer.assign([partition])
    const { add, report } = meter()
    let seen = 0
    let bytes = 0
    for await (const batch of consumer.batches()) {
      add(batch.length)
      for (const record of batch.records) bytes += record.value!.length
      if ((seen += batch.length) >= count) break
    }
    report()
    if (bytes < count * value.length) throw new Error('bytes are missing')
    await consumer.close()
  },
  async 'rx receiveBatch'() {
    const receiver = KafkaReceiver.create(ReceiverOptions.of(kafka(), { 'auto.offset.reset': 'earliest', 'max.poll.records': 2000 }).assignment([partition]).commitInterval(0).inFlight(wide))
    const { add, report } = meter()
    let seen = 0
    let bytes = 0
    await new Promise<void>((resolve) => {
      const subscription = receiver.receiveBatch().subscribe((batch) => {
        let end: { receiverOffset(): { acknowledge(): void } } | undefined
        let length = 0
        batch.subscribe((record) => {
          bytes += record.value!.length
          length++
          end = record
        })
        add(length)
        end?.receiverOffset().acknowledge()
        if ((seen += length) >= count) {
          subscription.unsubscribe()
          resolve()
        }
      })
    })
    report()
    if (bytes < count * value.length) throw new Error('bytes are missing')
    await receiver.stop()
  },
  async 'rx receiveBatch, flattened'() {
    const receiver = KafkaReceiver.create(ReceiverOptions.of(kafka(), { 'auto.offset.reset': 'earliest', 'max.poll.records': 2000 }).assignment([partition]).commitInterval(0).inFlight(wide))
    const { add, report } = meter()
    let bytes = 0
    await lastValueFrom(receiver.receiveBatch().pipe(
      mergeMap((batch) => batch.pipe(tap((record) => (add(1), (bytes += record.value!.length))), last(), tap((record) => record.receiverOffset().acknowledge()))),
      take(Math.floor(count / 2000)),
    ))
    report()
    await receiver.stop()
  },
  async 'core records'() {
    const consumer = kafka().consumer({ autoOffsetReset: 'earliest' })
    await consumer.assign([partition])
    const { add, report } = meter()
    let seen = 0
    let bytes = 0
    for await (const record of consumer.records()) {
      add(1)
      bytes += record.value!.length
      if (++seen >= count) break
    }
    report()
    await consumer.close()
  },
  async 'rx receive'() {
    const receiver = KafkaReceiver.create(ReceiverOptions.of(kafka(), { 'auto.offset.reset': 'earliest', 'max.poll.records': 2000 }).assignment([partition]).commitInterval(0).inFlight(wide))
    const { add, report } = meter()
    let bytes = 0
    await lastValueFrom(receiver.receive().pipe(tap((record) => {
      add(1)
      bytes += record.value!.length
      record.receiverOffset().acknowledge()
    }), take(count)))
    report()
    await receiver.stop()
  },
  async 'rx for await'() {
    const receiver = KafkaReceiver.create(ReceiverOptions.of(kafka(), { 'auto.offset.reset': 'earliest', 'max.poll.records': 2000 }).assignment([partition]).commitInterval(0))
    const { add, report } = meter()
    let seen = 0
    let bytes = 0
    for await (const record of receiver.receive()) {
      add(1)
      bytes += record.value!.length
      record.receiverOffset().acknowledge()
      if (++seen >= count) break
    }
    report()
  },
}
const wide = { records: 100_000, perPartition: 100_000 }

function inProcess(way: string, bootstrap: string): Promise<{ rate: number; cpu: number }> {
  const args = ['--conditions=@odradek/source', import.meta.filename, '--as', way, '--bootstrap', bootstrap, '--records', flags.records, '--size', flags.size]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('exit', () => {
      try {
        resolve(JSON.parse(output) as { rate: number; cpu: number })
      } catch {
        reject(new Error(`${way}: ${output}`))
      }
    })
  })
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!

/** A way, and the core's of the same shape. */
const shapes: readonly (readonly [way: string, core: string, bar: number | undefined])[] = [
  ['rx send', 'core sendBatch', 0.75],
  ['rx receiveBatch', 'core batches', 0.75],
  ['rx receiveBatch, flattened', 'core batches', undefined],
  ['rx receive', 'core records', undefined],
  ['rx for await', 'core records', undefined],
]

async function compare(): Promise<void> {
  const broker = flags.broker === 'odradek' ? await odradekBroker() : await apacheKafka(flags.broker.replace('kafka-', ''))
  await broker.start()
  try {
    const admin = createKafka({ brokers: broker.bootstrap }).admin()
    await admin.createTopics([{ name: topic, partitions: 1 }])
    await admin.close()
    const names = Object.keys(ways).filter((name) => flags.only === '' || (flags.only === 'produce') === /send|accept/.test(name))
    if (flags.only === 'consume') await inProcess('core sendBatch', broker.bootstrap)
    const results = new Map<string, { rates: number[]; cpus: number[] }>(names.map((name) => [name, { rates: [], cpus: [] }]))
    for (let turn = 0; turn < Number(flags.turns); turn++) {
      for (const name of names) {
        const { rate, cpu } = await inProcess(name, broker.bootstrap)
        results.get(name)!.rates.push(rate)
        results.get(name)!.cpus.push(cpu)
      }
    }
    for (const [name, { rates, cpus }] of results) console.log(`${name.padEnd(28)} ${Math.round(median(rates) / 1000).toString().padStart(6)} k records/s  ${median(cpus).toFixed(3)} µs CPU per record`)
    for (const [way, core, bar] of shapes) {
      const [mine, theirs] = [results.get(way), results.get(core)]
      if (mine === undefined || theirs === undefined) continue
      // Judged by processor time: the rate may be the broker's, or whoever else the machine works for.
      const ratio = median(theirs.cpus) / median(mine.cpus)
      const verdict = bar === undefined ? '' : ratio >= bar ? '  ok' : `  BELOW the bar of ${bar}`
      console.log(`${way} / ${core}: ${(median(mine.rates) / median(theirs.rates)).toFixed(2)} by rate, ${ratio.toFixed(2)} by CPU${verdict}`)
    }
  } finally {
    await broker.dispose()
  }
}

if (flags.as === undefined) await compare()
else await ways[flags.as]!()
