/**
 * Moving partitions to other replicas (KIP-455; KafkaController.onPartitionReassignment). Pure.
 *
 * A reassignment is the difference between what the topic's znode lists as replicas, adding and removing. It begins by
 * writing the union of old and new replicas; the new ones fetch; when all of the target is in sync, the others leave.
 * Each of these steps changes assignment and partition state in one multi, so a controller that dies in between leaves
 * either the one or the other, and its successor goes on from there.
 */
import type { BrokerId } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { PartitionAssignment, PartitionStateZnode } from '../znodes.ts'
import { NO_LEADER } from '../znodes.ts'
import { ControlBatch } from './control-batch.ts'
import type { ControllerImage, PartitionRecord, PartitionRef, TopicRecord } from './controller-image.ts'
import { isReassigning, originReplicas, targetReplicas } from './controller-image.ts'
import type { Decision } from './decision.ts'
import { electReassigned, nextEpoch } from './election.ts'
import type { StateChange, ZnodeWrite } from './writes.ts'

export interface ReassignmentRequest extends PartitionRef {
  /** Null cancels. */
  readonly replicas: readonly BrokerId[] | null
}

export interface ReassignmentResult extends PartitionRef {
  readonly error: ErrorCode
  readonly message: string | null
}

interface Step extends PartitionRef {
  readonly assignment: PartitionAssignment
  readonly state: PartitionStateZnode
  /** Replicas that are replicas no more. */
  readonly leaving: readonly BrokerId[]
}

type Judged = { readonly step: Step } | { readonly error: ErrorCode; readonly message: string }

/** Of a partition that is named twice the last replicas count; it is answered as often as it is named. */
export function decideStartReassignments(
  image: ControllerImage,
  requests: readonly ReassignmentRequest[],
): Decision<ReassignmentResult[]> {
  const judged = requests.map((request) => ({ request, verdict: judge(image, request) }))
  const keyOf = ({ topic, index }: PartitionRef): string => `${topic}/${index}`
  const steps = new Map<string, Step>()
  for (const { verdict } of judged) if ('step' in verdict) steps.set(keyOf(verdict.step), verdict.step)
  const { writes, finishSteps } = stepsDecision(image, [...steps.values()])
  return {
    writes,
    finish: (outcomes) => {
      const { requests: messages, taken } = finishSteps(outcomes.map((outcome) => outcome.taken))
      const reply = judged.map(({ request: { topic, index }, verdict }): ReassignmentResult => {
        if (!('step' in verdict)) return { topic, index, ...verdict }
        return taken.has(steps.get(keyOf(verdict.step)) as Step)
          ? { topic, index, error: ErrorCode.NONE, message: null }
          : {
              topic,
              index,
              error: ErrorCode.REASSIGNMENT_IN_PROGRESS,
              message: 'The partition has just changed; try again.',
            }
      })
      return { requests: messages, reply }
    },
  }
}

function judge(image: ControllerImage, request: ReassignmentRequest): Judged {
  const { topic, index, replicas: wanted } = request
  const partition = image.partition(topic, index)
  if (partition === undefined || image.deletions.has(topic)) {
    return { error: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message: 'The partition does not exist.' }
  }
  const { assignment } = partition
  if (wanted === null && !isReassigning(assignment)) {
    return { error: ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, message: 'The partition is not being reassigned.' }
  }
  const invalid = wanted === null ? undefined : invalidReplicas(image, wanted)
  if (invalid !== undefined) return { error: ErrorCode.INVALID_REPLICA_ASSIGNMENT, message: invalid }
  const origin = originReplicas(assignment)
  const target = wanted ?? origin
  const full = [...new Set([...target, ...origin])]
  const next: PartitionAssignment = {
    replicas: full,
    adding: full.filter((id) => !origin.includes(id)),
    removing: full.filter((id) => !target.includes(id)),
  }
  if (next.adding.length === 0 && next.removing.length === 0) Object.assign(next, { replicas: target })
  const leaving = assignment.replicas.filter((id) => !full.includes(id))
  const state = stateWithout(image, request, partition, leaving, next.replicas)
  return state === undefined
    ? { error: ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE, message: 'None of the replicas that would be left can lead.' }
    : { step: { topic, index, assignment: next, state, leaving } }
}

function invalidReplicas(image: ControllerImage, replicas: readonly BrokerId[]): string | undefined {
  if (replicas.length === 0) return 'Empty replica list specified in partition reassignment.'
  if (new Set(replicas).size !== replicas.length)
    return `Duplicate replica ids in partition reassignment replica list: [${replicas.join(', ')}]`
  if (replicas.some((id) => id < 0)) return `Invalid broker id in replica list: [${replicas.join(', ')}]`
  const dead = replicas.filter((id) => !image.brokers.has(id))
  return dead.length > 0
    ? `Replica assignment has brokers that are not alive. Replica list: [${replicas.join(', ')}]`
    : undefined
}

/** The next epoch without the replicas that leave; undefined when nobody is left who could lead. */
function stateWithout(
  image: ControllerImage,
  { topic, index }: PartitionRef,
  partition: PartitionRecord,
  leaving: readonly BrokerId[],
  candidates: readonly BrokerId[],
): PartitionStateZnode | undefined {
  const { state } = partition
  if (state === undefined) return undefined
  const isr = state.isr.filter((id) => !leaving.includes(id))
  if (leaving.includes(state.leader) || (state.leader === NO_LEADER && leaving.length > 0)) {
    const leader = electReassigned(candidates, isr, (id) => image.isOnline(id, topic, index))
    return leader === undefined ? undefined : { ...nextEpoch(state, image.controllerEpoch), leader, isr }
  }
  return isr.length === 0 ? undefined : { ...nextEpoch(state, image.controllerEpoch), isr }
}

/** Reassignments whose target is in sync. */
export function dueReassignments(image: ControllerImage): PartitionRef[] {
  const due: PartitionRef[] = []
  for (const { topic, index } of image.reassigning.values()) {
    const partition = image.partition(topic, index)
    if (partition?.state === undefined || !isReassigning(partition.assignment) || image.deletions.has(topic)) continue
    const { isr } = partition.state
    if (targetReplicas(partition.assignment).every((id) => isr.includes(id))) due.push({ topic, index })
  }
  return due
}

/** The last step: the target alone. 'stuck' when none could be taken now. */
export function decideReassignments(image: ControllerImage, due: readonly PartitionRef[]): Decision<'done' | 'stuck'> {
  const steps = due.flatMap((ref): Step[] => {
    const partition = image.partition(ref.topic, ref.index) as PartitionRecord
    const target = targetReplicas(partition.assignment)
    const leaving = partition.assignment.removing
    const state = stateWithout(image, ref, partition, leaving, target)
    if (state === undefined) return []
    return [{ ...ref, assignment: { replicas: target, adding: [], removing: [] }, state, leaving }]
  })
  const { writes, finishSteps } = stepsDecision(image, steps)
  return {
    writes,
    finish: (outcomes) => {
      const { requests, taken } = finishSteps(outcomes.map((outcome) => outcome.taken))
      return { requests, reply: taken.size === 0 ? 'stuck' : 'done' }
    },
  }
}

/** One write per topic; what follows when it has been taken. */
function stepsDecision(
  image: ControllerImage,
  steps: readonly Step[],
): {
  writes: ZnodeWrite[]
  finishSteps: (taken: readonly boolean[]) => { requests: ReturnType<ControlBatch['requests']>; taken: Set<Step> }
} {
  const byTopic = new Map<string, Step[]>()
  for (const step of steps) {
    const group = byTopic.get(step.topic)
    if (group === undefined) byTopic.set(step.topic, [step])
    else group.push(step)
  }
  const groups = [...byTopic.values()]
  const writes = groups.map((group) => assignmentWrite(image, group))
  const finishSteps = (
    outcomes: readonly boolean[],
  ): { requests: ReturnType<ControlBatch['requests']>; taken: Set<Step> } => {
    const taken = new Set(groups.flatMap((group, at) => (outcomes[at] ? group : [])))
    const batch = new ControlBatch(image)
    for (const { topic, index, leaving, state } of taken) {
      batch.partitionChanged(topic, index)
      for (const id of leaving)
        batch.stopReplica(id, { topic, index, leaderEpoch: state.leaderEpoch, deletePartition: true })
    }
    return { requests: batch.requests(), taken }
  }
  return { writes, finishSteps }
}

function assignmentWrite(image: ControllerImage, steps: readonly Step[]): ZnodeWrite {
  const [{ topic: name }] = steps as [Step]
  const topic = image.topics.get(name) as TopicRecord
  const partitions = new Map([...topic.partitions].map(([index, { assignment }]) => [index, assignment]))
  const states: StateChange[] = []
  for (const { index, assignment, state } of steps) {
    partitions.set(index, assignment)
    states.push({ index, state, expectedVersion: topic.partitions.get(index)?.version ?? -1 })
  }
  return { kind: 'topic', topic: name, znode: { id: topic.id, partitions }, expectedVersion: topic.version, states }
}

export interface OngoingReassignment extends PartitionRef {
  readonly assignment: PartitionAssignment
}

/** For ListPartitionReassignments. `partitions` null: all. */
export function ongoingReassignments(
  image: ControllerImage,
  partitions: readonly PartitionRef[] | null,
): OngoingReassignment[] {
  const asked = partitions ?? [...image.reassigning.values()]
  return asked.flatMap(({ topic, index }) => {
    const assignment = image.partition(topic, index)?.assignment
    return assignment !== undefined && isReassigning(assignment) ? [{ topic, index, assignment }] : []
  })
}
