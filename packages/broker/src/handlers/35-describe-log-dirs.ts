/** DescribeLogDirs (35), versions 1-5. Which partitions lie in which directory, and how large they are. */
import {
  DescribeLogDirsApi,
  ErrorCode,
  type DescribeLogDirsRequest,
  type DescribeLogDirsResponseInput,
} from '@odradek/protocol/internal'
import type { BrokerServices, Handler } from '../services.ts'

type DirectoryAnswer = DescribeLogDirsResponseInput['results'][number]

export const describeLogDirs: Handler<DescribeLogDirsRequest, DescribeLogDirsResponseInput> = {
  api: DescribeLogDirsApi,
  versions: { min: 1, max: 5 },
  handle(_context, request, broker) {
    const wanted = request.topics === null ? undefined : partitionsByTopic(request.topics)
    const results = broker.logs.directories().map(({ path, offline }): DirectoryAnswer => {
      if (offline) return { errorCode: ErrorCode.KAFKA_STORAGE_ERROR, logDir: path, topics: [] }
      return { errorCode: 0, logDir: path, topics: topicsIn(broker, path, wanted), ...space(broker, path) }
    })
    return { throttleTimeMs: 0, errorCode: 0, results }
  },
}

/** Of a topic that is named twice, all partitions that either names. */
function partitionsByTopic(topics: NonNullable<DescribeLogDirsRequest['topics']>): Map<string, Set<number>> {
  const wanted = new Map<string, Set<number>>()
  for (const { topic, partitions } of topics) {
    const known = wanted.get(topic) ?? new Set()
    wanted.set(topic, known)
    for (const index of partitions) known.add(index)
  }
  return wanted
}

function topicsIn(broker: BrokerServices, path: string, wanted: Map<string, Set<number>> | undefined): DirectoryAnswer['topics'] {
  const topics = new Map<string, { partitionIndex: number; partitionSize: number; offsetLag: number; isFutureKey: boolean }[]>()
  for (const log of broker.logs.allLogs()) {
    if (log.directory.path !== path) continue
    if (wanted !== undefined && wanted.get(log.topic)?.has(log.partition) !== true) continue
    const partitions = topics.get(log.topic) ?? []
    if (partitions.length === 0) topics.set(log.topic, partitions)
    const offsetLag = Math.max(0, log.highWatermark - log.logEndOffset)
    partitions.push({ partitionIndex: log.partition, partitionSize: log.size, offsetLag, isFutureKey: false })
  }
  return [...topics].map(([name, partitions]) => ({ name, partitions }))
}

function space(broker: BrokerServices, path: string): { totalBytes: number; usableBytes: number } | undefined {
  try {
    return { totalBytes: broker.world.fs.deviceBytes(path), usableBytes: broker.world.fs.freeBytes(path) }
  } catch {
    return undefined
  }
}
