/** A map from topic and partition to something, without building a key string per look-up. Empty topics are dropped. */
export class PartitionTable<Value> {
  readonly #topics: Map<string, Map<number, Value>> = new Map()

  get(topic: string, partition: number): Value | undefined {
    return this.#topics.get(topic)?.get(partition)
  }

  set(topic: string, partition: number, value: Value): void {
    let partitions = this.#topics.get(topic)
    if (partitions === undefined) this.#topics.set(topic, (partitions = new Map()))
    partitions.set(partition, value)
  }

  delete(topic: string, partition: number): void {
    const partitions = this.#topics.get(topic)
    if (partitions === undefined) return
    partitions.delete(partition)
    if (partitions.size === 0) this.#topics.delete(topic)
  }

  get isEmpty(): boolean {
    return this.#topics.size === 0
  }

  /** Partitions of one topic; undefined when there are none. */
  topic(topic: string): ReadonlyMap<number, Value> | undefined {
    return this.#topics.get(topic)
  }

  /** Topics in the order in which they first appeared, each with its partitions. */
  topics(): IterableIterator<[string, ReadonlyMap<number, Value>]> {
    return this.#topics.entries()
  }

  /** Number of values. */
  get size(): number {
    let size = 0
    for (const partitions of this.#topics.values()) size += partitions.size
    return size
  }
}
