/** `odradek groups list|describe|reset|delete`. */
import { KafkaError } from '@odradek/client'
import type { Admin, OffsetSpec } from '@odradek/client'
import type { CommandIo, CommandLine } from '../command-line.ts'
import { UsageError } from '../command-line.ts'
import { withAdmin } from './brokers.ts'
import { show, textTable } from './text-table.ts'

export function listGroups(line: CommandLine, io: CommandIo): Promise<number> {
  return withAdmin(line, io, async (admin) => {
    const groups = await admin.listGroups()
    show(line, io, groups, () => (groups.length === 0 ? 'There are no groups.\n'
      : textTable(['GROUP', 'TYPE', 'STATE', 'PROTOCOL'], groups.map((group) => [group.groupId, group.type || null, group.state, group.protocolType || null]))))
    return 0
  })
}

interface Position {
  readonly topic: string
  readonly partition: number
  readonly committed: number | null
  readonly end: number | null
  readonly lag: number | null
  readonly clientId: string | null
}

export function describeGroups(line: CommandLine, io: CommandIo): Promise<number> {
  return withAdmin(line, io, async (admin) => {
    const described: DescribedGroup[] = []
    for (const groupId of line.operands) described.push(await describe(admin, groupId))
    show(line, io, described, () => described.map((group) =>
      `${group.groupId}: ${group.state}, ${group.members} ${group.members === 1 ? 'member' : 'members'}` +
      `${group.assignor === '' ? '' : `, assignor ${group.assignor}`}\n` +
      (group.positions.length === 0 ? 'No offsets are committed.\n' : textTable(['TOPIC', 'PARTITION', 'COMMITTED', 'END', 'LAG', 'CLIENT'],
        group.positions.map((one) => [one.topic, one.partition, one.committed, one.end, one.lag, one.clientId])))).join('\n'))
    return 0
  })
}

interface DescribedGroup {
  readonly groupId: string
  readonly state: string
  readonly assignor: string
  readonly members: number
  readonly positions: readonly Position[]
}

function key(one: { topic: string; partition: number }): string {
  return `${one.topic}-${one.partition}`
}

async function describe(admin: Admin, groupId: string): Promise<DescribedGroup> {
  const group = await admin.describeGroup(groupId)
  const committed = await admin.fetchGroupOffsets(groupId)
  const owners = new Map(group.members.flatMap((member) => member.assignment.map((one) => [key(one), member.clientId] as const)))
  const partitions = [...new Map([...committed, ...group.members.flatMap((member) => [...member.assignment])]
    .map((one) => [key(one), { topic: one.topic, partition: one.partition }])).values()]
    .toSorted((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1))
  const ends = new Map<string, number>()
  for (const topic of new Set(partitions.map((one) => one.topic))) {
    try {
      const wanted = partitions.filter((one) => one.topic === topic).map((one) => ({ ...one, at: 'latest' as const }))
      for (const one of await admin.listOffsets(wanted)) ends.set(key(one), one.offset)
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error // a topic that is gone has no end; its offsets are shown all the same
    }
  }
  return {
    groupId,
    state: group.state,
    assignor: group.protocol,
    members: group.members.length,
    positions: partitions.map((one) => {
      const offset = committed.find((other) => key(other) === key(one))?.offset ?? null
      const end = ends.get(key(one)) ?? null
      return { ...one, committed: offset, end, lag: offset === null || end === null ? null : Math.max(0, end - offset), clientId: owners.get(key(one)) ?? null }
    }),
  }
}

/** `earliest`, `latest`, an offset, or a time in ISO form. */
export function parsePosition(text: string): { at: OffsetSpec; offset?: undefined } | { at?: undefined; offset: number } {
  if (text === 'earliest' || text === 'beginning') return { at: 'earliest' }
  if (text === 'latest' || text === 'end') return { at: 'latest' }
  if (/^\d+$/.test(text)) return { offset: Number(text) }
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new UsageError(`"${text}" is no position: it takes earliest, latest, an offset, or a time like 2026-01-31T12:00:00Z.`)
  return { at: time }
}

export function resetGroup(line: CommandLine, io: CommandIo): Promise<number> {
  const [groupId = ''] = line.operands
  const to = line.value('to')
  const topics = line.all('topic')
  if (to === undefined) throw new UsageError('Where to? Give --to earliest, latest, an offset, or a time.')
  if (topics.length === 0) throw new UsageError('Which topic? Give --topic TOPIC.')
  const position = parsePosition(to)
  return withAdmin(line, io, async (admin) => {
    const moved: { topic: string; partition: number; offset: number }[] = []
    for (const topic of topics) {
      const { partitions } = await admin.describeTopic(topic)
      const refs = partitions.map(({ partition }) => ({ topic, partition }))
      if (position.at === undefined) moved.push(...refs.map((one) => ({ ...one, offset: position.offset })))
      else moved.push(...await offsetsAt(admin, refs, position.at))
    }
    await admin.setGroupOffsets(groupId, moved)
    show(line, io, { groupId, offsets: moved }, () => textTable(['TOPIC', 'PARTITION', 'OFFSET'], moved.map((one) => [one.topic, one.partition, one.offset])))
    return 0
  })
}

/** Offsets at a point; a time after the last record is the end. */
export async function offsetsAt(
  admin: Admin,
  refs: readonly { topic: string; partition: number }[],
  at: OffsetSpec,
): Promise<{ topic: string; partition: number; offset: number }[]> {
  const found = await admin.listOffsets(refs.map((one) => ({ ...one, at })))
  const missing = found.filter((one) => one.offset < 0)
  const ends = missing.length === 0 ? [] : await admin.listOffsets(missing.map(({ topic, partition }) => ({ topic, partition, at: 'latest' as const })))
  return found.map(({ topic, partition, offset }) => ({
    topic, partition,
    offset: offset >= 0 ? offset : (ends.find((one) => one.topic === topic && one.partition === partition)?.offset ?? 0),
  }))
}

export function deleteGroups(line: CommandLine, io: CommandIo): Promise<number> {
  return withAdmin(line, io, async (admin) => {
    await admin.deleteGroups(line.operands)
    show(line, io, { deleted: line.operands }, () => line.operands.map((groupId) => `Deleted ${groupId}.\n`).join(''))
    return 0
  })
}
