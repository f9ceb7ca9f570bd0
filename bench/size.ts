/**
 * Size and scale of our broker: memory under slow readers of large answers, memory per partition and per idle
 * connection, what a record costs with more and more of both, and the time to open a large log after kill -9. `npm run bench -- --only size`.
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createKafka } from '@odradek/client'
import { FetchApi, Writer, encodeRequestFrame } from '@odradek/protocol/internal'
import { type TestBroker, odradekBroker } from '../tests/interop/brokers.ts'
import { residentMegabytes } from './start-and-memory.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const portOf = (broker: TestBroker): number => Number(broker.bootstrap.split(':')[1])

async function fill(broker: TestBroker, topic: string, partitions: number, megabytes: number): Promise<void> {
  const plan = {
    port: portOf(broker), kind: 'produce', topic, partitions, connections: 4, inFlight: 4, batchBytes: 1_000_000, recordBytes: 1000, compression: 'none',
    acks: -1, requests: megabytes, maxSeconds: 120, rate: 0,
  }
  await run(process.execPath, ['--conditions=@odradek/source', join(root, 'bench/load.ts'), JSON.stringify(plan)])
}

async function createTopic(broker: TestBroker, name: string, partitions: number, configs: Record<string, string> = {}): Promise<void> {
  const admin = createKafka({ brokers: broker.bootstrap, requestTimeoutMs: 120_000 }).admin()
  try {
    // One request makes 10,000 at most, the topic and its settings counted with them.
    const first = Math.min(partitions, 5000)
    await admin.createTopics([{ name, partitions: first, configs }], { timeoutMs: 120_000 })
    if (partitions > first) await admin.createPartitions({ [name]: partitions }, { timeoutMs: 120_000 })
  } finally {
    await admin.close()
  }
}

/** Readers that ask for 50 MiB, take a little, and then nothing for a while. */
async function slowReaders(broker: TestBroker, topic: string, count: number): Promise<number> {
  const writer = new Writer(512)
  encodeRequestFrame(writer, FetchApi as never, 12, 1, 'slow', {
    replicaId: -1, maxWaitMs: 100, minBytes: 1, maxBytes: 50 << 20, isolationLevel: 0, sessionId: 0, sessionEpoch: -1, forgottenTopicsData: [],
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 50 << 20 }] }],
  } as never)
  const request = Buffer.concat(writer.parts() as Buffer[])
  const sockets: Socket[] = []
  for (let index = 0; index < count; index++) {
    const socket = connect({ host: '127.0.0.1', port: portOf(broker) })
    socket.on('error', () => {})
    socket.once('data', () => socket.pause())
    socket.on('connect', () => socket.write(request))
    sockets.push(socket)
  }
  let highest = 0
  for (let look = 0; look < 30; look++) {
    await sleep(100)
    highest = Math.max(highest, residentMegabytes(broker.pid()))
  }
  for (const socket of sockets) socket.destroy()
  return highest
}

/** From one of many addresses, so that the ports suffice. */
function idleConnection(broker: TestBroker, index: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', localAddress: `127.0.1.${1 + (index % 50)}`, port: portOf(broker) }, () => resolve(socket))
    socket.on('error', reject)
  })
}

async function idleConnections(broker: TestBroker, count: number): Promise<number> {
  const before = residentMegabytes(broker.pid())
  const sockets: Socket[] = []
  for (let index = 0; index < count; index++) sockets.push(await idleConnection(broker, index))
  await sleep(1500)
  const grown = residentMegabytes(broker.pid()) - before
  for (const socket of sockets) socket.destroy()
  return (grown * 1024) / count
}

/** CPU time that the process has used, in seconds. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** What a record costs the broker when 64 connections go round so many partitions, and as many others do nothing. */
async function perRecord(broker: TestBroker, topic: string, partitions: number, idle: number): Promise<void> {
  if (idle === 0) await createTopic(broker, topic, 1)
  const sockets: Socket[] = []
  for (let index = 0; index < idle; index++) sockets.push(await idleConnection(broker, index))
  const plan = {
    port: portOf(broker), kind: 'produce', topic, partitions, connections: 64, inFlight: 1, batchBytes: 180, recordBytes: 100, compression: 'none', acks: -1,
    maxSeconds: 60, rate: 0, spread: partitions > 1,
  }
  const go = async (requests: number): Promise<{ requests: number; seconds: number }> => {
    const { stdout } = await run(process.execPath, ['--conditions=@odradek/source', join(root, 'bench/load.ts'), JSON.stringify({ ...plan, requests })])
    return JSON.parse(stdout) as { requests: number; seconds: number }
  }
  // The first time round, every partition gets its files.
  await go(Math.max(50_000, partitions * 2))
  const before = cpuSeconds(broker.pid())
  const { requests, seconds } = await go(150_000)
  const micros = ((cpuSeconds(broker.pid()) - before) * 1e6) / requests
  for (const socket of sockets) socket.destroy()
  print(`one record a request over ${partitions.toLocaleString('en')} partition${partitions === 1 ? '' : 's'}, ${idle.toLocaleString('en')} idle connections`,
    `${Math.round(requests / seconds).toLocaleString('en')} req/s, ${micros.toFixed(1)} µs of CPU each`, '', undefined)
}

type Row = (name: string, figure: string, bar: string, reached: boolean | undefined) => void

const print: Row = (name, figure, bar, reached) =>
  console.log(`| ${name} | ${figure} | | | ${bar} | ${reached === undefined ? '' : reached ? 'reached' : 'missed'} |`)

/** What more and more partitions and idle connections cost, each and every record. */
export async function flatCosts(quick: boolean): Promise<void> {
  const broker = await odradekBroker()
  try {
    await broker.start()
    await perRecord(broker, 'one', 1, 0)
    for (const partitions of quick ? [1000] : [100, 1000, 10_000]) {
      const before = residentMegabytes(broker.pid())
      const begun = performance.now()
      await createTopic(broker, `p${partitions}`, partitions)
      await sleep(1500)
      const grown = residentMegabytes(broker.pid()) - before
      print(`${partitions.toLocaleString('en')} more partitions: created in, memory each`, `${((performance.now() - begun - 1500) / 1000).toFixed(1)} s, ${((grown * 1024) / partitions).toFixed(1)} KiB`, '', undefined)
      await perRecord(broker, `p${partitions}`, partitions, partitions)
    }
  } finally {
    await broker.dispose()
  }
}

/** Prints the rows; answers how many bars were missed. */
export async function size(quick: boolean): Promise<number> {
  let missed = 0
  const row: Row = (name, figure, bar, reached) => {
    if (reached === false) missed++
    print(name, figure, bar, reached)
  }
  const broker = await odradekBroker()
  try {
    await broker.start()
    await createTopic(broker, 'large', 1)
    await fill(broker, 'large', 1, 1000)
    row('resident after 1 GB written', `${residentMegabytes(broker.pid()).toFixed(0)} MB`, '< 300 MB', residentMegabytes(broker.pid()) < 300)
    const slow = await slowReaders(broker, 'large', 32)
    row('resident with 32 slow readers of 50 MiB answers', `${slow.toFixed(0)} MB`, '< 300 MB', slow < 300)
    row('memory per idle connection (1,000)', `${(await idleConnections(broker, 1000)).toFixed(1)} KiB`, '', undefined)
  } finally {
    await broker.dispose()
  }
  await flatCosts(quick)
  return missed + (await opening(quick ? 2 : 10, row))
}

async function opening(gigabytes: number, row: Row): Promise<number> {
  const broker = await odradekBroker()
  try {
    await broker.start()
    await createTopic(broker, 'log', 1)
    await fill(broker, 'log', 1, gigabytes * 1000)
    // What lies between the last checkpoint of the recovery point and the crash is scanned; the rest is trusted.
    await sleep(2000)
    await broker.kill()
    const begun = performance.now()
    await broker.start()
    const admin = createKafka({ brokers: broker.bootstrap }).admin()
    const end = await admin.listOffsets([{ topic: 'log', partition: 0, at: 'latest' }])
    const seconds = (performance.now() - begun) / 1000
    await admin.close()
    row(`a log of ${gigabytes} GB opened after kill -9 (${(end[0]?.offset ?? 0).toLocaleString('en')} records)`, `${seconds.toFixed(2)} s`, '< 3 s', seconds < 3)
    return 0
  } finally {
    await broker.dispose()
  }
}
