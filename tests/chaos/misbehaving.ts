/**
 * Clients that misbehave on a live socket, one per kind of bad input. The broker answers or closes as Apache Kafka does,
 * stays within its memory, and a client that behaves keeps being served: its latency during each attack is printed.
 */
import { readFileSync } from 'node:fs'
import { createKafka } from '@odradek/client'
import { ErrorCode, FindCoordinatorApi, JoinGroupApi } from '@odradek/protocol/internal'
import { apacheKafka, odradekBroker, type TestBroker } from '../interop/brokers.ts'
import type { Report, Suite } from '../interop/suites.ts'
import { type Attack, conversation } from './attack.ts'
import { badBatches, errorName, produceBadly } from './bad-batches.ts'
import { badFrames } from './bad-frames.ts'
import { floods, many } from './floods.ts'
import { decoded, frame, type RawSocket, rawSocket } from './raw.ts'
import { type Calm, WellBehaved } from './well-behaved.ts'

/** A misbehaving client may cost this much at most, over what the broker held before it. */
const memoryAllowanceMegabytes = 400

function residentMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1024
}

/** Where Apache Kafka's answer is not ours, and why. */
const better: Readonly<Record<string, string>> = {
  'compressed telemetry': 'clients\' telemetry is not served and not announced; Apache Kafka answers',
  'an unknown codec': 'Apache Kafka has no check and says UNKNOWN_SERVER_ERROR, on which producers retry',
  'a length of more than five bytes': 'Apache Kafka says UNKNOWN_SERVER_ERROR, on which producers retry',
  ...Object.fromEntries(['gzip', 'snappy', 'lz4', 'zstd'].map((codec) => [`bytes that are not ${codec}`, 'Apache Kafka says UNKNOWN_SERVER_ERROR, on which producers retry'])),
  'gzip of records that lie': 'Apache Kafka appends it, and consumers cannot read it',
}

const calmly = ({ count, medianMs, worstMs }: Calm): string => `others: ${count} records, median ${medianMs.toFixed(1)} ms, worst ${worstMs.toFixed(1)} ms`

async function prepare(broker: TestBroker, withLarge: boolean): Promise<void> {
  const kafka = createKafka({ brokers: [broker.bootstrap] })
  const admin = kafka.admin()
  await admin.createTopics([{ name: 'calm', partitions: 1 }, { name: 'bad', partitions: 1 }, { name: 'large', partitions: 1 }, { name: 'kept', partitions: 1 }, { name: 'compacted', partitions: 1, configs: { 'cleanup.policy': 'compact' } }])
  await admin.close()
  await conversation(Number(broker.bootstrap.split(':')[1]), findCoordinator)
  const producer = kafka.producer({ batchBytes: 1_000_000, maxRequestBytes: 1_000_000 })
  await producer.sendBatch('kept', ['a', 'b', 'c'].map((value) => ({ value, partition: 0 })))
  for (let i = 0; withLarge && i < 60; i++) await producer.sendBatch('large', [{ value: Buffer.alloc(900_000), partition: 0 }])
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

/** Limits that an administrator has set: connections of an address, members of a group. */
async function limits(report: Report): Promise<void> {
  const overrides = { 'max.connections.per.ip': '10', 'group.max.size': '1' }
  const brokers = [await odradekBroker({ overrides }), await apacheKafka('4.3.1', { overrides })]
  try {
    const seen: string[][] = []
    for (const broker of brokers) {
      await broker.start()
      const port = Number(broker.bootstrap.split(':')[1])
      // The connection that found the port open may be counted a moment longer.
      await new Promise((resolve) => setTimeout(resolve, 1000))
      const tooMany = await many(port, 15, () => {}, 1500, (all) => `${all.filter((connection) => connection.isClosed).length} of 15 closed`)
      await new Promise((resolve) => setTimeout(resolve, 1000))
      seen.push([tooMany, await conversation(port, secondMember)])
    }
    for (const [index, name] of ['15 connections where an address may have 10', 'a second member where a group may have 1'].entries()) {
      const [ours, theirs] = seen.map((answers) => answers[index])
      report(ours === theirs, `${name.padEnd(58)} ${ours}${ours === theirs ? '' : ` (Apache Kafka: ${theirs})`}`)
    }
  } finally {
    await Promise.all(brokers.map((broker) => broker.dispose()))
  }
}

/** Makes the broker set up what groups need. */
async function findCoordinator(connection: RawSocket): Promise<string> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    connection.send(frame(FindCoordinatorApi, 1, { key: 'small', keyType: 0 }))
    const found = await connection.next(10_000)
    if (typeof found !== 'string' && decoded<{ errorCode: number }>(FindCoordinatorApi, 1, found).errorCode === ErrorCode.NONE) return 'found'
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('no coordinator')
}

/** What the first and the second member of a group are told. */
async function secondMember(connection: RawSocket): Promise<string> {
  const told: string[] = []
  await findCoordinator(connection)
  const deadline = Date.now() + 30_000
  while (told.length < 2) {
    connection.send(frame(JoinGroupApi, 3, {
      groupId: 'small', sessionTimeoutMs: 6000, rebalanceTimeoutMs: 6000, memberId: '', protocolType: 'consumer', protocols: [{ name: 'range', metadata: Buffer.alloc(10) }],
    }))
    const answer = await connection.next(10_000)
    const seen = typeof answer === 'string' ? answer : errorName(decoded<{ errorCode: number }>(JoinGroupApi, 3, answer).errorCode)
    // A coordinator that has just been chosen may not know it yet.
    if (!seen.includes('COORDINATOR') || Date.now() > deadline) told.push(seen)
    else await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return told.join()
}

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
    for (const attack of [...badFrames, ...batches, ...floods]) {
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
      const ok = alive && (seen === like) === (known === undefined) && megabytes < before + memoryAllowanceMegabytes + (attack.framesMegabytes ?? 0) && others.failed === 0
      report(ok, `${attack.name.padEnd(58)} ${seen}${seen === like ? '' : ` (Apache Kafka: ${like})`}${known === undefined ? '' : ` known: ${known}`}; ${megabytes.toFixed(0)} MB; ${calmly(others)}`)
      if (!alive) break
    }
  } catch (error) {
    report(false, `${String(error)}\n${ours.output()}`)
  } finally {
    calm.stop()
    await Promise.all([ours.dispose(), theirs.dispose()])
  }
  await limits(report)
}

export const misbehaving: Suite = { name: 'misbehaving-clients', everyday: true, run: misbehave }
