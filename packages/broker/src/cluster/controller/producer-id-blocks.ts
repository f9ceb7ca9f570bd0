/**
 * Blocks of producer ids: the last one given out lies in /latest_producer_id_block and is moved on by a conditional
 * write (ZkProducerIdManager). A block whose giver died before answering is lost, never given twice.
 */
import type { BrokerId } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { ZnodeStore } from '@odradek/zookeeper/internal'
import type { AllocateProducerIdsRequest, AllocateProducerIdsResponse } from '../controller-channel.ts'
import { decodeProducerIdBlock, encodeProducerIdBlock, paths } from '../znodes.ts'
import type { ControllerImage } from './controller-image.ts'
import type { FencedStore } from './fenced-store.ts'

export const PRODUCER_ID_BLOCK_SIZE = 1000

const ATTEMPTS = 5

const answer = (errorCode: ErrorCode, producerIdStart = 0, producerIdLen = 0): AllocateProducerIdsResponse => ({
  throttleTimeMs: 0,
  errorCode,
  producerIdStart,
  producerIdLen,
})

/** A client may say any id. One this far beyond all that are given out would leave none for others: it is nobody's who asked. */
export const NO_GIVEN_ID: number = 2 ** 52

/**
 * Moves the blocks on past `highest`, an id that a log knows. Metadata may know less than the logs (lost, or older files put
 * back): a producer with the id of another one would have its records taken for that one's, sent again.
 */
export async function passProducerIds(store: ZnodeStore, brokerId: BrokerId, highest: number): Promise<void> {
  if (highest < 0) return
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const latest = await store.get(paths.producerIdBlock)
    if (latest.error !== undefined) continue
    const before = latest.data.length === 0 ? undefined : decodeProducerIdBlock(latest.data)
    if ((before === undefined && latest.data.length > 0) || (before !== undefined && before.last >= highest)) return
    const data = encodeProducerIdBlock({ brokerId, first: Math.max(0, highest - PRODUCER_ID_BLOCK_SIZE + 1), last: highest })
    const { error } = await store.set(paths.producerIdBlock, data, latest.stat.version)
    if (error === undefined) return
  }
}

export async function allocateProducerIds(
  store: ZnodeStore,
  image: ControllerImage,
  writes: FencedStore,
  request: AllocateProducerIdsRequest,
): Promise<AllocateProducerIdsResponse> {
  const broker = image.brokers.get(request.brokerId)
  if (broker === undefined) return answer(ErrorCode.BROKER_ID_NOT_REGISTERED)
  if (broker.epoch !== request.brokerEpoch) return answer(ErrorCode.STALE_BROKER_EPOCH)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const latest = await store.get(paths.producerIdBlock)
    if (latest.error !== undefined) continue
    const before = latest.data.length === 0 ? undefined : decodeProducerIdBlock(latest.data)
    if (before === undefined && latest.data.length > 0) return answer(ErrorCode.UNKNOWN_SERVER_ERROR)
    const first = before === undefined ? 0 : before.last + 1
    const data = encodeProducerIdBlock({ brokerId: request.brokerId, first, last: first + PRODUCER_ID_BLOCK_SIZE - 1 })
    const outcome = await writes.multi([{ op: 'set', path: paths.producerIdBlock, data, version: latest.stat.version }])
    if (outcome.error === undefined) return answer(ErrorCode.NONE, first, PRODUCER_ID_BLOCK_SIZE)
  }
  return answer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
}
