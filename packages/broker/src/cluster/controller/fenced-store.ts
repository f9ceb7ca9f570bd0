/**
 * The controller's hand on the store. Every write is a multi that first checks the version of /controller_epoch: once
 * another controller has been elected, nothing of ours is taken any more
 * (KafkaZkClient.wrapRequestWithControllerEpochCheck).
 *
 * A lost answer is not an answer: the znode is read back and compared with what was to be written, until it is known
 * whether it was.
 */
import type { ZnodeOp, ZnodeStore } from '@odradek/zookeeper/internal'
import type { Scheduler } from '@odradek/platform'
import { encodePartitionState, encodeTopic, paths } from '../znodes.ts'
import type { WriteOutcome, ZnodeWrite } from './writes.ts'

/** Another controller has been elected, or the session is over: whoever gets this resigns. */
export class ControllerMovedError extends Error {
  override readonly name = 'ControllerMovedError'
}

const RETRY_MS = 50
/** Operations of one request: a real ensemble takes a megabyte at a time. */
const OPS_PER_REQUEST = 1000
const REFUSED: WriteOutcome = { taken: false }

export class FencedStore {
  private readonly store: ZnodeStore
  private readonly scheduler: Scheduler
  private readonly fence: ZnodeOp
  private ended = false

  /** `epochVersion`: zkVersion of /controller_epoch after our election. */
  constructor(store: ZnodeStore, scheduler: Scheduler, epochVersion: number) {
    this.store = store
    this.scheduler = scheduler
    this.fence = { op: 'check', path: paths.controllerEpoch, version: epochVersion }
  }

  /** The term is over: whatever is still under way fails with ControllerMovedError instead of being tried again. */
  end(): void {
    this.ended = true
  }

  /** Outcomes in the order of the writes. @throws ControllerMovedError */
  async perform(writes: readonly ZnodeWrite[]): Promise<WriteOutcome[]> {
    // All at once: the store answers in order and syncs them together.
    const [byWrite, outcomes] = await Promise.all([
      this.createStates(writes.filter(isNewState)),
      Promise.all(writes.map((write) => (isNewState(write) ? undefined : this.performOne(write)))),
    ])
    return writes.map((write, at) => outcomes[at] ?? byWrite.get(write) ?? REFUSED)
  }

  /** One multi behind the fence. The failure's index counts without the fence. @throws ControllerMovedError */
  async multi(ops: readonly ZnodeOp[]): ReturnType<ZnodeStore['multi']> {
    if (this.ended) throw new ControllerMovedError('the term is over')
    const outcome = await this.store.multi([this.fence, ...ops])
    if (outcome.error === undefined) return { error: undefined, results: outcome.results.slice(1) }
    if (outcome.error === 'SESSIONEXPIRED') throw new ControllerMovedError('the session has expired')
    if (outcome.failedAt === 0) throw new ControllerMovedError('another controller has been elected')
    return { error: outcome.error, failedAt: outcome.failedAt - 1 }
  }

  private async performOne(write: ZnodeWrite): Promise<WriteOutcome> {
    if (write.kind === 'deleteTopic') return this.deleteTopic(write.topic, write.partitions)
    if (write.kind === 'removeRequest') return this.removeAll([write.path])
    const ops = setsOf(write)
    const [{ path, data, version }] = ops as [SetOp]
    for (;;) {
      const outcome = await this.multi(ops)
      if (outcome.error === undefined) return { taken: true, version: version + 1 }
      // BADVERSION may be our own write, whose answer was lost on an earlier round.
      const there = await this.store.get(path)
      if (there.error === undefined && there.stat.version === version + 1 && there.data.equals(data)) {
        return { taken: true, version: there.stat.version }
      }
      const known = there.error === undefined || there.error === 'NONODE'
      if (known && outcome.error !== 'CONNECTIONLOSS') return REFUSED
      await this.waitForConnection()
    }
  }

  /** New partitions: many in one request, and one by one where some of it is there already. */
  private async createStates(writes: readonly StateWrite[]): Promise<Map<ZnodeWrite, WriteOutcome>> {
    const outcomes = new Map<ZnodeWrite, WriteOutcome>()
    const byTopic = new Map<string, StateWrite[]>()
    for (const write of writes) {
      const ofTopic = byTopic.get(write.topic)
      if (ofTopic === undefined) byTopic.set(write.topic, [write])
      else ofTopic.push(write)
    }
    await Promise.all(
      [...byTopic].map(async ([topic, ofTopic]) => {
        const needsParent = await this.store.exists(paths.partitions(topic))
        const parents: ZnodeOp[] =
          needsParent.error === undefined && needsParent.stat === undefined
            ? [{ op: 'create', path: paths.partitions(topic), data: NOTHING }]
            : []
        for (let at = 0; at < ofTopic.length; at += OPS_PER_REQUEST / 2) {
          const portion = ofTopic.slice(at, at + OPS_PER_REQUEST / 2)
          const ops = portion.flatMap((write) => createState(write))
          const outcome = await this.multi([...(at === 0 ? parents : []), ...ops])
          for (const write of portion) {
            outcomes.set(write, outcome.error === undefined ? { taken: true, version: 0 } : await this.createOne(write))
          }
        }
      }),
    )
    return outcomes
  }

  private async createOne(write: StateWrite): Promise<WriteOutcome> {
    const data = encodePartitionState(write.state)
    for (;;) {
      await this.create(paths.partitions(write.topic))
      await this.create(paths.partition(write.topic, write.index))
      const outcome = await this.multi([{ op: 'create', path: paths.partitionState(write.topic, write.index), data }])
      if (outcome.error === undefined) return { taken: true, version: 0 }
      const there = await this.store.get(paths.partitionState(write.topic, write.index))
      if (there.error === undefined) {
        return there.data.equals(data) && there.stat.version === 0 ? { taken: true, version: 0 } : REFUSED
      }
      if (there.error === 'NONODE' && outcome.error === 'NONODE') return REFUSED
      await this.waitForConnection()
    }
  }

  private async create(path: string): Promise<void> {
    while ((await this.multi([{ op: 'create', path, data: NOTHING }])).error === 'CONNECTIONLOSS')
      await this.waitForConnection()
  }

  /** Everything below /brokers/topics/<t>, the settings, then the request. Re-runnable: what is gone is gone. */
  private async deleteTopic(topic: string, partitions: readonly number[]): Promise<WriteOutcome> {
    const below = partitions.flatMap((index) => [paths.partitionState(topic, index), paths.partition(topic, index)])
    const last = [paths.partitions(topic), paths.topic(topic), paths.config('topics', topic), paths.deleteTopic(topic)]
    for (let at = 0; at < below.length; at += OPS_PER_REQUEST)
      await this.removeAll(below.slice(at, at + OPS_PER_REQUEST))
    return this.removeAll(last)
  }

  private async removeAll(remove: readonly string[]): Promise<WriteOutcome> {
    const outcome = await this.multi(remove.map((path) => ({ op: 'delete', path, version: -1 })))
    if (outcome.error === undefined) return { taken: true, version: 0 }
    for (const path of remove) {
      for (;;) {
        const one = await this.multi([{ op: 'delete', path, version: -1 }])
        if (one.error === undefined || one.error === 'NONODE') break
        if (one.error !== 'CONNECTIONLOSS') return REFUSED
        await this.waitForConnection()
      }
    }
    return { taken: true, version: 0 }
  }

  private async waitForConnection(): Promise<void> {
    do await this.scheduler.sleep(RETRY_MS)
    while (this.store.state === 'disconnected' && !this.ended)
  }
}

const NOTHING = Buffer.alloc(0)

type StateWrite = ZnodeWrite & { kind: 'partitionState' }

type SetOp = ZnodeOp & { op: 'set' } & { data: Buffer }

function setsOf(write: ZnodeWrite & { kind: 'topic' | 'partitionState' }): SetOp[] {
  if (write.kind === 'partitionState') {
    const path = paths.partitionState(write.topic, write.index)
    return [{ op: 'set', path, data: encodePartitionState(write.state), version: write.expectedVersion }]
  }
  const states = (write.states ?? []).map(({ index, state, expectedVersion }): SetOp => ({
    op: 'set',
    path: paths.partitionState(write.topic, index),
    data: encodePartitionState(state),
    version: expectedVersion,
  }))
  return [
    { op: 'set', path: paths.topic(write.topic), data: encodeTopic(write.znode), version: write.expectedVersion },
    ...states,
  ]
}

function isNewState(write: ZnodeWrite): write is StateWrite {
  return write.kind === 'partitionState' && write.expectedVersion === -1
}

function createState(write: StateWrite): ZnodeOp[] {
  return [
    { op: 'create', path: paths.partition(write.topic, write.index), data: NOTHING },
    { op: 'create', path: paths.partitionState(write.topic, write.index), data: encodePartitionState(write.state) },
  ]
}
