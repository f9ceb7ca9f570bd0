/** The way from a broker to the controller in its own process. */
import { ErrorCode } from '@odradek/protocol/internal'
import type { ZnodeStore } from '@odradek/zookeeper/internal'
import type {
  AllocateProducerIdsRequest,
  AllocateProducerIdsResponse,
  AlterPartitionRequest,
  AlterPartitionResponse,
  ControlledShutdownRequest,
  ControlledShutdownResponse,
  ControllerChannel,
} from '../controller-channel.ts'
import { beginControlledShutdown } from './brokers.ts'
import type { Controller } from './controller.ts'
import { decideAlterPartition } from './isr-changes.ts'
import { allocateProducerIds } from './producer-id-blocks.ts'

export class LocalControllerChannel implements ControllerChannel {
  private readonly controller: Controller
  private readonly store: ZnodeStore

  constructor(controller: Controller, store: ZnodeStore) {
    this.controller = controller
    this.store = store
  }

  async alterPartition(request: AlterPartitionRequest): Promise<AlterPartitionResponse> {
    const answer = await this.controller.decide((image) => decideAlterPartition(image, request))
    return answer ?? { throttleTimeMs: 0, errorCode: ErrorCode.NOT_CONTROLLER, topics: [] }
  }

  async allocateProducerIds(request: AllocateProducerIdsRequest): Promise<AllocateProducerIdsResponse> {
    const answer = await this.controller.inQueue((image, writes) =>
      allocateProducerIds(this.store, image, writes, request),
    )
    return answer ?? { throttleTimeMs: 0, errorCode: ErrorCode.NOT_CONTROLLER, producerIdStart: 0, producerIdLen: 0 }
  }

  async controlledShutdown(request: ControlledShutdownRequest): Promise<ControlledShutdownResponse> {
    const answer = await this.controller.decide((image) => beginControlledShutdown(image, request))
    return answer ?? { errorCode: ErrorCode.NOT_CONTROLLER, remainingPartitions: [] }
  }
}
