/**
 * The durable store of a single process. Requests are decided at once on the tree in memory and answered when the
 * journal has them on disk; all that arrive during one sync share the next. Reads wait for the writes before them, so
 * nobody ever sees what a crash could take back.
 *
 * Owned by the broker that opened it (the data directory's lock keeps others out). Its one session lasts until
 * `close`; ephemerals of a process that died are deleted at the next open, in a transaction of their own, so zxids
 * never repeat.
 *
 * A disk that fails: every request under way is answered CONNECTIONLOSS (unknown whether done), the state is
 * 'disconnected', and the store tries with growing pauses to write itself whole into new files; then it is
 * 'connected'.
 */
import type { Clock, FileSystem, Log, Scheduler } from '@odradek/platform'
import { Watches } from '../watches.ts'
import type {
  CreateOptions,
  MultiFailure,
  SessionState,
  Watch,
  ZnodeEvent,
  ZnodeOp,
  ZnodeResult,
  ZnodeStat,
  ZnodeStore,
} from '../znode-store.ts'
import { eventsOf } from '../znode-tree.ts'
import type { Transaction, ZnodeTree } from '../znode-tree.ts'
import { asIs, changed, created, createOp, deleted } from '../single-operations.ts'
import type { MultiOutcome } from '../single-operations.ts'
import { Journal } from './journal.ts'

const FIRST_RETRY_MS = 50
const LONGEST_RETRY_MS = 5000
const LOST: MultiFailure = { error: 'CONNECTIONLOSS', failedAt: -1 }
const EXPIRED: MultiFailure = { error: 'SESSIONEXPIRED', failedAt: -1 }

export interface EmbeddedZnodeStoreOptions {
  readonly fs: FileSystem
  /** Folder of the store's files; made when missing. */
  readonly path: string
  /** What the names of the store's files begin with, where the folder holds others' too. Default ''. */
  readonly prefix?: string
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly log: Log
  /** Journal length from which a snapshot is made. Default 4 MiB. */
  readonly rollBytes?: number
  /** Goes on with what damaged files still tell; the files are kept aside. Default false: damage is an error. */
  readonly salvage?: boolean
}

/** Something that waits for the disk: a decided transaction, or only a read's place in the order. */
interface Waiting {
  readonly transaction: Transaction | undefined
  readonly done: () => void
  readonly failed: () => void
}

export class EmbeddedZnodeStore implements ZnodeStore {
  readonly sessionId: bigint
  state: SessionState = 'connected'
  /** Why the disk last failed; undefined when it never did. */
  failure: Error | undefined
  private readonly options: EmbeddedZnodeStoreOptions
  private readonly journal: Journal
  private readonly tree: ZnodeTree
  private readonly watches = new Watches()
  private readonly listeners = new Set<(state: SessionState) => void>()
  private queue: Waiting[] = []
  private flushing: Promise<void> | undefined
  private readonly closing = new AbortController()

  private constructor(options: EmbeddedZnodeStoreOptions, journal: Journal, tree: ZnodeTree) {
    this.options = options
    this.journal = journal
    this.tree = tree
    this.sessionId = BigInt(tree.zxid + 1)
  }

  /**
   * Opens or makes the store. @throws MetadataDamagedError when its files are damaged or contradict one another
   * (nothing has been changed then), and the file system's errors.
   */
  static async open(options: EmbeddedZnodeStoreOptions): Promise<EmbeddedZnodeStore> {
    const { journal, tree } = Journal.open(options)
    const leftOver = [...tree.ephemerals.keys()].flatMap((session) => tree.endOfSession(session))
    const outcome = tree.execute(leftOver, 0n, options.clock.wallMs())
    if (outcome.error === undefined && outcome.transaction !== undefined) await journal.append([outcome.transaction])
    return new EmbeddedZnodeStore(options, journal, tree)
  }

  onSession(listener: (state: SessionState) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  create(
    path: string,
    data: Uint8Array,
    options?: CreateOptions,
  ): Promise<ZnodeResult<{ path: string; stat: ZnodeStat }>> {
    return this.request([createOp(path, data, options)], created)
  }

  set(path: string, data: Uint8Array, version: number): Promise<ZnodeResult<{ stat: ZnodeStat }>> {
    return this.request([{ op: 'set', path, data, version }], changed)
  }

  delete(path: string, version: number): Promise<ZnodeResult<object>> {
    return this.request([{ op: 'delete', path, version }], deleted)
  }

  multi(ops: readonly ZnodeOp[]): Promise<MultiOutcome> {
    return this.request(ops, asIs)
  }

  /** One promise per answer, so that answers arrive in the order of the calls. */
  private request<T>(ops: readonly ZnodeOp[], answerOf: (outcome: MultiOutcome) => T): Promise<T> {
    const refused = this.refusal()
    if (refused !== undefined) return Promise.resolve(answerOf(refused))
    const outcome = this.tree.execute(ops, this.sessionId, this.options.clock.wallMs())
    const answer = answerOf(outcome.error === undefined ? { error: undefined, results: outcome.results } : outcome)
    const transaction = outcome.error === undefined ? outcome.transaction : undefined
    return this.inOrder(transaction, () => answer, answerOf(LOST))
  }

  get(path: string, watch?: Watch): Promise<ZnodeResult<{ data: Buffer; stat: ZnodeStat }>> {
    return this.read<{ data: Buffer; stat: ZnodeStat }>(() => {
      const stat = this.tree.stat(path)
      if (stat === undefined) return { error: 'NONODE' }
      if (watch !== undefined) this.watches.armData(path, watch)
      return { error: undefined, data: Buffer.from(this.tree.nodes.get(path)?.data ?? []), stat }
    })
  }

  children(path: string, watch?: Watch): Promise<ZnodeResult<{ names: string[]; stat: ZnodeStat }>> {
    return this.read<{ names: string[]; stat: ZnodeStat }>(() => {
      const stat = this.tree.stat(path)
      if (stat === undefined) return { error: 'NONODE' }
      if (watch !== undefined) this.watches.armChildren(path, watch)
      return { error: undefined, names: [...(this.tree.nodes.get(path)?.children ?? [])], stat }
    })
  }

  exists(path: string, watch?: Watch): Promise<ZnodeResult<{ stat: ZnodeStat | undefined }>> {
    return this.read(() => {
      if (watch !== undefined) this.watches.armData(path, watch)
      return { error: undefined, stat: this.tree.stat(path) }
    })
  }

  /** The session of an open store never ends by itself, so there is nothing to renew. */
  renew(): Promise<void> {
    return Promise.resolve()
  }

  async close(): Promise<void> {
    if (this.state === 'closed') return
    const ended = this.tree.endOfSession(this.sessionId)
    if (this.state === 'connected' && ended.length > 0) await this.multi(ended)
    this.moveTo('closed')
    this.closing.abort()
    while (this.flushing !== undefined) await this.flushing
    await this.journal.close()
  }

  private refusal(): MultiFailure | undefined {
    if (this.state === 'connected') return undefined
    return this.state === 'closed' ? EXPIRED : LOST
  }

  private read<T>(look: () => ZnodeResult<T>): Promise<ZnodeResult<T>> {
    const refused = this.refusal()
    if (refused !== undefined) return Promise.resolve({ error: refused.error })
    // Looks now and answers in order: what it saw is on disk before the caller hears of it, and a watch armed now
    // hears of every later change.
    const answer = look()
    return this.inOrder(undefined, () => answer, { error: 'CONNECTIONLOSS' } as ZnodeResult<T>)
  }

  private inOrder<T>(transaction: Transaction | undefined, answer: () => T, lost: T): Promise<T> {
    if (transaction === undefined && this.queue.length === 0 && this.flushing === undefined)
      return Promise.resolve(answer())
    return new Promise((resolve) => {
      // Watches are taken when the change is decided, so that one armed by a later read is not fired by an earlier
      // write.
      const fired = transaction === undefined ? [] : eventsOf(transaction).flatMap((event) => this.watchesFor(event))
      this.queue.push({
        transaction,
        done: () => {
          for (const fire of fired) fire()
          resolve(answer())
        },
        failed: () => {
          // The change may be there: whoever watches has to look.
          for (const fire of fired) fire()
          resolve(lost)
        },
      })
      if (this.flushing === undefined) this.flushing = this.flush()
    })
  }

  private watchesFor(event: ZnodeEvent): (() => void)[] {
    return this.watches.take(event).map((watch) => () => watch(event))
  }

  private async flush(): Promise<void> {
    // Lets the requests of this turn of the loop gather.
    await Promise.resolve()
    while (this.queue.length > 0) {
      const batch = this.queue
      this.queue = []
      const transactions = batch.flatMap((waiting) => waiting.transaction ?? [])
      try {
        // The tree is, in this tick, exactly what the journal holds once the batch is written: the moment for a
        // snapshot.
        if (this.journal.rollDue) await this.journal.appendAndRoll(transactions, this.tree)
        else if (transactions.length > 0) await this.journal.append(transactions)
      } catch (error) {
        await this.recover(batch, error as Error)
        continue
      }
      for (const waiting of batch) waiting.done()
    }
    this.flushing = undefined
  }

  private async recover(batch: readonly Waiting[], error: Error): Promise<void> {
    this.options.log.error({ error: String(error) }, 'the metadata store cannot write to its disk')
    this.failure = error
    if (this.state === 'connected') this.moveTo('disconnected')
    for (const waiting of [...batch, ...this.queue.splice(0)]) waiting.failed()
    for (
      let pauseMs = FIRST_RETRY_MS;
      this.state === 'disconnected';
      pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS)
    ) {
      try {
        await this.journal.recover(this.tree)
        if (this.state === 'disconnected') this.moveTo('connected')
        return
      } catch {
        await this.options.scheduler.sleep(pauseMs, { background: true, signal: this.closing.signal }).catch(() => {})
      }
    }
  }

  private moveTo(state: SessionState): void {
    this.state = state
    for (const listener of this.listeners) listener(state)
  }
}
