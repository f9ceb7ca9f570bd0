/**
 * Sends changes of in-sync sets to the controller, one AlterPartition at a time per partition, and brings back the
 * answer. What the controller does not answer is asked again; what it refuses is withdrawn, because its next
 * LeaderAndIsr will say how things stand. (Apache Kafka: AlterPartitionManager, Partition.submitAlterPartition.)
 */
import { ErrorCode, type BrokerId } from '@odradek/protocol/internal'
import type { Scheduler } from '@odradek/platform'
import type { AlterPartitionRequest, AlterPartitionResponse } from '../cluster/controller-channel.ts'
import type { Partition } from './partition.ts'

export interface ProposalChannel {
  readonly brokerId: BrokerId
  brokerEpoch(): number
  alterPartition(request: AlterPartitionRequest): Promise<AlterPartitionResponse>
}

const RETRY_MS = 50

/** The state has moved on: asking again would get the same answer. */
const finalErrors: ReadonlySet<number> = new Set([
  ErrorCode.FENCED_LEADER_EPOCH,
  ErrorCode.INVALID_UPDATE_VERSION,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.UNKNOWN_TOPIC_ID,
  ErrorCode.INELIGIBLE_REPLICA,
  ErrorCode.NEW_LEADER_ELECTED,
  ErrorCode.INVALID_REQUEST,
  ErrorCode.OPERATION_NOT_ATTEMPTED,
])

export class IsrProposals {
  private readonly channel: ProposalChannel
  private readonly scheduler: Scheduler

  constructor(channel: ProposalChannel, scheduler: Scheduler) {
    this.channel = channel
    this.scheduler = scheduler
  }

  propose(partition: Partition, isr: readonly BrokerId[]): void {
    const { leaderEpoch } = partition
    const again = (): void => {
      this.scheduler.after(
        RETRY_MS,
        () => {
          // A new epoch has reset the set, and with it this change.
          if (partition.isLeader && partition.leaderEpoch === leaderEpoch && partition.inSync.changeUnderWay) {
            this.propose(partition, isr)
          }
        },
        { background: true },
      )
    }
    this.channel.alterPartition(this.request(partition, isr)).then((response) => {
      const answer = response.topics[0]?.partitions[0]
      const errorCode = response.errorCode !== 0 || answer === undefined ? response.errorCode : answer.errorCode
      if (errorCode === 0 && answer !== undefined) partition.isrCommitted(answer.leaderEpoch, answer.partitionEpoch, answer.isr)
      else if (finalErrors.has(errorCode)) partition.isrRefused(leaderEpoch)
      else again()
    }, again)
  }

  private request(partition: Partition, isr: readonly BrokerId[]): AlterPartitionRequest {
    const { brokerId: localId } = this.channel
    const localEpoch = this.channel.brokerEpoch()
    const newIsrWithEpochs = isr.map((brokerId) => ({
      brokerId,
      brokerEpoch: brokerId === localId ? localEpoch : (partition.inSync.followers.get(brokerId)?.brokerEpoch ?? -1),
    }))
    const change = {
      partitionIndex: partition.index,
      leaderEpoch: partition.leaderEpoch,
      newIsr: [...isr],
      newIsrWithEpochs,
      leaderRecoveryState: 0,
      partitionEpoch: partition.partitionEpoch,
    }
    const topic = { topicName: partition.topic, topicId: partition.topicId, partitions: [change] }
    return { brokerId: localId, brokerEpoch: localEpoch, topics: [topic] }
  }
}
