/**
 * Start (spawn of the process to the first record consumed, second start on the same data) and resident memory, ours
 * beside Apache Kafka's.
 */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createKafka } from '@odradek/client'
import { FetchApi, Writer, encodeRequestFrame } from '@odradek/protocol/internal'
import { type TestBroker, apacheKafka, odradekBroker, productionJava } from '../tests/interop/brokers.ts'

export function residentMegabytes(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(match?.[1] ?? Number.NaN) / 1024
}

/** Asks for the record at offset 0 until it comes. */
async function firstRecord(port: number, topic: string): Promise<void> {
  const writer = new Writer(512)
  encodeRequestFrame(writer, FetchApi as never, 12, 1, 'start', {
    replicaId: -1, maxWaitMs: 100, minBytes: 1, maxBytes: 1 << 20, isolationLevel: 0, sessionId: 0, sessionEpoch: -1, forgottenTopicsData: [],
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }],
  } as never)
  const request = Buffer.concat(writer.parts() as Buffer[])
  for (;;) {
    const got = await new Promise<number>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true })
      socket.on('error', () => resolve(-1))
      socket.on('connect', () => socket.write(request))
      socket.once('data', (chunk: Buffer) => (socket.destroy(), resolve(chunk.length)))
    })
    if (got > 100) return
    await new Promise((resolve) => setTimeout(resolve, got < 0 ? 3 : 1))
  }
}

/** Joins a new group, and reads from the beginning until the record comes. */
async function firstRecordInGroup(bootstrap: string, topic: string, groupId: string): Promise<void> {
  const kafka = createKafka({ brokers: bootstrap, retryBackoffMs: 5 })
  const consumer = kafka.consumer({ groupId, autoOffsetReset: 'earliest' })
  for await (const record of consumer.subscribe(topic)) {
    record.ack()
    break
  }
  await consumer.stop()
}

interface Starts {
  readonly assigned: number
  readonly inGroup: number
}

async function secondStart(make: () => Promise<TestBroker>, rounds: number): Promise<Starts> {
  const broker = await make()
  try {
    await broker.start()
    const kafka = createKafka({ brokers: broker.bootstrap })
    const producer = kafka.producer({ lingerMs: 0 })
    await producer.send('start', { value: Buffer.alloc(200, 1), partition: 0 })
    await producer.close()
    // The topic of the committed offsets is there before the start that counts.
    await firstRecordInGroup(broker.bootstrap, 'start', 'before')
    await broker.stop()
    const times = { assigned: [] as number[], inGroup: [] as number[] }
    for (let round = 0; round < rounds * 2; round++) {
      const begun = performance.now()
      const started = broker.start()
      if (round % 2 === 0) await firstRecord(Number(broker.bootstrap.split(':')[1]), 'start')
      else {
        // The client is there from the time on at which the port is open: its own way of trying again is not measured.
        await started
        await firstRecordInGroup(broker.bootstrap, 'start', `group${round}`)
      }
      times[round % 2 === 0 ? 'assigned' : 'inGroup'].push(performance.now() - begun)
      await started
      await broker.stop()
    }
    const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
    return { assigned: middle(times.assigned), inGroup: middle(times.inGroup) }
  } finally {
    await broker.dispose()
  }
}

/** Prints the rows; answers how many bars were missed. */
export async function startAndMemory(ours: TestBroker, theirs: TestBroker, quick: boolean): Promise<number> {
  let missed = 0
  const row = (name: string, mine: number, other: number, unit: string, bar: string, reached: boolean): void => {
    if (!reached) missed++
    console.log(`| ${name} | ${mine.toFixed(0)} ${unit} | ${other.toFixed(0)} ${unit} | ${(mine / other).toFixed(2)} | ${bar} | ${reached ? 'reached' : 'missed'} |`)
  }
  const loaded = { ours: residentMegabytes(ours.pid()), theirs: residentMegabytes(theirs.pid()) }
  row('resident after the runs above', loaded.ours, loaded.theirs, 'MB', '< 300 MB', loaded.ours < 300)
  const idle = await Promise.all([odradekBroker(), apacheKafka('4.3.1', { java: productionJava })])
  try {
    await Promise.all(idle.map((broker) => broker.start()))
    await new Promise((resolve) => setTimeout(resolve, 5000))
    const [mine, other] = idle.map((broker) => residentMegabytes(broker.pid())) as [number, number]
    row('resident idle', mine, other, 'MB', '< 100 MB', mine < 100)
  } finally {
    await Promise.all(idle.map((broker) => broker.dispose()))
  }
  const mine = await secondStart(() => odradekBroker(), quick ? 3 : 7)
  const other = await secondStart(() => apacheKafka('4.3.1', { java: productionJava }), quick ? 1 : 3)
  for (const [name, ownMs, otherMs] of [['assigned partitions', mine.assigned, other.assigned], ['a group', mine.inGroup, other.inGroup]] as const) {
    row(`start to first consumed record, ${name}`, ownMs, otherMs, 'ms', '≤ 0.15, < 400 ms', ownMs / otherMs <= 0.15 && ownMs < 400)
  }
  return missed
}
