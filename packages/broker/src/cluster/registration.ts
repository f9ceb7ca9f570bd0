/**
 * A broker's entry in the cluster: the persistent roots, the cluster id, the broker's ephemeral znode. The czxid of
 * that znode is the broker epoch: whatever was sent to an earlier incarnation can be told from what is meant for this
 * one.
 */
import type { BrokerId } from '@odradek/protocol'
import type { Clock, Random, Scheduler } from '@odradek/platform'
import type { ZnodeStore } from '@odradek/zookeeper/internal'
import { decodeClusterId, encodeBroker, encodeClusterId, paths, persistentRoots } from './znodes.ts'
import type { BrokerZnode } from './znodes.ts'

const RETRY_MS = 100
const NOTHING = Buffer.alloc(0)

export interface RegistrationOptions {
  readonly store: ZnodeStore
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
}

/** Before trying again. A store that has been closed under us will not answer any more. */
async function pause({ store, scheduler }: RegistrationOptions): Promise<void> {
  if (store.state === 'closed') throw new Error('the metadata store has been closed')
  await scheduler.sleep(RETRY_MS)
}

/** Another live process has this broker id. */
export class BrokerIdInUseError extends Error {
  override readonly name = 'BrokerIdInUseError'
}

/** Creates the persistent roots; those that are there stay. */
export async function createRoots(options: RegistrationOptions): Promise<void> {
  const { store } = options
  for (;;) {
    const outcomes = await Promise.all(persistentRoots.map((path) => store.create(path, NOTHING)))
    if (outcomes.every(({ error }) => error === undefined || error === 'NODEEXISTS')) return
    await pause(options)
  }
}

/**
 * The cluster's id: the one that is there, else `proposed` (of a data directory that is taken over), else a new one.
 */
export async function clusterId(options: RegistrationOptions, proposed: string | undefined): Promise<string> {
  const { store, random } = options
  for (;;) {
    const there = await store.get(paths.clusterId)
    if (there.error === undefined) {
      const id = decodeClusterId(there.data)
      if (id === undefined) throw new Error(`${paths.clusterId} holds no cluster id`)
      return id
    }
    if (there.error !== 'NONODE') {
      await pause(options)
      continue
    }
    await store.create('/cluster', NOTHING)
    // Somebody else may be first; then theirs is read in the next round.
    await store.create(paths.clusterId, encodeClusterId(proposed ?? random.uuid()))
  }
}

/**
 * Registers the broker and returns its epoch. `previousSession`: our own earlier one, whose znode may still stand
 * there and is replaced (ZOOKEEPER-2985); 0n when there was none.
 * @throws BrokerIdInUseError
 */
export async function register(
  options: RegistrationOptions,
  brokerId: BrokerId,
  broker: BrokerZnode,
  previousSession: bigint,
): Promise<number> {
  const { store, clock } = options
  const path = paths.brokerId(brokerId)
  for (;;) {
    const made = await store.create(path, encodeBroker(broker, clock.wallMs()), { ephemeral: true })
    if (made.error === undefined) return made.stat.czxid
    const there = await store.exists(path)
    const stat = there.error === undefined ? there.stat : undefined
    // Our own creation, whose answer was lost.
    if (stat?.ephemeralOwner === store.sessionId) return stat.czxid
    if (stat !== undefined && stat.ephemeralOwner === previousSession) await store.delete(path, stat.version)
    else if (stat !== undefined && made.error === 'NODEEXISTS') {
      throw new BrokerIdInUseError(
        `Another broker with id ${brokerId} is running in this cluster; choose another broker.id.`,
      )
    } else await pause(options)
  }
}
