/**
 * `odradek consume`: prints records, from partitions directly or as a member of a group. Ends on a signal, after
 * `--count` records, or with `--until-end` where the partitions ended when it began. What was printed is acknowledged,
 * and committed for a group before it leaves.
 */
import { KafkaError } from '@odradek/client'
import type { Admin, Consumer, ConsumerOptions, ConsumerRecord, Kafka } from '@odradek/client'
import { nodeScheduler } from '@odradek/platform/node'
import { UsageError } from '../command-line.ts'
import type { CommandIo, CommandLine } from '../command-line.ts'
import { kafkaOf, telling, wholeNumber } from './brokers.ts'
import { offsetsAt, parsePosition } from './groups.ts'
import { recordWriter } from './record-output.ts'

interface Ref {
  readonly topic: string
  readonly partition: number
}

/** How often it is looked whether the end is reached or a signal came, when no records come. */
const LOOK_EVERY_MS = 50

export function consume(line: CommandLine, io: CommandIo): Promise<number> {
  const count = wholeNumber(line, 'count', 1, Number.MAX_SAFE_INTEGER) ?? Infinity
  const from = parsePosition(line.value('from') ?? 'earliest')
  const group = line.value('group')
  const partition = wholeNumber(line, 'partition', 0, 2 ** 31 - 1)
  if (group !== undefined && partition !== undefined) throw new UsageError('A group chooses the partitions itself; give --group or --partition.')
  if (group !== undefined && from.at !== 'earliest' && from.at !== 'latest') {
    throw new UsageError('A group goes on where it was; --from can only be earliest or latest with --group. See odradek groups reset.')
  }
  const isolation = line.value('isolation') ?? 'read_uncommitted'
  if (isolation !== 'read_uncommitted' && isolation !== 'read_committed') {
    throw new UsageError(`--isolation ${isolation} is not one of read_uncommitted, read_committed.`)
  }
  const write = recordWriter(line, io)
  const options: ConsumerOptions = {
    isolation,
    autoCreateTopics: false,
    autoOffsetReset: from.at === 'latest' ? 'latest' : 'earliest',
    ...(group === undefined ? {} : { groupId: group }),
  }
  return telling(line, io, async () => {
    const kafka = kafkaOf(line, io)
    const admin = kafka.admin()
    try {
      const refs = await partitionsOf(admin, line.operands, partition)
      const ends = line.has('until-end') ? await offsetsAt(admin, refs, 'latest') : undefined
      const starts = from.at === undefined ? refs.map((one) => ({ ...one, offset: from.offset }))
        : from.at === 'earliest' || group !== undefined ? refs : await offsetsAt(admin, refs, from.at)
      await run({ kafka, options, topics: line.operands, starts, ends, count, write, io })
    } finally {
      await admin.close()
    }
    return 0
  })
}

/** All partitions of the topics, or the one asked for. @throws KafkaError when there is none. */
async function partitionsOf(admin: Admin, topics: readonly string[], only: number | undefined): Promise<Ref[]> {
  const refs: Ref[] = []
  for (const topic of topics) {
    const { partitions } = await admin.describeTopic(topic)
    const wanted = partitions.filter((one) => only === undefined || one.partition === only)
    if (wanted.length === 0) {
      throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `${topic} has no partition ${only}; it has ${partitions.length}`)
    }
    refs.push(...wanted.map(({ partition }) => ({ topic, partition })))
  }
  return refs
}

interface Run {
  readonly kafka: Kafka
  readonly options: ConsumerOptions
  readonly topics: readonly string[]
  readonly starts: readonly (Ref & { readonly offset?: number })[]
  readonly ends: readonly (Ref & { readonly offset: number })[] | undefined
  readonly count: number
  readonly write: (records: readonly ConsumerRecord[]) => void | Promise<void>
  readonly io: CommandIo
}

async function run({ kafka, options, topics, starts, ends, count, write, io }: Run): Promise<void> {
  const consumer = kafka.consumer(options)
  const stop = new AbortController()
  const forget = io.onSignal(() => stop.abort())
  let left = count
  const look = (): void => {
    if (ends !== undefined && atEnd(consumer, ends)) stop.abort()
    if (!stop.signal.aborted) nodeScheduler.after(LOOK_EVERY_MS, look, { background: true })
  }
  try {
    if (options.groupId === undefined) await consumer.assign(starts)
    else consumer.subscribe(topics)
    look()
    for await (const batch of consumer.batches({ ack: 'manual', signal: stop.signal })) {
      const records = batch.records.slice(0, left)
      await write(records)
      if (records.length === batch.records.length) batch.ack()
      else for (const record of records) record.ack()
      left -= records.length
      if (left <= 0 || stop.signal.aborted) break
    }
  } catch (error) {
    if (!(stop.signal.aborted && error instanceof KafkaError && error.code === 'ABORTED')) throw error
  } finally {
    stop.abort()
    forget()
    await consumer.close()
  }
}

/** Everything that was there at the start has been handed over, of the partitions that are ours. */
function atEnd(consumer: Consumer, ends: readonly (Ref & { readonly offset: number })[]): boolean {
  const lag = consumer.lag()
  return lag.length > 0 && lag.every((one) => {
    const end = ends.find(({ topic, partition }) => topic === one.topic && partition === one.partition)
    return end === undefined || (one.position >= 0 && one.position >= end.offset)
  })
}
