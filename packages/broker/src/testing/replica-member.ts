/**
 * For tests: one broker's replica of a partition, with real logs and the real replica layer, and a follower's fetch
 * loop taken apart into its steps (AbstractFetcherThread): the request leaves, arrives, its answer is taken.
 */
import { readRecords, ErrorCode, ZERO_UUID, type BrokerId, type RecordsSource } from '@odradek/protocol/internal'
import type { SimProcess, Simulation } from '@odradek/platform/sim'
import { LogManager, type LogConfig, type PartitionLog } from '@odradek/storage/internal'
import type {
  AlterPartitionRequest, AlterPartitionResponse, LeaderAndIsrRequest, LeaderAndIsrResponse,
} from '../cluster/controller-channel.ts'
import { FetchTarget } from '../replica/fetch-target.ts'
import { PendingFetch, type FetchedPartition } from '../replica/fetch.ts'
import type { Leadership } from '../replica/leadership.ts'
import type { Partition } from '../replica/partition.ts'
import { ReplicaManager } from '../replica/replica-manager.ts'
import type { RequestContext } from '../services.ts'
import { TOPIC } from './controller-model.ts'

/** A few batches at a time, so that a follower is often on its way. */
const FETCH_BYTES = 700

export interface MemberOptions {
  readonly simulation: Simulation
  readonly id: BrokerId
  readonly logConfig: LogConfig
  readonly lagMs: number
  isAlive(id: BrokerId): boolean
  alterPartition(member: Member, request: AlterPartitionRequest): Promise<AlterPartitionResponse>
  disksRecovered(member: Member): Promise<readonly number[] | undefined>
}

/** A fetch under way. */
export interface FollowerFetch {
  readonly from: Member
  readonly leader: BrokerId
  readonly leaderEpoch: number
  readonly offset: number
  readonly lastFetchedEpoch: number
  readonly brokerEpoch: number
}

/** How a follower cuts its log; the second is Kafka's of before KIP-101, and wrong. */
export type Truncation = 'by epoch' | 'to high watermark'

export class Member {
  readonly id: BrokerId
  alive: boolean = false
  brokerEpoch: number = -1
  /** Orders of controllers that have not been delivered, oldest first. */
  readonly orders: LeaderAndIsrRequest[] = []
  /** Its disk has lost records, and the controller has not heard of it. */
  diskLost: boolean = false
  private readonly options: MemberOptions
  private world!: SimProcess
  private logs!: LogManager
  private replicas!: ReplicaManager
  private controllerEpoch: number = 0
  private known: readonly string[] = []
  /** The answer that it waits for: one fetch at a time. */
  private underWay: FollowerFetch | undefined

  constructor(options: MemberOptions) {
    this.options = options
    this.id = options.id
  }

  async start(): Promise<void> {
    const { simulation, id, logConfig, lagMs, isAlive } = this.options
    this.world = simulation.host(`b${id}`)
    this.logs = await simulation.settle(LogManager.open({
      world: this.world, directories: ['/data'], brokerId: id, clusterId: 'AAAAAAAAAAAAAAAAAAAAAQ',
      configFor: () => logConfig,
      settings: { cleanerEnabled: false, offlineRetryMs: 0 },
      listener: {
        written: (log) => this.replicas.written(log),
        directoryFailed: (path) => this.replicas.directoryFailed(path),
        directoryRecovered: (path) => this.replicas.directoryRecovered(path),
      },
    }))
    const { world } = this
    this.replicas = new ReplicaManager(this.logs, {
      world, brokerId: id, replicaLagTimeMaxMs: lagMs, parkedFetchBytes: 64 * 1024 * 1024, isAlive,
      brokerEpoch: () => this.brokerEpoch, isKnown: () => true, isKnownId: () => true,
      alterPartition: (request) => (world.alive ? this.options.alterPartition(this, request) : new Promise(() => {})),
      disksRecovered: () => (world.alive ? this.options.disksRecovered(this) : new Promise(() => {})),
      leadershipChanged: () => {},
    })
    this.controllerEpoch = 0
    this.orders.length = 0
    this.alive = true
  }

  kill(): void {
    this.known = this.contents()
    this.alive = false
    this.world.kill()
  }

  get partition(): Partition | undefined {
    return this.alive ? this.replicas.partition(TOPIC, 0) : undefined
  }

  /** While it presumes to lead. */
  get leadership(): Leadership | undefined {
    return this.partition?.leadership
  }

  get log(): PartitionLog | undefined {
    const log = this.alive ? this.logs.log(TOPIC, 0) : undefined
    return log?.online === true ? log : undefined
  }

  /** The records on its disk; of one that is down, what it will find again. */
  contents(): readonly string[] {
    const { log } = this
    if (log === undefined) return this.known
    const values: string[] = []
    for (let offset = 0; offset < log.writtenEndOffset;) {
      const read = log.read({ offset, maxBytes: 1 << 20, bound: log.writtenEndOffset, minOneMessage: true })
      if (read.error !== undefined || read.records.byteLength === 0) break
      for (const record of readRecords(bytesOf(read.records))) values.push(String(record.value))
      offset = read.nextOffset
    }
    return values
  }

  /**
   * Takes the oldest order, unless it is meant for an earlier incarnation or comes from a controller that was replaced.
   */
  async obey(order: LeaderAndIsrRequest, truncation: Truncation): Promise<LeaderAndIsrResponse | undefined> {
    if (order.brokerEpoch < this.brokerEpoch || order.controllerEpoch < this.controllerEpoch) return undefined
    this.controllerEpoch = order.controllerEpoch
    const before = this.partition?.leaderEpoch
    const answer = await this.replicas.leaderAndIsr(order)
    const { partition, log } = this
    const follows = partition?.isLeader === false && partition.leaderEpoch !== before
    if (truncation === 'to high watermark' && follows) log?.truncateTo(log.highWatermark)
    return answer
  }

  shrink(): void {
    this.replicas.shrinkInSyncReplicas()
  }

  /** The disk fails, and returns without the newest `records` records. */
  async loseDisk(records: number): Promise<void> {
    const { log, world, logs } = this
    if (log === undefined || log.writtenEndOffset === 0) return
    const { simulation } = this.options
    this.known = this.contents().slice(0, Math.max(0, log.writtenEndOffset - records))
    // Whole batches of one record each: what is cut is as if it had never reached the device.
    log.directory.fail(Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'write' }))
    const file = world.fs.open('/data/t-0/00000000000000000000.log', 'rw')
    file.truncateSync(Math.round((file.sizeSync() / Math.max(1, log.writtenEndOffset)) * this.known.length))
    file.closeSync()
    this.diskLost = true
    await simulation.settle(logs.retryOffline())
  }

  // ---- the follower's fetch -----------------------------------------------------------------------------------

  /** Asks its leader for what comes next; an answer to an earlier fetch is of no use from here on. */
  startFetch(): FollowerFetch | undefined {
    this.underWay = this.nextFetch()
    return this.underWay
  }

  private nextFetch(): FollowerFetch | undefined {
    const { partition, log, id, brokerEpoch } = this
    if (partition?.log === undefined || log === undefined || partition.isLeader) return undefined
    const { leader, leaderEpoch } = partition
    if (leader < 0 || leader === id) return undefined
    const lastFetchedEpoch = log.leaderEpochs.latestEpoch()
    return { from: this, leader, leaderEpoch, offset: log.logEndOffset, lastFetchedEpoch, brokerEpoch }
  }

  /** A fetch arrives at this broker. */
  serve(fetch: FollowerFetch): FetchedPartition | undefined {
    const { offset, lastFetchedEpoch, leaderEpoch, brokerEpoch } = fetch
    const where = { partition: 0, fetchOffset: offset, currentLeaderEpoch: leaderEpoch, lastFetchedEpoch, logStartOffset: 0 }
    const requested = { ...where, partitionMaxBytes: FETCH_BYTES }
    const target = new FetchTarget('t/0', TOPIC, ZERO_UUID, requested as never)
    const context = { receivedAtMs: this.world.clock.monotonicMs(), onAbandoned: () => {} } as unknown as RequestContext
    const limits = { maxWaitMs: 0, minBytes: 1, maxBytes: FETCH_BYTES, readCommitted: false }
    const parameters = { apiVersion: 12, replicaId: fetch.from.id, replicaEpoch: brokerEpoch, ...limits }
    let answer: FetchedPartition | undefined
    const respond = (_context: RequestContext, [fetched]: FetchedPartition[]): void => void (answer = fetched)
    new PendingFetch(context, this.replicas, [target], parameters, respond).start()
    return answer
  }

  /** Takes the answer, if it still follows in the epoch in which it asked (R3). */
  take(fetch: FollowerFetch, { data }: FetchedPartition): void {
    const now = this.nextFetch()
    const { log } = this
    if (this.underWay !== fetch) return
    this.underWay = undefined
    if (log === undefined || data.errorCode !== ErrorCode.NONE) return
    if (now?.leaderEpoch !== fetch.leaderEpoch || now.offset !== fetch.offset) return
    if (data.divergingEpoch !== undefined) {
      return truncateTo(log, { epoch: data.divergingEpoch.epoch ?? -1, endOffset: data.divergingEpoch.endOffset ?? -1 })
    }
    const records = data.records as RecordsSource
    if (records.byteLength > 0) log.appendAsFollower(bytesOf(records))
    log.writePending()
    log.advanceHighWatermark(Math.min(data.highWatermark, log.writtenEndOffset))
  }
}

/** AbstractFetcherThread.getOffsetTruncationState. */
function truncateTo(log: PartitionLog, leader: { epoch: number; endOffset: number }): void {
  const own = log.leaderEpochs.endOffsetFor(leader.epoch)
  // It does not know the leader's epoch: back to the end of the one before, and the next fetch goes on from there.
  if (own.epoch >= 0 && own.epoch !== leader.epoch) return log.truncateTo(Math.min(own.endOffset, log.logEndOffset))
  const ownEnd = own.endOffset < 0 ? log.logEndOffset : own.endOffset
  log.truncateTo(Math.min(ownEnd, leader.endOffset, log.logEndOffset))
}

function bytesOf(records: RecordsSource): Buffer {
  const bytes = Buffer.alloc(records.byteLength)
  records.read(bytes, 0, 0, bytes.length)
  return bytes
}
