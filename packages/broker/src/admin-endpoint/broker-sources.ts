/** Answers the questions of metrics and admin endpoint from a running broker. Reads, never changes. */
import type { BrokerServices } from '../services.ts'
import type { CommittedOffset, DirectoryFigures, GroupFigures, LogFigures, MetricsSources } from '../metrics/sources.ts'

/** Newest versions of the group calls whose answers have everything. */
const DESCRIBE = { clientId: 'admin-endpoint', clientHost: '/127.0.0.1', apiVersion: 5 }
const OFFSETS = { clientId: 'admin-endpoint', clientHost: '/127.0.0.1', apiVersion: 8 }

export function brokerSources(services: BrokerServices, version: string): MetricsSources {
  const names = new Map(services.handlers.map(({ api }) => [api.key, api.name]))
  return {
    broker: () => ({
      version,
      brokerId: services.brokerId,
      clusterId: services.clusterId,
      controllerId: services.metadata.current().controllerId,
      listeners: services.endpoints.map(({ listenerName, host, port }) => ({ name: listenerName, host, port })),
    }),
    apiName: (key) => names.get(key) ?? `Api${key}`,
    connections: () => services.connections.list(),
    disconnect: (id) => services.connections.disconnect(id),
    logs: () => logs(services),
    directories: () => directories(services),
    groups: () => groups(services),
    groupOffsets: (groupId) => groupOffsets(services, groupId),
  }
}

function logs(services: BrokerServices): LogFigures[] {
  const figures: LogFigures[] = []
  for (const partition of services.replicas.partitions()) {
    const { log } = partition
    figures.push({
      topic: partition.topic,
      partition: partition.index,
      topicId: partition.topicId,
      directory: log?.directory.path ?? '',
      bytes: log?.size ?? 0,
      logStartOffset: log?.logStartOffset ?? -1,
      logEndOffset: log?.logEndOffset ?? -1,
      highWatermark: log?.highWatermark ?? -1,
      lastStableOffset: log?.lastStableOffset ?? -1,
      leader: partition.isLeader,
      leaderEpoch: partition.leaderEpoch,
      inSync: partition.leadership?.inSync.isr.length ?? 0,
      replicas: partition.replicas.length,
      minInsyncReplicas: log?.config.minInsyncReplicas ?? 1,
      offline: partition.offline,
    })
  }
  return figures
}

function directories(services: BrokerServices): DirectoryFigures[] {
  return services.logs.directories().map(({ path, offline }) => ({ path, offline, freeBytes: offline ? 0 : free(services, path) }))
}

function free(services: BrokerServices, path: string): number {
  try {
    return services.world.fs.freeBytes(path)
  } catch {
    return 0 // the device has just gone; the next append will say so
  }
}

async function groups(services: BrokerServices): Promise<GroupFigures[]> {
  const listed = await services.groups.listGroups(DESCRIBE, { statesFilter: [], typesFilter: [] })
  const described = await services.groups.describeGroups(DESCRIBE, {
    groups: listed.groups.map(({ groupId }) => groupId), includeAuthorizedOperations: false,
  })
  return described.groups.map((group) => ({
    groupId: group.groupId,
    state: group.groupState,
    protocolType: group.protocolType,
    members: group.members.length,
  }))
}

async function groupOffsets(services: BrokerServices, groupId: string): Promise<CommittedOffset[]> {
  const answer = await services.groups.offsetFetch(OFFSETS, {
    groupId: '', topics: null, requireStable: false, groups: [{ groupId, memberId: null, memberEpoch: -1, topics: null }],
  })
  const offsets: CommittedOffset[] = []
  for (const topic of answer.groups?.[0]?.topics ?? []) {
    for (const { partitionIndex, committedOffset, metadata } of topic.partitions) {
      const end = services.replicas.partition(topic.name ?? '', partitionIndex)?.log?.highWatermark
      offsets.push({
        topic: topic.name ?? '',
        partition: partitionIndex,
        offset: committedOffset,
        metadata: metadata ?? '',
        lag: end === undefined || committedOffset < 0 ? null : Math.max(0, end - committedOffset),
      })
    }
  }
  return offsets
}
