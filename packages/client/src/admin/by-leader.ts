/** Partitions as calls name them, and as requests have them: by topic. */

export interface PartitionRef {
  readonly topic: string
  readonly partition: number
}

/** As it is written in messages and results: `topic-partition`. */
export const nameOfPartition = ({ topic, partition }: PartitionRef): string => `${topic}-${partition}`

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
