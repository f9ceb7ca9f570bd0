/** Calls that go to the leaders of partitions: grouped by node, retried with fresh metadata. */
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import { withRetries } from '../retry.ts'

export interface PartitionRef {
  readonly topic: string
  readonly partition: number
}

function group<T extends PartitionRef>(items: readonly T[]): [topic: string, items: T[]][] {
  const topics = new Map<string, T[]>()
  for (const item of items) {
    const list = topics.get(item.topic)
    if (list === undefined) topics.set(item.topic, [item])
    else list.push(item)
  }
  return [...topics]
}

export const byLeader: { readonly group: typeof group } = { group }

/** Runs `call` once for each node that leads some of the items; retriable failures are tried again for all of them. */
export async function forEachLeader<T extends PartitionRef>(
  cluster: Cluster, items: readonly T[], options: WaitOptions, call: (node: number, items: readonly T[]) => Promise<void>,
): Promise<void> {
  const { world, retryBackoffMs, retryBackoffMaxMs, defaultTimeoutMs } = cluster.options
  const topics = [...new Set(items.map((item) => item.topic))]
  const refresh = (): Promise<void> => cluster.refreshMetadata(topics)
  if (topics.some((topic) => cluster.metadata.topic(topic) === undefined)) await cluster.fetchMetadata(topics, options)
  const left = new Set(items)
  await withRetries(world, {
    what: 'a call to partition leaders',
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    pace: { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs },
    signal: options.signal,
    between: () => refresh().catch(() => {}),
  }, async () => {
    const nodes = new Map<number, T[]>()
    for (const item of left) {
      const known = cluster.metadata.topic(item.topic)
      if (known === undefined) throw protocolError(cluster.metadata.topicErrors.get(item.topic) ?? 3, `topic ${item.topic}`)
      const partition = known.partitions[item.partition]
      if (partition === undefined) throw protocolError(3, `${item.topic}-${item.partition}: the topic has ${known.partitions.length} partition(s)`)
      if (partition.leader < 0) throw protocolError(5, `${item.topic}-${item.partition}`)
      const list = nodes.get(partition.leader)
      if (list === undefined) nodes.set(partition.leader, [item])
      else list.push(item)
    }
    await Promise.all([...nodes].map(async ([node, wanted]) => {
      await call(node, wanted)
      for (const item of wanted) left.delete(item)
    }))
  })
}
