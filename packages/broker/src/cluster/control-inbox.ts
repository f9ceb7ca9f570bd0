/**
 * Where the controller's orders arrive at a broker. It lets none pass that is not meant for this incarnation of the
 * broker (STALE_BROKER_EPOCH, KIP-380) or that comes from a controller that has been replaced
 * (STALE_CONTROLLER_EPOCH), and it hands them on one at a time, in order (ReplicaManager,
 * KafkaApis.handleLeaderAndIsrRequest).
 */
import type { BrokerId } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { ConfigStore } from './config-store.ts'
import type {
  BrokerChannel,
  LeaderAndIsrRequest,
  LeaderAndIsrResponse,
  ReplicaControl,
  StopReplicaRequest,
  StopReplicaResponse,
  UpdateMetadataRequest,
  UpdateMetadataResponse,
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
      const { replicas } = this.options
      const errorCode = await this.prepared(request)
      return errorCode === ErrorCode.NONE ? replicas.leaderAndIsr(request) : refuse(errorCode)
    })
  }

  updateMetadata(request: UpdateMetadataRequest): Promise<UpdateMetadataResponse> {
    return this.inOrder(async () => {
      const errorCode = await this.prepared(request)
      if (errorCode === ErrorCode.NONE) this.options.metadata.update(request)
      return { errorCode }
    })
  }

  stopReplica(request: StopReplicaRequest): Promise<StopReplicaResponse> {
    return this.inOrder(() => {
      const errorCode = this.stale(request)
      return errorCode === ErrorCode.NONE
        ? this.options.replicas.stopReplica(request)
        : { errorCode, partitionErrors: [] }
    })
  }

  /** NONE when the order may be followed, in this step: what is told of topics has their settings beside it. */
  private async prepared(request: LeaderAndIsrRequest | UpdateMetadataRequest): Promise<ErrorCode> {
    const stale = this.stale(request)
    if (stale !== ErrorCode.NONE) return stale
    const { configStore } = this.options
    const unread: string[] = []
    for (const { topicName, partitionStates } of request.topicStates) {
      const isNew = partitionStates.some((state) => 'isNew' in state && state.isNew)
      if (isNew || !configStore.knowsTopic(topicName)) unread.push(topicName)
    }
    if (unread.length > 0) await configStore.loadTopics(unread)
    // Somebody else may have been elected while we read: the check and what it guards share this step.
    return this.stale(request)
  }

  private stale(request: Envelope): ErrorCode {
    // A request with a broker epoch of the future: our registration is done, and its answer has not come yet.
    if (request.brokerEpoch !== -1 && request.brokerEpoch < this.options.brokerEpoch())
      return ErrorCode.STALE_BROKER_EPOCH
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
