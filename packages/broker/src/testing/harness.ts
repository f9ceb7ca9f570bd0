/**
 * For tests: a broker without a cluster. Real server, handlers, replicas and logs; the controller's part is played by
 * one LeaderAndIsr that makes this broker the leader of everything.
 */
import { LogManager, type PartitionLog } from '@odradek/storage/internal'
import { GroupCoordinator } from '@odradek/coordinator/internal'
import type { World } from '@odradek/platform'
import { BrokerConfig, type BrokerConfigInput } from '../config/index.ts'
import type { AlterPartitionRequest, AlterPartitionResponse } from '../cluster/controller-channel.ts'
import { MetadataCache } from '../cluster/image.ts'
import { groupConfigOf } from '../groups/group-config.ts'
import { followLeadership } from '../groups/leadership.ts'
import { OffsetsWriter } from '../groups/offsets-log.ts'
import { servedHandlers } from '../handlers/index.ts'
import { createMetrics, type BrokerMetrics } from '../metrics/broker-metrics.ts'
import { FetchSessions } from '../replica/fetch-sessions.ts'
import type { Partition } from '../replica/partition.ts'
import { ReplicaManager } from '../replica/replica-manager.ts'
import type { ServerLimits } from '../server/limits.ts'
import { Turns } from '../limits/turns.ts'
import { Server } from '../server/server.ts'
import type { AnyHandler, BrokerServices } from '../services.ts'

export interface HarnessOptions {
  readonly world: World
  readonly directory: string
  /** Topic → number of partitions. */
  readonly topics?: Readonly<Record<string, number>>
  readonly config?: BrokerConfigInput
  readonly limits?: Partial<ServerLimits>
  readonly handlers?: readonly AnyHandler[]
  readonly parkedFetchBytes?: number
  /** Replicas of every partition, all in sync; default [0]. */
  readonly replicas?: readonly number[]
  readonly host?: string
  /** The controller's answer to changes of in-sync sets. Default: none. */
  readonly alterPartition?: (request: AlterPartitionRequest) => Promise<AlterPartitionResponse>
  /** The controller's answer when disks are well again. Default: nobody hears. */
  readonly disksRecovered?: (partitions: readonly { topic: string; index: number }[]) => Promise<readonly number[] | undefined>
}

export interface Harness {
  readonly services: BrokerServices
  readonly replicas: ReplicaManager
  readonly logs: LogManager
  readonly server: Server
  readonly metrics: BrokerMetrics
  readonly host: string
  readonly port: number
  topicId(name: string): string
  /** `partitionEpoch`: default that of the leader. */
  lead(topic: string, index: number, leaderEpoch: number, isr?: readonly number[], partitionEpoch?: number): number
  close(): Promise<void>
}

export async function openHarness(options: HarnessOptions): Promise<Harness> {
  const { world } = options
  const config = BrokerConfig.from({ listeners: 'PLAINTEXT://127.0.0.1:0', ...options.config })
  let replicas: ReplicaManager | undefined
  let follow = (_partition: Partition): void => {}
  const logs = await LogManager.open({
    world,
    directories: [options.directory],
    brokerId: 0,
    clusterId: 'AAAAAAAAAAAAAAAAAAAAAQ',
    configFor: () => config.logConfigFor({}),
    listener: {
      written: (log: PartitionLog) => replicas?.written(log),
      directoryFailed: (path) => replicas?.directoryFailed(path),
      logFailed: (log: PartitionLog) => replicas?.logFailed(log),
      directoryRecovered: (path) => replicas?.directoryRecovered(path),
      logStartMoved: (log: PartitionLog) => replicas?.logStartMoved(log),
    },
  })
  const ids = new Map<string, string>()
  const metadata = new MetadataCache()
  const assigned = options.replicas ?? [0]
  const manager = new ReplicaManager(logs, {
    world,
    brokerId: 0,
    replicaLagTimeMaxMs: config.get('replica.lag.time.max.ms'),
    parkedFetchBytes: options.parkedFetchBytes ?? 64 * 1024 * 1024,
    brokerEpoch: () => 1,
    isKnown: () => false,
    isKnownId: () => false,
    isAlive: () => true,
    alterPartition: options.alterPartition ?? (() => Promise.reject(new Error('no controller here'))),
    disksRecovered: options.disksRecovered ?? (() => Promise.resolve(undefined)),
    leadershipChanged: (partition) => follow(partition),
  })
  replicas = manager
  const server = new Server(world, config, options.limits)
  const [bound] = await server.bind([{ name: 'PLAINTEXT', protocol: 'PLAINTEXT', host: options.host ?? '127.0.0.1', port: 0 }])
  if (bound === undefined) throw new Error('not bound')
  const metrics = createMetrics()
  const groups = new GroupCoordinator({
    writer: new OffsetsWriter(manager, world.clock, () => 5000),
    timer: { after: (ms, fn) => world.scheduler.after(ms, fn, { background: true }) },
    clock: world.clock,
    newMemberId: (prefix) => `${prefix}-${world.random.uuid()}`,
    config: () => groupConfigOf(config),
    partitionCount: () => 1,
    log: world.log,
  })
  follow = followLeadership(groups, world)
  const handlers = options.handlers ?? servedHandlers
  const services = {
    world, config, brokerId: 0, clusterId: 'AAAAAAAAAAAAAAAAAAAAAQ', endpoints: [], metadata, logs, replicas: manager,
    fetchSessions: new FetchSessions(world, (id) => manager.nameOf(id)), groups, connections: server, events: metrics, handlers, turns: new Turns(world),
  } as unknown as BrokerServices
  const lead = (topic: string, index: number, leaderEpoch: number, isr: readonly number[] = assigned, partitionEpoch: number = leaderEpoch): number => {
    const topicId = ids.get(topic) ?? world.random.uuid()
    ids.set(topic, topicId)
    const state = {
      topicName: topic, partitionIndex: index, controllerEpoch: 1, leader: 0, leaderEpoch, isr: [...isr], partitionEpoch,
      replicas: [...assigned], addingReplicas: [], removingReplicas: [], isNew: true, leaderRecoveryState: 0,
    }
    const answer = manager.leaderAndIsr({
      controllerId: 0, isKRaftController: false, controllerEpoch: 1, brokerEpoch: 1, type: 1, ungroupedPartitionStates: [], liveLeaders: [],
      topicStates: [{ topicName: topic, topicId, partitionStates: [state] }],
    })
    if (answer instanceof Promise) throw new Error('one partition takes one turn')
    return answer.topics[0]?.partitionErrors[0]?.errorCode ?? -1
  }
  for (const [topic, count] of Object.entries(options.topics ?? {})) for (let index = 0; index < count; index++) lead(topic, index, 0)
  server.serve(services)
  return {
    services, replicas: manager, logs, server, metrics, host: bound.host, port: bound.port, lead,
    topicId: (name) => ids.get(name) ?? '',
    async close() {
      groups.shutdown()
      await server.close()
      manager.close()
      await logs.close()
    },
  }
}

