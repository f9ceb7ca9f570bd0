// Stories of the pure controller: what it writes and whom it tells. The files in testdata/ are the expectation; run
// with UPDATE_TRANSCRIPTS=1 to write what happens now, and read the difference.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AlterPartitionRequest } from '../controller-channel.ts'
import { ErrorCode } from '@odradek/protocol/internal'
import { beginControlledShutdown, decideOffline, decideStarted } from './brokers.ts'
import type { ControlRequest } from './control-batch.ts'
import { ControllerImage } from './controller-image.ts'
import type { PartitionRef } from './controller-image.ts'
import type { Decision } from './decision.ts'
import { decideDeletionRequests, decideReplicasDeleted, startDeletions } from './deletion.ts'
import { decideElectLeaders } from './elect-leaders.ts'
import { decideAlterPartition } from './isr-changes.ts'
import { decideReassignments, decideStartReassignments, dueReassignments } from './reassignment.ts'
import { decideOnline } from './topics.ts'
import type { WriteOutcome, ZnodeWrite } from './writes.ts'

const folder = join(import.meta.dirname, 'testdata')
const ids = (text: string | undefined): number[] => (text ?? '').split(',').filter(Boolean).map(Number)

/** One controller over a store that takes everything, unless told to refuse. */
class Story {
  private readonly image = new ControllerImage(1, 1)
  private readonly unclean = new Set<string>()
  private refuseNext = 0
  private epochs = 0
  private lines: string[] = []

  run(command: string): string[] {
    this.lines = []
    const [verb, ...words] = command.split(/\s+/)
    const act = this.commands[verb ?? '']
    assert.ok(act !== undefined, `no command ${verb}`)
    act(words)
    return this.lines
  }

  private readonly commands: Record<string, (words: string[]) => void> = {
    'up': (words) => {
      for (const id of ids(words[0])) {
        this.image.brokers.set(id, {
          id,
          epoch: ++this.epochs,
          endpoints: [{ listenerName: 'P', securityProtocol: 'PLAINTEXT', host: `h${id}`, port: 1 }],
          rack: null,
        })
      }
      this.perform(decideStarted(this.image, ids(words[0])))
      this.perform(decideOnline(this.image, this.image.allPartitions(), this.allows))
      this.show(startDeletions(this.image))
    },
    'down': (words) => {
      const affected: PartitionRef[] = []
      for (const id of ids(words[0])) {
        this.image.brokers.delete(id)
        this.image.shuttingDown.delete(id)
        for (const { topic, index } of this.image.partitionsOf(id)) affected.push({ topic, index })
      }
      this.perform(decideOffline(this.image, affected, this.allows))
    },
    'disk-fails': ([broker, partition]) => {
      const ref = refOf(partition)
      this.image.setFailed(Number(broker), ref.topic, ref.index)
      this.perform(decideOffline(this.image, [ref], this.allows))
    },
    'disk-returns': ([broker, partition]) => {
      const ref = refOf(partition)
      this.image.setFailed(Number(broker), ref.topic, ref.index)
      this.perform(decideOffline(this.image, [ref], this.allows, { renew: true }))
      this.image.failedReplicas.delete(Number(broker))
      this.perform(decideOnline(this.image, [ref], this.allows))
    },
    'topic': ([name, ...partitions]) => {
      const rows = partitions
        .map((text) => text.split('='))
        .map(([index, replicas]) => [Number(index), { replicas: ids(replicas), adding: [], removing: [] }] as const)
      const added = this.image.putTopic(name ?? '', { id: `id-of-${name}`, partitions: new Map(rows) }, 0)
      this.perform(
        decideOnline(
          this.image,
          added.map((index) => ({ topic: name ?? '', index })),
          this.allows,
        ),
      )
    },
    'unclean': ([name]) => {
      this.unclean.add(name ?? '')
      this.perform(decideOnline(this.image, this.image.allPartitions(), this.allows))
    },
    'refuse': ([count]) => {
      this.refuseNext = Number(count)
    },
    'isr': ([broker, partition, isr, leaderEpoch, partitionEpoch]) => {
      const { topic, index } = refOf(partition)
      const request: AlterPartitionRequest = {
        brokerId: Number(broker),
        brokerEpoch: this.image.brokers.get(Number(broker))?.epoch ?? -1,
        topics: [
          {
            topicName: topic,
            topicId: '',
            partitions: [
              {
                partitionIndex: index,
                leaderEpoch: Number(leaderEpoch),
                newIsr: ids(isr),
                newIsrWithEpochs: [],
                leaderRecoveryState: 0,
                partitionEpoch: Number(partitionEpoch),
              },
            ],
          },
        ],
      }
      const reply = this.perform(decideAlterPartition(this.image, request))
      const row = reply.topics[0]?.partitions[0]
      this.lines.push(`answer ${errorName(row?.errorCode ?? reply.errorCode)}`)
      this.completeMoves()
    },
    'elect': ([kind, partition]) => {
      const asked = partition === undefined ? null : [refOf(partition)]
      const reply = this.perform(decideElectLeaders(this.image, kind === 'unclean' ? 'unclean' : 'preferred', asked))
      for (const { topic, index, error } of reply) this.lines.push(`answer ${topic}-${index} ${errorName(error)}`)
    },
    'move': ([partition, replicas]) => {
      const reply = this.perform(
        decideStartReassignments(this.image, [
          { ...refOf(partition), replicas: replicas === 'cancel' ? null : ids(replicas) },
        ]),
      )
      for (const { topic, index, error } of reply) this.lines.push(`answer ${topic}-${index} ${errorName(error)}`)
      this.completeMoves()
    },
    'shut-down': ([broker, epoch]) => {
      const brokerEpoch = Number(epoch ?? this.image.brokers.get(Number(broker))?.epoch ?? -1)
      const reply = this.perform(beginControlledShutdown(this.image, { brokerId: Number(broker), brokerEpoch }))
      const left = reply.remainingPartitions.map((one) => `${one.topicName}-${one.partitionIndex}`).join(' ')
      this.lines.push(`answer ${errorName(reply.errorCode)}, still led: ${left || 'nothing'}`)
    },
    'delete': (names) => void this.perform(decideDeletionRequests(this.image, names)),
    'deleted': ([broker, ...partitions]) => {
      const done = this.perform(
        decideReplicasDeleted(
          this.image,
          Number(broker),
          partitions.map((text) => refOf(text)),
        ),
      )
      for (const name of done) this.lines.push(`gone ${name}`)
    },
  }

  private readonly allows = (topic: string): boolean => this.unclean.has(topic)

  private completeMoves(): void {
    for (let due = dueReassignments(this.image); due.length > 0; due = dueReassignments(this.image)) {
      if (this.perform(decideReassignments(this.image, due)) === 'stuck') return
    }
  }

  private perform<Reply>(decision: Decision<Reply>): Reply {
    const outcomes = decision.writes.map((write): WriteOutcome => {
      const refused = this.refuseNext > 0
      if (refused) this.refuseNext--
      this.lines.push(`${refused ? 'refused' : 'write'} ${writeText(write)}`)
      if (refused) return { taken: false }
      const version = 'expectedVersion' in write ? write.expectedVersion + 1 : 0
      this.image.replayWrite(write, version)
      return { taken: true, version }
    })
    const { requests, reply } = decision.finish(outcomes)
    this.show(requests)
    return reply
  }

  /** Requests with the same content to several brokers are one line. */
  private show(requests: readonly ControlRequest[]): void {
    const recipients = new Map<string, number[]>()
    for (const request of requests) {
      const text = requestText(request)
      recipients.set(text, [...(recipients.get(text) ?? []), request.to])
    }
    for (const [text, to] of recipients) this.lines.push(`to ${to.join(',')}: ${text}`)
  }
}

function errorName(code: number): string {
  return Object.entries(ErrorCode).find(([, value]) => value === code)?.[0] ?? String(code)
}

function refOf(text: string | undefined): PartitionRef {
  const dash = (text ?? '').lastIndexOf('-')
  return { topic: (text ?? '').slice(0, dash), index: Number((text ?? '').slice(dash + 1)) }
}

function stateText(state: {
  leader: number
  leaderEpoch: number
  isr: readonly number[]
  recovering: boolean
}): string {
  return `leader ${state.leader} epoch ${state.leaderEpoch} isr ${state.isr.join(',')}${state.recovering ? ' recovering' : ''}`
}

function writeText(write: ZnodeWrite): string {
  switch (write.kind) {
    case 'partitionState':
      return `${write.topic}-${write.index} v${write.expectedVersion}: ${stateText(write.state)}`
    case 'topic': {
      const rows = [...write.znode.partitions].map(
        ([index, { replicas, adding, removing }]) =>
          `${index}=${replicas.join(',')}${adding.length > 0 ? ` +${adding.join(',')}` : ''}${removing.length > 0 ? ` -${removing.join(',')}` : ''}`,
      )
      const states = (write.states ?? []).map(
        ({ index, state, expectedVersion }) => `; ${index} v${expectedVersion}: ${stateText(state)}`,
      )
      return `topic ${write.topic} v${write.expectedVersion}: ${rows.join(' ')}${states.join('')}`
    }
    case 'deleteTopic':
      return `delete topic ${write.topic}`
    default:
      return `remove ${write.path}`
  }
}

function requestText({ type, request }: ControlRequest): string {
  if (type === 'leaderAndIsr') {
    const rows = request.topicStates.flatMap(({ topicName, partitionStates }) =>
      partitionStates.map(
        (state) =>
          `${topicName}-${state.partitionIndex} leader ${state.leader}@${state.leaderEpoch} isr ${state.isr.join(',')} v${state.partitionEpoch}${state.isNew ? ' new' : ''}`,
      ),
    )
    return `LeaderAndIsr ${rows.join('; ')}`
  }
  if (type === 'stopReplica') {
    const rows = request.topicStates.flatMap(({ topicName, partitionStates }) =>
      partitionStates.map(
        (state) => `${topicName}-${state.partitionIndex}@${state.leaderEpoch}${state.deletePartition ? ' delete' : ''}`,
      ),
    )
    return `StopReplica ${rows.join('; ')}`
  }
  const rows = request.topicStates.flatMap(({ topicName, partitionStates }) =>
    partitionStates.map(
      (state) =>
        `${topicName}-${state.partitionIndex} leader ${state.leader}@${state.leaderEpoch}${state.offlineReplicas.length > 0 ? ` offline ${state.offlineReplicas.join(',')}` : ''}`,
    ),
  )
  return `UpdateMetadata brokers ${request.liveBrokers.map(({ id }) => id).join(',')}${rows.length > 0 ? `; ${rows.join('; ')}` : ''}`
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
  test(`controller transcript ${file}`, () => {
    const text = readFileSync(join(folder, file), 'utf8')
    const story = new Story()
    const out = text
      .split('\n')
      .filter((line) => !line.startsWith('  '))
      .flatMap((line) =>
        line.startsWith('> ') ? [line, ...story.run(line.slice(2)).map((result) => `  ${result}`)] : [line],
      )
    const now = out.join('\n')
    if (process.env['UPDATE_TRANSCRIPTS'] === undefined) assert.equal(now, text)
    else writeFileSync(join(folder, file), now)
  })
}
