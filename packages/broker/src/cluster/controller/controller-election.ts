/**
 * Becoming the controller (KafkaZkClient.registerControllerAndIncrementControllerEpoch): one multi creates the
 * ephemeral /controller and raises /controller_epoch from the version that was read. On any refusal, and when the
 * answer was lost, both are read again: they say whether we won.
 */
import type { BrokerId } from '@odradek/protocol'
import type { Watch, ZnodeStore } from '@odradek/zookeeper/internal'
import { decodeController, decodeControllerEpoch, encodeController, encodeControllerEpoch, paths } from '../znodes.ts'

export type ElectionOutcome =
  | { readonly elected: true; readonly epoch: number; readonly epochVersion: number }
  /** `leader` undefined: it is not known; try again. */
  | { readonly elected: false; readonly leader: BrokerId | undefined }

/** `changed` is called once when /controller comes, goes or changes after this look at it. */
export async function elect(
  store: ZnodeStore,
  brokerId: BrokerId,
  wallMs: number,
  changed: Watch,
): Promise<ElectionOutcome> {
  const lost: ElectionOutcome = { elected: false, leader: undefined }
  const seen = await store.exists(paths.controller, changed)
  if (seen.error !== undefined) return lost
  if (seen.stat === undefined) {
    await store.create(paths.controllerEpoch, encodeControllerEpoch(0))
    const epoch = await store.get(paths.controllerEpoch)
    if (epoch.error !== undefined) return lost
    const next = decodeControllerEpoch(epoch.data) + 1
    const outcome = await store.multi([
      { op: 'create', path: paths.controller, data: encodeController(brokerId, wallMs), options: { ephemeral: true } },
      { op: 'set', path: paths.controllerEpoch, data: encodeControllerEpoch(next), version: epoch.stat.version },
    ])
    if (outcome.error === undefined) return { elected: true, epoch: next, epochVersion: epoch.stat.version + 1 }
  }
  return whoWon(store)
}

async function whoWon(store: ZnodeStore): Promise<ElectionOutcome> {
  const controller = await store.get(paths.controller)
  if (controller.error !== undefined) return { elected: false, leader: undefined }
  if (controller.stat.ephemeralOwner !== store.sessionId)
    return { elected: false, leader: decodeController(controller.data) }
  // It is ours: the multi was done and its answer lost. The epoch beside it is the one we raised.
  const epoch = await store.get(paths.controllerEpoch)
  if (epoch.error !== undefined) return { elected: false, leader: undefined }
  return { elected: true, epoch: decodeControllerEpoch(epoch.data), epochVersion: epoch.stat.version }
}
