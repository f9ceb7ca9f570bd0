/**
 * InitProducerId (22), versions 0-5, for idempotent producers: a new producer id with epoch 0. From version 3 a
 * producer may come with the id it has, to have its epoch raised; without a transaction it simply gets a new id, which
 * fences nobody and repeats nothing (KIP-360, TransactionCoordinator.handleInitProducerId).
 *
 * Transactions are not served yet. A transactional producer is told TRANSACTIONAL_ID_AUTHORIZATION_FAILED, which every
 * client takes as final and hands to the application; it hears the same from FindCoordinator, which it asks first.
 */
import { ErrorCode, InitProducerIdApi } from '@odradek/protocol/internal'
import type { InitProducerIdRequest, InitProducerIdResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'

const NO_PRODUCER_ID = -1
const NO_EPOCH = -1

export const initProducerId: Handler<InitProducerIdRequest, InitProducerIdResponseInput> = {
  api: InitProducerIdApi,
  versions: { min: 0, max: 5 },
  async handle(_context, request, broker) {
    const refuse = (errorCode: number): InitProducerIdResponseInput => ({
      throttleTimeMs: 0,
      errorCode,
      producerId: NO_PRODUCER_ID,
      producerEpoch: NO_EPOCH,
    })
    if (request.transactionalId !== null) {
      return refuse(
        request.transactionalId === '' ? ErrorCode.INVALID_REQUEST : ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
      )
    }
    if ((request.producerId === NO_PRODUCER_ID) !== (request.producerEpoch === NO_EPOCH))
      return refuse(ErrorCode.INVALID_REQUEST)
    const producerId = await broker.producerIds.next()
    return producerId === undefined
      ? refuse(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
      : { throttleTimeMs: 0, errorCode: ErrorCode.NONE, producerId, producerEpoch: 0 }
  },
}
