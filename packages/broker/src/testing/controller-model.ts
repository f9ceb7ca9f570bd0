/**
 * For tests: a controller of one partition, with its znode. The decisions are the real ones; store, watches and queue
 * are played: each call is one event, and whatever is written is written at the version that it was decided at.
 */
import type { BrokerId } from '@odradek/protocol'
import type {
  AlterPartitionRequest, AlterPartitionResponse, LeaderAndIsrRequest, LeaderAndIsrResponse,
} from '../cluster/controller-channel.ts'
import { decideOffline, decideStarted } from '../cluster/controller/brokers.ts'
import { ControllerImage } from '../cluster/controller/controller-image.ts'
import type { Decision } from '../cluster/controller/decision.ts'
import { decideElectLeaders } from '../cluster/controller/elect-leaders.ts'
import { decideAlterPartition } from '../cluster/controller/isr-changes.ts'
import { decideOnline } from '../cluster/controller/topics.ts'
import type { WriteOutcome } from '../cluster/controller/writes.ts'
import type { PartitionStateZnode } from '../cluster/znodes.ts'

export const TOPIC = 't'
export const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ'
const PARTITION = { topic: TOPIC, index: 0 }

export class ControllerModel {
  /** The truth. Undefined until the first broker is there. */
  state: PartitionStateZnode | undefined
  version = -1
  epoch = 0
  /** Registered brokers and their epochs, as the store has them. */
  readonly registered: Map<BrokerId, number> = new Map()
  private readonly replicas: readonly BrokerId[]
  private readonly order: (to: BrokerId, request: LeaderAndIsrRequest) => void
  private image!: ControllerImage
  private zxid = 0

  constructor(replicas: readonly BrokerId[], order: (to: BrokerId, request: LeaderAndIsrRequest) => void) {
    this.replicas = replicas
    this.order = order
    this.elected()
  }

  /** Another controller takes over, and tells everybody how things are. */
  elected(): void {
    this.epoch++
    const image = new ControllerImage(0, this.epoch)
    this.image = image
    const assignment = { replicas: this.replicas, adding: [], removing: [] }
    image.putTopic(TOPIC, { id: TOPIC_ID, partitions: new Map([[0, assignment]]) }, 0)
    if (this.state !== undefined) image.putState(TOPIC, 0, this.state, this.version)
    for (const [id, epoch] of this.registered) image.brokers.set(id, recordOf(id, epoch))
    this.perform(decideStarted(image, [...image.brokers.keys()]))
    this.perform(decideOffline(image, [PARTITION], () => false))
    this.perform(decideOnline(image, [PARTITION], () => false))
  }

  /** A broker registers, under a new epoch; the controller sees an earlier incarnation go first. Returns the epoch. */
  register(id: BrokerId): number {
    if (this.registered.has(id)) this.expire(id)
    const epoch = ++this.zxid
    this.registered.set(id, epoch)
    this.image.brokers.set(id, recordOf(id, epoch))
    this.perform(decideStarted(this.image, [id]))
    this.perform(decideOnline(this.image, [PARTITION], () => false))
    return epoch
  }

  /** The session of a broker has ended. */
  expire(id: BrokerId): void {
    if (!this.registered.delete(id)) return
    this.image.brokers.delete(id)
    this.image.failedReplicas.delete(id)
    this.perform(decideOffline(this.image, [PARTITION], () => false))
  }

  electPreferred(): void {
    this.perform(decideElectLeaders(this.image, 'preferred', null))
  }

  alterPartition(request: AlterPartitionRequest): AlterPartitionResponse {
    return this.perform(decideAlterPartition(this.image, request))
  }

  /** Controller.disksRecovered. */
  diskRecovered(id: BrokerId): number {
    if (!this.image.brokers.has(id)) return -1
    this.image.setFailed(id, TOPIC, 0)
    this.perform(decideOffline(this.image, [PARTITION], () => false, { renew: true }))
    const epoch = this.state === undefined || this.state.leader === id ? -1 : this.state.leaderEpoch
    this.image.failedReplicas.delete(id)
    this.perform(decideStarted(this.image, [id]))
    this.perform(decideOnline(this.image, [PARTITION], () => false))
    return epoch
  }

  answered(id: BrokerId, answer: LeaderAndIsrResponse, storageError: number): void {
    if (!this.image.brokers.has(id) || answer.topics[0]?.partitionErrors[0]?.errorCode !== storageError) return
    this.image.setFailed(id, TOPIC, 0)
    this.perform(decideOffline(this.image, [PARTITION], () => false))
  }

  private perform<Reply>(decision: Decision<Reply>): Reply {
    const outcomes = decision.writes.map((write): WriteOutcome => {
      if (write.kind !== 'partitionState' || write.expectedVersion !== this.version) return { taken: false }
      this.state = write.state
      this.image.replayWrite(write, ++this.version)
      return { taken: true, version: this.version }
    })
    const { requests, reply } = decision.finish(outcomes)
    for (const request of requests) if (request.type === 'leaderAndIsr') this.order(request.to, request.request)
    return reply
  }
}

function recordOf(id: BrokerId, epoch: number): Parameters<ControllerImage['brokers']['set']>[1] {
  return { id, epoch, endpoints: [], rack: null }
}
