/**
 * What the metrics and the admin endpoint ask the broker for when somebody looks; nothing here is kept up to date in
 * between. `admin-endpoint/broker-sources.ts` answers from a running broker, tests from literals.
 */
import type { ConnectionInfo } from '../services.ts'

export interface LogFigures {
  readonly topic: string
  readonly partition: number
  readonly topicId: string
  readonly directory: string
  readonly bytes: number
  readonly logStartOffset: number
  readonly logEndOffset: number
  readonly highWatermark: number
  readonly lastStableOffset: number
  readonly leader: boolean
  readonly leaderEpoch: number
  /** In-sync replicas when this broker leads, else 0. */
  readonly inSync: number
  readonly replicas: number
  readonly minInsyncReplicas: number
  readonly offline: boolean
}

export interface DirectoryFigures {
  readonly path: string
  readonly offline: boolean
  readonly freeBytes: number
}

export interface GroupFigures {
  readonly groupId: string
  readonly state: string
  readonly protocolType: string
  readonly members: number
}

export interface CommittedOffset {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly metadata: string
  /** Records between the committed offset and the high watermark; null where this broker does not hold the partition. */
  readonly lag: number | null
}

export interface BrokerFigures {
  readonly version: string
  readonly brokerId: number
  readonly clusterId: string
  readonly controllerId: number
  readonly listeners: readonly { readonly name: string; readonly host: string; readonly port: number }[]
}

export interface MetricsSources {
  broker(): BrokerFigures
  apiName(key: number): string
  connections(): readonly ConnectionInfo[]
  /** False when there is no such connection. */
  disconnect(id: string): boolean
  logs(): readonly LogFigures[]
  directories(): readonly DirectoryFigures[]
  groups(): readonly GroupFigures[] | Promise<readonly GroupFigures[]>
  /** Empty when there is no such group here. */
  groupOffsets(groupId: string): readonly CommittedOffset[] | Promise<readonly CommittedOffset[]>
}
