/**
 * Clients that misbehave on a live socket, one per kind of bad input. The broker answers or closes as Apache Kafka does,
 * stays within its memory, and a client that behaves keeps being served: its latency during each attack is printed.
 */
import { readFileSync } from 'node:fs'
import { createKafka } from '@odradek/client'
import { ApiVersionsApi, CreateTopicsApi, ErrorCode, FetchApi, JoinGroupApi, MetadataApi } from '@odradek/protocol/internal'
import { apacheKafka, odradekBroker, type TestBroker } from '../interop/brokers.ts'
import type { Report, Suite } from '../interop/suites.ts'
import { badBatches, produceBadly, produceFrame } from './bad-batches.ts'
import { decoded, frame, framed, int16, int32, type RawSocket, rawSocket } from './raw.ts'
import { type Calm, WellBehaved } from './well-behaved.ts'

/** A misbehaving client may cost this much at most, over what the broker held before it. */
const memoryAllowanceMegabytes = 400

interface Attack {
  readonly name: string
  /** What Apache Kafka does, where it can be asked; otherwise what must come of it. */
  readonly expected: string
  /** False where Apache Kafka is not asked: it would take too long, or it has no such limit. */
  readonly likeApache: boolean
  run(port: number): Promise<string>
}

function residentMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1024
}

const header = (key: number, version: number, clientId: Buffer = Buffer.concat([int16(1), Buffer.from('x')])): Buffer =>
  Buffer.concat([int16(key), int16(version), int32(1), clientId])

async function afterSaying(port: number, bytes: Uint8Array, ms: number = 3000): Promise<string> {
  const connection = await rawSocket(port)
  connection.send(bytes)
  const answer = await connection.next(ms)
  connection.destroy()
  return typeof answer === 'string' ? answer : 'answered'
}

const says = (name: string, bytes: () => Uint8Array, expected: string = 'closed'): Attack => ({ name, expected, likeApache: true, run: (port) => afterSaying(port, bytes()) })

const unsignedVarint = (value: number): Buffer => {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest & 127) | 128)
  }
}

const frames: readonly Attack[] = [
  says('a negative size', () => int32(-1)),
  says('a size of 2 GiB', () => int32(0x7fffffff)),
  says('a size just over the limit', () => int32(104_857_601)),
  says('a size of zero', () => int32(0)),
  says('HTTP', () => Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')),
  says('a TLS hello', () => Buffer.from('16030100c8010000c40303', 'hex')),
  says('an unknown API key', () => framed(header(999, 0))),
  says('a version that is not served', () => framed(header(MetadataApi.key, 99), Buffer.alloc(10))),
  says('a version that has gone', () => framed(header(0, 0), Buffer.alloc(20))),
  says('a body cut short', () => framed(frame(MetadataApi, 4, { topics: [{ name: 'abcdef' }], allowAutoTopicCreation: false }).subarray(4, -8))),
  says('an array of two billion', () => framed(header(MetadataApi.key, 4), int32(0x7ffffff0))),
  says('an array of a negative length', () => framed(header(MetadataApi.key, 4), int32(-7))),
  says('a compact array of two billion', () => framed(header(MetadataApi.key, 9), Buffer.from([0]), unsignedVarint(0x7fffff00))),
  says('a varint of more than five bytes', () => framed(header(MetadataApi.key, 9), Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]))),
  says('a client id of negative length', () => framed(header(MetadataApi.key, 4, int16(-9)), int32(0))),
  says('a client id longer than the request', () => framed(header(MetadataApi.key, 4, int16(30_000)), int32(0))),
  says('a client id that is not UTF-8', () => framed(header(MetadataApi.key, 4, Buffer.concat([int16(3), Buffer.from([0xff, 0xfe, 0x80])])), int32(0), Buffer.from([0])), 'answered'),
  says('the header of a response', () => framed(int32(1), Buffer.alloc(50))),
  {
    name: 'an ApiVersions version of the future', expected: 'UNSUPPORTED_VERSION, 0.. known', likeApache: true,
    async run(port) {
      const connection = await rawSocket(port)
      connection.send(framed(header(ApiVersionsApi.key, 99), Buffer.from([0]), Buffer.from('any body')))
      const answer = await connection.next(3000)
      connection.destroy()
      if (typeof answer === 'string') return answer
      const { errorCode, apiKeys } = decoded<{ errorCode: number; apiKeys: unknown[] }>(ApiVersionsApi, 0, answer)
      return errorCode === ErrorCode.UNSUPPORTED_VERSION && apiKeys.length > 0 ? 'UNSUPPORTED_VERSION, 0.. known' : `error ${errorCode}, ${apiKeys.length} keys`
    },
  },
  {
    name: 'acks=0 with an error', expected: 'closed', likeApache: true,
    async run(port) {
      const connection = await rawSocket(port)
      connection.send(produceFrame('no-such-topic/', badBatches[0]?.[1]() ?? Buffer.alloc(0), 0))
      const answer = await connection.next(5000)
      connection.destroy()
      return typeof answer === 'string' ? answer : 'answered'
    },
  },
  {
    name: 'names that are none', expected: 'INVALID_TOPIC_EXCEPTION x7', likeApache: true,
    async run(port) {
      const names = ['', '.', '..', 'a/b', '../../etc/passwd', 'x'.repeat(250), 'a\0b']
      const connection = await rawSocket(port)
      connection.send(frame(CreateTopicsApi, 4, {
        topics: names.map((name) => ({ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] })), timeoutMs: 5000, validateOnly: false,
      }))
      const answer = await connection.next(10_000)
      connection.destroy()
      if (typeof answer === 'string') return answer
      const codes = new Set(decoded<{ topics: { errorCode: number }[] }>(CreateTopicsApi, 4, answer).topics.map((topic) => topic.errorCode))
      return codes.size === 1 && codes.has(ErrorCode.INVALID_TOPIC_EXCEPTION) ? 'INVALID_TOPIC_EXCEPTION x7' : [...codes].join()
    },
  },
]

/** Where Apache Kafka's answer is not ours, and why. */
const better: Readonly<Record<string, string>> = {
  'an unknown codec': 'Apache Kafka has no check and says UNKNOWN_SERVER_ERROR, on which producers retry',
  'a length of more than five bytes': 'Apache Kafka says UNKNOWN_SERVER_ERROR, on which producers retry',
  'bytes that are not gzip': 'Apache Kafka says UNKNOWN_SERVER_ERROR, on which producers retry',
  'gzip of records that lie': 'Apache Kafka appends it, and consumers cannot read it',
}

/** Opens many connections, does something with each, and lets go of all. */
async function many(port: number, count: number, each: (connection: RawSocket, index: number) => void, holdMs: number, after: (all: readonly RawSocket[]) => string): Promise<string> {
  const all: RawSocket[] = []
  for (let index = 0; index < count; index++) {
    const connection = await rawSocket(port)
    all.push(connection)
    each(connection, index)
  }
  await new Promise((resolve) => setTimeout(resolve, holdMs))
  const seen = after(all)
  for (const connection of all) connection.destroy()
  return seen
}

const closedAmong = (all: readonly RawSocket[]): number => all.filter((connection) => connection.isClosed).length

const floods: readonly Attack[] = [
  {
    name: '200 announcements of 100 MB', expected: 'held', likeApache: false,
    run: (port) => many(port, 200, (c) => c.send(int32(104_857_000)), 1500, () => 'held'),
  },
  {
    name: '50 connections that bring a byte a second', expected: 'all closed', likeApache: false,
    async run(port) {
      const timers: NodeJS.Timeout[] = []
      const drip = (connection: RawSocket): void => {
        connection.send(Buffer.from([0, 0, 1, 0]))
        timers.push(setInterval(() => !connection.isClosed && connection.send(Buffer.from([0])), 1000))
      }
      const seen = await many(port, 50, drip, 14_000, (all) => (closedAmong(all) === 50 ? 'all closed' : `${closedAmong(all)} of 50 closed`))
      for (const timer of timers) clearInterval(timer)
      return seen
    },
  },
  {
    name: '2,000 connections that say nothing', expected: 'held', likeApache: false,
    run: (port) => many(port, 2000, () => {}, 500, (all) => (closedAmong(all) === 0 ? 'held' : `${closedAmong(all)} closed`)),
  },
  {
    name: '50,000 requests without reading an answer', expected: 'held', likeApache: false,
    async run(port) {
      const one = frame(MetadataApi, 4, { topics: null, allowAutoTopicCreation: false })
      const connection = await rawSocket(port)
      connection.socket.pause()
      connection.send(Buffer.concat(Array.from({ length: 50_000 }, () => one)))
      await new Promise((resolve) => setTimeout(resolve, 2000))
      connection.destroy()
      return 'held'
    },
  },
  {
    name: '32 readers that fetch 50 MB and read nothing', expected: 'held', likeApache: false,
    run: (port) => many(port, 32, (connection) => {
      connection.socket.pause()
      const request = {
        replicaId: -1, maxWaitMs: 0, minBytes: 1, maxBytes: 52_428_800, isolationLevel: 0, sessionId: 0, sessionEpoch: -1,
        topics: [{ topic: 'large', partitions: [{ partition: 0, currentLeaderEpoch: -1, fetchOffset: 0, logStartOffset: -1, partitionMaxBytes: 52_428_800 }] }], forgottenTopicsData: [], rackId: '',
      }
      for (let i = 0; i < 4; i++) connection.send(frame(FetchApi, 11, request, i))
    }, 2500, () => 'held'),
  },
  {
    name: '3,000 fetch sessions', expected: 'answered', likeApache: false,
    async run(port) {
      const connection = await rawSocket(port)
      const request = {
        replicaId: -1, maxWaitMs: 0, minBytes: 0, maxBytes: 1000, isolationLevel: 0, sessionId: 0, sessionEpoch: 0,
        topics: [{ topic: 'calm', partitions: [{ partition: 0, currentLeaderEpoch: -1, fetchOffset: 0, logStartOffset: -1, partitionMaxBytes: 1000 }] }], forgottenTopicsData: [], rackId: '',
      }
      let seen = 'answered'
      for (let i = 0; i < 3000; i++) {
        connection.send(frame(FetchApi, 11, request, i))
        if (typeof (await connection.next(5000)) === 'string') seen = `nothing after ${i}`
      }
      connection.destroy()
      return seen
    },
  },
  {
    name: '2,000 members that join a group and go', expected: 'answered', likeApache: false,
    async run(port) {
      const connection = await rawSocket(port)
      const request = {
        groupId: 'flooded', sessionTimeoutMs: 6000, rebalanceTimeoutMs: 6000, memberId: '', groupInstanceId: null, protocolType: 'consumer',
        protocols: [{ name: 'range', metadata: Buffer.alloc(1000) }],
      }
      let answered = 0
      for (let i = 0; i < 2000; i++) connection.send(frame(JoinGroupApi, 5, request, i))
      for (let i = 0; i < 2000; i++) if (typeof (await connection.next(5000)) !== 'string') answered++
      connection.destroy()
      return answered === 2000 ? 'answered' : `${answered} of 2000 answered`
    },
  },
  {
    name: '1,000,000 tagged fields in the header', expected: 'closed', likeApache: false,
    run(port) {
      const fields = Buffer.alloc(2_000_000)
      for (let i = 0; i < 1_000_000; i++) fields[2 * i] = i & 127
      return afterSaying(port, framed(header(ApiVersionsApi.key, 3), unsignedVarint(1_000_000), fields), 5000)
    },
  },
  {
    name: '5,000 connections, one after the other, each cut in a frame', expected: 'held', likeApache: false,
    async run(port) {
      for (let i = 0; i < 5000; i++) {
        const connection = await rawSocket(port)
        connection.send(Buffer.from([0, 0, 0, 50, 0, 3, 0, 4]))
        connection.destroy()
      }
      return 'held'
    },
  },
]

const calmly = ({ count, medianMs, worstMs }: Calm): string => `others: ${count} records, median ${medianMs.toFixed(1)} ms, worst ${worstMs.toFixed(1)} ms`

async function prepare(broker: TestBroker, withLarge: boolean): Promise<void> {
  const kafka = createKafka({ brokers: [broker.bootstrap] })
  const admin = kafka.admin()
  await admin.createTopics([{ name: 'calm', partitions: 1 }, { name: 'bad', partitions: 1 }, { name: 'large', partitions: 1 }, { name: 'compacted', partitions: 1, configs: { 'cleanup.policy': 'compact' } }])
  await admin.close()
  if (!withLarge) return
  const producer = kafka.producer({ batchBytes: 1_000_000, maxRequestBytes: 1_000_000 })
  for (let i = 0; i < 60; i++) await producer.sendBatch('large', [{ value: Buffer.alloc(900_000), partition: 0 }])
  await producer.close()
}

async function ask(broker: TestBroker, attack: Attack): Promise<string> {
  return attack.run(Number(broker.bootstrap.split(':')[1])).catch((error: unknown) => String(error))
}

const batches: readonly Attack[] = badBatches.map(([name, bytes, topic]) => ({
  name, expected: '', likeApache: true,
  async run(port) {
    const connection = await rawSocket(port)
    const seen = await produceBadly(connection, topic ?? 'bad', bytes())
    connection.destroy()
    return seen
  },
}))

async function misbehave(report: Report): Promise<void> {
  const ours = await odradekBroker()
  const theirs = await apacheKafka('4.3.1')
  await Promise.all([ours.start(), theirs.start()])
  await prepare(ours, true)
  await prepare(theirs, false)
  const calm = new WellBehaved(ours.bootstrap)
  try {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    const before = residentMegabytes(ours.pid())
    console.log(`     before: ${before.toFixed(0)} MB resident; ${calmly(await calm.seen())}`)
    for (const attack of [...frames, ...batches, ...floods]) {
      let seen = await ask(ours, attack)
      // A short attack goes on long enough to be felt by others.
      for (const end = Date.now() + 300; attack.likeApache && Date.now() < end;) {
        const again = await ask(ours, attack)
        if (again !== seen) seen = `${seen}, then ${again}`
      }
      const others = await calm.seen()
      const like = attack.likeApache ? await ask(theirs, attack) : attack.expected
      const alive = ours.pid() > 0 && readFileSync(`/proc/${ours.pid()}/stat`, 'utf8').split(' ')[2] !== 'Z'
      const megabytes = alive ? residentMegabytes(ours.pid()) : 0
      const known = better[attack.name]
      const ok = alive && (seen === like) === (known === undefined) && megabytes < before + memoryAllowanceMegabytes && others.failed === 0
      report(ok, `${attack.name.padEnd(58)} ${seen}${seen === like ? '' : ` (Apache Kafka: ${like})`}${known === undefined ? '' : ` known: ${known}`}; ${megabytes.toFixed(0)} MB; ${calmly(others)}`)
      if (!alive) break
    }
  } catch (error) {
    report(false, `${String(error)}\n${ours.output()}`)
  } finally {
    calm.stop()
    await Promise.all([ours.dispose(), theirs.dispose()])
  }
}

export const misbehaving: Suite = { name: 'misbehaving-clients', everyday: true, run: misbehave }
