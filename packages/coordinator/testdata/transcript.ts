/**
 * Plays transcripts: text files of commands, each followed by `----` and what happened because of it. They read as
 * stories; what a command may say is listed in testdata/README.md. Members are known by the name of their client.
 */
import {
  errorByCode, type ErrorName, type JoinGroupResponseInput, type OffsetCommitRequestInput,
} from '@odradek/protocol/internal'
import { decodeRecord, type EncodedRecord } from '../src/internal.ts'
import { asked, commitRequest, Harness, subscription, TestMember, type Asked } from './harness.ts'

const GROUP = 'g'

export interface Step {
  readonly command: string
  readonly expected: string
}

/** Cuts a transcript into steps; comments and blank lines stay with the step that follows, to be kept on rewriting. */
export function parseTranscript(text: string): { before: string, command: string, expected: string }[] {
  return text.split(/\n(?=\n)/).flatMap((block) => {
    const [head, expected = ''] = block.split(/^----\n?/m)
    const lines = head!.split('\n')
    const commandAt = lines.findLastIndex((line) => line.trim() !== '' && !line.startsWith('#'))
    if (commandAt < 0) return [{ before: block, command: '', expected: '' }]
    return [{ before: lines.slice(0, commandAt).join('\n'), command: lines[commandAt]!, expected: expected.trimEnd() }]
  })
}

/** A transcript with the outcomes that it has now. */
export async function play(text: string): Promise<string> {
  const stage = new Stage()
  const blocks: string[] = []
  for (const { before, command } of parseTranscript(text)) {
    const lead = before === '' ? '' : `${before.replace(/\n*$/, '')}\n`
    if (command === '') {
      blocks.push(before.trimEnd())
      continue
    }
    const outcome = await stage.run(command)
    blocks.push(`${lead}${command}\n----${outcome.map((line) => `\n${line}`).join('')}`)
  }
  return `${blocks.map((block) => block.replace(/^\n*/, '')).join('\n\n')}\n`
}

type CommittedTopic = OffsetCommitRequestInput['topics'][number]

interface CommitWords {
  generation: number
  memberId: string
  version: number
  retention?: number
  metadata: string
}

class Stage {
  readonly #harness: Harness
  readonly #members: Map<string, TestMember> = new Map()
  #lines: string[] = []
  #started: Promise<void> | undefined

  constructor() {
    this.#harness = new Harness()
    this.#harness.onAppend = (records, failure) => {
      const outcome = failure === undefined ? '' : ` fails: ${failure}`
      for (const record of records) this.#lines.push(`log: ${describeRecord(record)}${outcome}`)
    }
    this.#harness.onTimer = (ms) => { if (ms < 600_000) this.#lines.push(`timer: in ${duration(ms)}`) }
    this.#harness.onWarning = (message) => this.#lines.push(`warning: ${message}`)
  }

  /** Runs one command and answers what happened. */
  async run(command: string): Promise<string[]> {
    this.#lines = []
    if (!command.startsWith('config ')) await (this.#started ??= this.#harness.load())
    const [verb = '', ...words] = command.trim().split(/\s+/)
    const action = this.#actions[verb]
    if (action === undefined) throw new Error(`no such command: ${command}`)
    await action(words)
    await this.#harness.settle()
    if (this.#harness.errors.length > 0) throw new Error(`${command}: ${this.#harness.errors.join('; ')}`)
    return this.#lines
  }

  readonly #actions: Record<string, (words: string[]) => void | Promise<void>> = {
    config: (words) => {
      for (const [key, value] of pairs(words)) {
        Object.assign(this.#harness.config, { [key]: /\D$/.test(value) ? ms(value) : Number(value) })
      }
    },
    join: ([name, ...words]) => this.#join(name!, words),
    sync: ([name, ...words]) => this.#sync(name!, words),
    heartbeat: async ([name, ...words]) => {
      const request = this.#member(name!).heartbeatRequest()
      for (const [key, value] of pairs(words)) {
        Object.assign(request, key === 'generation' ? { generationId: Number(value) } : { memberId: value })
      }
      const { errorCode } = await this.#harness.coordinator.heartbeat(this.#member(name!).context(4), request)
      this.#lines.push(`${name} <- ${error(errorCode)}`)
    },
    leave: (names) => this.#leave(names),
    commit: ([name, ...words]) => this.#commit(name!, words),
    fetch: (words) => this.#fetch(words),
    describe: () => this.#describe(),
    'delete-group': () => {
      this.#watch('admin', asked(this.#harness.coordinator.deleteGroups(this.#admin(2), { groupsNames: [GROUP] })), ({ results }) => {
        return results[0]!.errorCode === 0 ? 'DELETED' : error(results[0]!.errorCode)
      })
    },
    'delete-offsets': async (words) => {
      const topics = words.map(partitionOf).map(([name, partitionIndex]) => ({ name, partitions: [{ partitionIndex }] }))
      const response = await this.#harness.coordinator.offsetDelete(this.#admin(0), { groupId: GROUP, topics })
      const parts = response.topics.flatMap(({ name, partitions }) => {
        return partitions.map((p) => `${name}-${p.partitionIndex}:${error(p.errorCode)}`)
      })
      this.#lines.push(`admin <- ${error(response.errorCode)} ${parts.join(' ')}`.trimEnd())
    },
    'delete-topic': ([name]) => this.#harness.coordinator.topicsDeleted([name!]),
    advance: ([time]) => this.#harness.advance(ms(time!)),
    stall: async ([time]) => {
      this.#harness.stall(ms(time!))
      await this.#harness.fireDue()
    },
    paused: ([time]) => this.#harness.coordinator.paused(ms(time!)),
    hold: () => { this.#harness.hold = true },
    release: async ([outcome = 'NONE']) => {
      this.#harness.hold = false
      await this.#harness.release(outcome as ErrorName)
    },
    fail: ([outcome]) => { this.#harness.failures.push(outcome as ErrorName) },
    restart: () => this.#harness.restart(),
    unload: () => this.#harness.coordinator.unload(0),
    load: ([epoch = '2']) => this.#harness.load(Number(epoch)),
  }

  #member(name: string): TestMember {
    let member = this.#members.get(name)
    if (member === undefined) this.#members.set(name, (member = new TestMember(this.#harness, GROUP, name)))
    return member
  }

  #join(name: string, words: string[]): void {
    let member = this.#member(name)
    for (const word of words) {
      const [key, value = ''] = word.split('=')
      if (key === 'fresh') {
        member = new TestMember(this.#harness, GROUP, name, member.instanceId)
        this.#members.set(name, member)
      } else if (key === 'instance') Object.assign(member, { instanceId: value })
      else if (key === 'id') member.memberId = value
      else if (key === 'version') member.joinVersion = Number(value)
      else if (key === 'session') member.sessionTimeoutMs = ms(value)
      else if (key === 'rebalance') member.rebalanceTimeoutMs = ms(value)
      else if (key === 'type') member.protocolType = value
      else if (key === 'protocols') member.protocols = value.split(',').map((protocol) => [protocol, member.protocols[0]![1]])
      else if (key === 'topics') member.protocols = member.protocols.map(([protocol]) => [protocol, subscription(...value.split(','))])
      else throw new Error(`join knows no ${word}`)
    }
    this.#watch(name, member.join(), describeJoin)
  }

  #sync(name: string, words: string[]): void {
    const member = this.#member(name)
    const assignments: Record<string, string> = {}
    for (const [key, value] of pairs(words)) {
      if (key === 'generation') member.generation = Number(value)
      else if (key === 'protocol') member.protocol = value
      else assignments[this.#members.get(key)?.memberId ?? key] = value
    }
    this.#watch(name, member.sync(assignments), (response) => {
      const assignment = Buffer.from(response.assignment).toString()
      return response.errorCode === 0 ? `SYNCED assignment=${assignment || 'nothing'}` : error(response.errorCode)
    })
  }

  async #leave(names: string[]): Promise<void> {
    const members = names.map((name) => {
      // "instance:x" is an administrator's removal of a static member.
      const instance = /^instance:(.*)$/.exec(name)?.[1]
      if (instance !== undefined) return { memberId: '', groupInstanceId: instance, reason: null }
      const { memberId, instanceId } = this.#member(name)
      return { memberId, groupInstanceId: instanceId, reason: null }
    })
    const response = await this.#harness.coordinator.leaveGroup(this.#admin(5), { groupId: GROUP, memberId: '', members })
    if (response.errorCode !== 0) this.#lines.push(`${names.join(', ')} <- ${error(response.errorCode)}`)
    else response.members?.forEach(({ errorCode }, at) => {
      this.#lines.push(`${names[at]} <- ${errorCode === 0 ? 'LEFT' : error(errorCode)}`)
    })
  }

  #commit(name: string, words: string[]): void {
    const member = this.#members.get(name)
    const offsets: CommittedTopic[] = []
    const request: CommitWords = { generation: member?.generation ?? -1, memberId: member?.memberId ?? '', version: 9, metadata: '' }
    for (const [key, value] of pairs(words)) {
      if (key === 'generation' || key === 'version') request[key] = Number(value)
      else if (key === 'id') request.memberId = value === 'none' ? '' : value
      else if (key === 'metadata') request.metadata = 'x'.repeat(Number(value))
      else if (key === 'retention') request.retention = ms(value)
      else {
        const [topic, partitionIndex] = partitionOf(key)
        const partition = { partitionIndex, committedOffset: Number(value), committedMetadata: request.metadata }
        offsets.push({ name: topic, partitions: [partition] })
      }
    }
    const answer = this.#harness.coordinator.offsetCommit(this.#admin(request.version), commitRequest({
      groupId: GROUP, generationIdOrMemberEpoch: request.generation, memberId: request.memberId, topics: offsets,
      ...(request.retention === undefined ? { groupInstanceId: member?.instanceId ?? null } : { retentionTimeMs: request.retention }),
    }))
    void answer.then((response) => {
      const errors = new Set(response.topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode)))
      const only = errors.size === 1 ? [...errors][0]! : undefined
      if (only === 0) this.#lines.push(`${name} <- COMMITTED`)
      else if (only !== undefined) this.#lines.push(`${name} <- ${error(only)}`)
      else this.#lines.push(`${name} <- ${response.topics.map((t) => `${t.name}:${error(t.partitions[0]!.errorCode)}`).join(' ')}`)
    })
  }

  async #fetch(words: string[]): Promise<void> {
    const requireStable = words.includes('stable')
    const wanted = words.filter((word) => word !== 'stable').map(partitionOf)
    const topics = wanted.length === 0 ? null : wanted.map(([name, index]) => ({ name, topicId: '', partitionIndexes: [index] }))
    const response = await this.#harness.coordinator.offsetFetch(this.#admin(9), {
      groupId: '', topics: null, requireStable, groups: [{ groupId: GROUP, memberId: null, memberEpoch: -1, topics }],
    })
    const group = response.groups![0]!
    const offsets = group.topics.flatMap(({ name, partitions }) => partitions.map((p) => {
      return `${name}-${p.partitionIndex}=${p.errorCode === 0 ? p.committedOffset : error(p.errorCode)}`
    }))
    this.#lines.push(group.errorCode === 0 ? `offsets: ${offsets.join(' ') || 'none'}` : `offsets: ${error(group.errorCode ?? 0)}`)
  }

  async #describe(): Promise<void> {
    const request = { groups: [GROUP], includeAuthorizedOperations: false }
    const { groups } = await this.#harness.coordinator.describeGroups(this.#admin(6), request)
    const group = groups[0]!
    if (group.errorCode !== 0) this.#lines.push(`group: ${error(group.errorCode)}`)
    else {
      const members = group.members.map((member) => `${member.memberId}(${Buffer.from(member.memberAssignment).toString()})`)
      const what = `type=${group.protocolType || 'none'} protocol=${group.protocolData || 'none'}`
      this.#lines.push(`group: ${group.groupState} ${what} members=${members.join(' ') || 'none'}`)
    }
  }

  #admin(apiVersion: number): { clientId: string, clientHost: string, apiVersion: number } {
    return { clientId: 'admin', clientHost: '/127.0.0.1', apiVersion }
  }

  #watch<Response>(name: string, request: Asked<Response>, describe: (response: Response) => string): void {
    void request.promise.then((response) => this.#lines.push(`${name} <- ${describe(response)}`))
  }
}

function describeJoin(response: JoinGroupResponseInput): string {
  if (response.errorCode !== 0) return `${error(response.errorCode)}${response.memberId === '' ? '' : ` member=${response.memberId}`}`
  const members = response.members.map((member) => member.memberId)
  const { generationId, memberId, leader, protocolName } = response
  return [
    `JOINED generation=${generationId} member=${memberId} leader=${leader} protocol=${protocolName}`,
    members.length > 0 ? `members=${members.join(',')}` : '',
    response.skipAssignment ? 'skip-assignment' : '',
  ].filter((part) => part !== '').join(' ')
}

function describeRecord(encoded: EncodedRecord): string {
  const record = decodeRecord(encoded.key as Buffer, encoded.value as Buffer | null)!
  if (record.kind === 'offset') {
    const at = `${record.group}/${record.topic}-${record.partition}`
    if (record.value === null) return `offset ${at} deleted`
    return `offset ${at} = ${record.value.offset}${record.value.expireTimestampMs === -1 ? '' : ' with expiry'}`
  }
  if (record.value === null) return `group ${record.group} deleted`
  const { generation, protocol, leader, members } = record.value
  const list = members.map(({ memberId, assignment }) => `${memberId}(${Buffer.from(assignment).toString()})`)
  return `group ${record.group} generation=${generation} protocol=${protocol} leader=${leader} members=${list.join(' ') || 'none'}`
}

function pairs(words: string[]): [string, string][] {
  return words.map((word) => {
    const [key, ...value] = word.split('=')
    return [key!, value.join('=')]
  })
}

function partitionOf(word: string): [topic: string, partition: number] {
  const at = word.lastIndexOf('-')
  return [word.slice(0, at), Number(word.slice(at + 1))]
}

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function ms(text: string): number {
  const [, count, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? []
  if (count === undefined) throw new Error(`not a duration: ${text}`)
  return Number(count) * units[unit!]!
}

function duration(value: number): string {
  return value % 1000 === 0 ? `${value / 1000}s` : `${value}ms`
}

function error(code: number): string {
  return errorByCode(code).name
}
