/**
 * Where the controller's orders arrive at a broker. It lets none pass that is not meant for this incarnation of the broker
 * (STALE_BROKER_EPOCH, KIP-380) or that comes from a controller that has been replaced (STALE_CONTROLLER_EPOCH), and it
 * hands them on one at a time, in order (ReplicaManager, KafkaApis.handleLeaderAndIsrRequest).
 */
import type { BrokerId } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { ConfigStore } from './config-store.ts'
import type {
  BrokerChannel, LeaderAndIsrRequest, LeaderAndIsrResponse, ReplicaControl, StopReplicaRequest, StopReplicaResponse,
  UpdateMetadataRequest, UpdateMetadataResponse,
} from './controller-channel.ts'
import type { MetadataCache } from './image.ts'

interface Envelope {
  readonly controllerId: BrokerId
  readonly controllerEpoch: number
  readonly brokerEpoch: number
}

export interface ControlInboxOptions {
  /** Of this broker's present registration. */
  readonly brokerEpoch: () => number
  readonly metadata: MetadataCache
  readonly configStore: ConfigStore
  readonly replicas: ReplicaControl
}

const refuse = (errorCode: ErrorCode): LeaderAndIsrResponse => ({ errorCode, partitionErrors: [], topics: [] })

export class ControlInbox implements BrokerChannel {
  private readonly options: ControlInboxOptions
  private highestControllerEpoch = 0
  private tail: Promise<unknown> = Promise.resolve()

  constructor(options: ControlInboxOptions) {
    this.options = options
  }

  leaderAndIsr(request: LeaderAndIsrRequest): Promise<LeaderAndIsrResponse> {
    return this.inOrder(async () => {
      const stale = this.stale(request)
      if (stale !== ErrorCode.NONE) return refuse(stale)
      const { configStore, replicas } = this.options
      await configStore.loadTopics(request.topicStates
        .filter(({ partitionStates }) => partitionStates.some(({ isNew }) => isNew)).map(({ topicName }) => topicName))
      // Somebody else may have been elected while we read: the check and what it guards share this step.
      const staleNow = this.stale(request)
      return staleNow === ErrorCode.NONE ? replicas.leaderAndIsr(request) : refuse(staleNow)
    })
  }

  updateMetadata(request: UpdateMetadataRequest): Promise<UpdateMetadataResponse> {
    return this.inOrder(() => {
      const errorCode = this.stale(request)
      if (errorCode === ErrorCode.NONE) this.options.metadata.update(request)
      return { errorCode }
    })
  }

  stopReplica(request: StopReplicaRequest): Promise<StopReplicaResponse> {
    return this.inOrder(() => {
      const errorCode = this.stale(request)
      return errorCode === ErrorCode.NONE ? this.options.replicas.stopReplica(request) : { errorCode, partitionErrors: [] }
    })
  }

  private stale(request: Envelope): ErrorCode {
    // A request with a broker epoch of the future: our registration is done, and its answer has not come yet.
    if (request.brokerEpoch !== -1 && request.brokerEpoch < this.options.brokerEpoch()) return ErrorCode.STALE_BROKER_EPOCH
    if (request.controllerEpoch < this.highestControllerEpoch) return ErrorCode.STALE_CONTROLLER_EPOCH
    this.highestControllerEpoch = request.controllerEpoch
    return ErrorCode.NONE
  }

  private inOrder<T>(order: () => T | Promise<T>): Promise<T> {
    const result = this.tail.then(order)
    this.tail = result.catch(() => {})
    return result
  }
}
