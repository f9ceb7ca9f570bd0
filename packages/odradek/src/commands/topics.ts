/** `odradek topics list|describe|create|alter|delete`. */
import type { Admin, TopicMetadata } from '@odradek/client'
import type { CommandIo, CommandLine } from '../command-line.ts'
import { UsageError } from '../command-line.ts'
import { pairs, wholeNumber, withAdmin } from './brokers.ts'
import { show, textTable } from './text-table.ts'

export function listTopics(line: CommandLine, io: CommandIo): Promise<number> {
  return withAdmin(line, io, async (admin) => {
    const topics = await admin.listTopics({ internal: line.has('internal') })
    const rows = topics.map((topic) => ({ name: topic.name, partitions: topic.partitions.length, replicas: replicas(topic), topicId: topic.topicId }))
    show(line, io, rows, () => (rows.length === 0 ? 'There are no topics yet; make one with odradek topics create NAME.\n'
      : textTable(['TOPIC', 'PARTITIONS', 'REPLICAS'], rows.map((row) => [row.name, row.partitions, row.replicas]))))
    return 0
  })
}

function replicas(topic: TopicMetadata): number {
  return topic.partitions[0]?.replicas.length ?? 0
}

export function describeTopics(line: CommandLine, io: CommandIo): Promise<number> {
  return withAdmin(line, io, async (admin) => {
    const described: DescribedTopic[] = []
    for (const name of line.operands) described.push(await describe(admin, name))
    show(line, io, described, () => described.map((topic) => {
      const settings = topic.configs.length === 0 ? 'settings: those of the broker\n'
        : topic.configs.map(({ name, value }) => `setting: ${name}=${value ?? ''}\n`).join('')
      return `${topic.name} (${topic.topicId})\n${settings}` + textTable(['PARTITION', 'LEADER', 'REPLICAS', 'IN SYNC', 'FIRST', 'END', 'RECORDS'],
        topic.partitions.map((one) => [one.partition, one.leader, one.replicas.join(','), one.inSync.join(','), one.first, one.end,
          one.first === null || one.end === null ? null : one.end - one.first]))
    }).join('\n'))
    return 0
  })
}

interface DescribedPartition {
  readonly partition: number
  readonly leader: number | null
  readonly replicas: readonly number[]
  readonly inSync: readonly number[]
  readonly first: number | null
  readonly end: number | null
}

interface DescribedTopic {
  readonly name: string
  readonly topicId: string
  readonly partitions: readonly DescribedPartition[]
  readonly configs: readonly { readonly name: string; readonly value: string | null }[]
}

function offsetIn(offsets: readonly { partition: number; offset: number }[], partition: number): number | null {
  return offsets.find((one) => one.partition === partition)?.offset ?? null
}

async function describe(admin: Admin, name: string): Promise<DescribedTopic> {
  const topic = await admin.describeTopic(name)
  const led = topic.partitions.filter((one) => one.leader >= 0)
  const ask = (at: 'earliest' | 'latest'): Promise<readonly { partition: number; offset: number }[]> =>
    admin.listOffsets(led.map(({ partition }) => ({ topic: name, partition, at })))
  const [first, end, configs] = await Promise.all([ask('earliest'), ask('latest'), admin.describeConfigs({ type: 'topic', name })])
  return {
    name,
    topicId: topic.topicId,
    partitions: topic.partitions.map((one) => ({
      partition: one.partition,
      leader: one.leader < 0 ? null : one.leader,
      replicas: one.replicas,
      inSync: one.isr,
      first: offsetIn(first, one.partition),
      end: offsetIn(end, one.partition),
    })),
    configs: configs.filter((entry) => entry.source === 'topic').map((entry) => ({ name: entry.name, value: entry.value })),
  }
}

export function createTopics(line: CommandLine, io: CommandIo): Promise<number> {
  const partitions = wholeNumber(line, 'partitions', 1, 100_000)
  const replicationFactor = wholeNumber(line, 'replication-factor', 1, 1000)
  const configs = pairs(line.all('set'), 'set')
  return withAdmin(line, io, async (admin) => {
    const created = await admin.createTopics(line.operands.map((name) => ({
      name, configs,
      ...(partitions === undefined ? {} : { partitions }),
      ...(replicationFactor === undefined ? {} : { replicationFactor }),
    })))
    show(line, io, created, () => created.map((topic) =>
      `Created ${topic.name} with ${topic.partitions} ${topic.partitions === 1 ? 'partition' : 'partitions'}.\n`).join(''))
    return 0
  })
}

export function alterTopic(line: CommandLine, io: CommandIo): Promise<number> {
  const [name = ''] = line.operands
  const set = pairs(line.all('set'), 'set')
  const unset = line.all('unset')
  const partitions = wholeNumber(line, 'partitions', 1, 100_000)
  if (Object.keys(set).length === 0 && unset.length === 0 && partitions === undefined) {
    throw new UsageError('Nothing to change: give --set KEY=VALUE, --unset KEY or --partitions N.')
  }
  return withAdmin(line, io, async (admin) => {
    if (Object.keys(set).length > 0 || unset.length > 0) await admin.alterConfigs({ type: 'topic', name }, { set, delete: unset })
    if (partitions !== undefined) await admin.createPartitions({ [name]: partitions })
    show(line, io, { name, set, unset, ...(partitions === undefined ? {} : { partitions }) }, () => `Changed ${name}.\n`)
    return 0
  })
}

export function deleteTopics(line: CommandLine, io: CommandIo): Promise<number> {
  return withAdmin(line, io, async (admin) => {
    const deleted = await admin.deleteTopics(line.operands)
    show(line, io, { deleted }, () => deleted.map((name) => `Deleted ${name}.\n`).join(''))
    return 0
  })
}
