/**
 * Sends changes of in-sync sets to the controller, one AlterPartition at a time per partition, and brings back the
 * answer. The same request is sent until there is one, or until nobody waits for it any more: the epochs and the
 * members in it are those of the moment at which it was decided. (Apache Kafka: AlterPartitionManager,
 * Partition.submitAlterPartition, handleAlterPartitionError.)
 */
import { ErrorCode, type BrokerId } from '@odradek/protocol/internal'
import type { Scheduler } from '@odradek/platform'
import type { AlterPartitionRequest, AlterPartitionResponse } from '../cluster/controller-channel.ts'
import type { IsrChange } from './isr.ts'
import type { Leadership } from './leadership.ts'

export interface ProposalChannel {
  readonly brokerId: BrokerId
  brokerEpoch(): number
  alterPartition(request: AlterPartitionRequest): Promise<AlterPartitionResponse>
}

type AskedTopic = AlterPartitionRequest['topics'][number]

const RETRY_MS = 50

/**
 * These alone say that the change was not made, and that nobody can make it any more: it was refused at the right
 * epoch.
 */
const notAttempted: ReadonlySet<number> = new Set([ErrorCode.INELIGIBLE_REPLICA, ErrorCode.OPERATION_NOT_ATTEMPTED])

/**
 * Asking again would get the same answer, and nothing is said about what became of the change: an earlier request may
 * have made it, its answer lost. It goes on counting until the next LeaderAndIsr.
 */
const waitForController: ReadonlySet<number> = new Set([
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.UNKNOWN_TOPIC_ID,
  ErrorCode.FENCED_LEADER_EPOCH,
  ErrorCode.INVALID_UPDATE_VERSION,
  ErrorCode.INVALID_REQUEST,
  ErrorCode.NEW_LEADER_ELECTED,
])

export class IsrProposals {
  private readonly channel: ProposalChannel
  private readonly scheduler: Scheduler

  constructor(channel: ProposalChannel, scheduler: Scheduler) {
    this.channel = channel
    this.scheduler = scheduler
  }

  propose(leadership: Leadership, change: IsrChange): void {
    this.send(leadership, change, this.asked(leadership, change))
  }

  private send(leadership: Leadership, change: IsrChange, topic: AskedTopic): void {
    const again = (): void => {
      const retry = (): void => {
        if (leadership.awaits(change)) this.send(leadership, change, topic)
      }
      this.scheduler.after(RETRY_MS, retry, { background: true })
    }
    const { channel } = this
    const request = { brokerId: channel.brokerId, brokerEpoch: channel.brokerEpoch(), topics: [topic] }
    channel.alterPartition(request).then((response) => {
      const answer = response.topics[0]?.partitions[0]
      if (response.errorCode !== 0 || answer === undefined) return again()
      if (answer.errorCode === 0) leadership.isrCommitted(change, answer)
      else if (notAttempted.has(answer.errorCode)) leadership.isrNotAttempted(change)
      else if (!waitForController.has(answer.errorCode)) again()
    }, again)
  }

  private asked(leadership: Leadership, { isr }: IsrChange): AskedTopic {
    const { brokerId: localId } = this.channel
    const epochOf = (brokerId: BrokerId): number =>
      brokerId === localId ? this.channel.brokerEpoch() : (leadership.inSync.followers.get(brokerId)?.brokerEpoch ?? -1)
    const change = {
      partitionIndex: leadership.of.index,
      leaderEpoch: leadership.epoch,
      newIsr: [...isr],
      newIsrWithEpochs: isr.map((brokerId) => ({ brokerId, brokerEpoch: epochOf(brokerId) })),
      leaderRecoveryState: 0,
      partitionEpoch: leadership.partitionEpoch,
    }
    return { topicName: leadership.of.topic, topicId: leadership.of.topicId, partitions: [change] }
  }
}
