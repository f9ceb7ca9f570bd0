/** The partitions that a consumer has, by topic and number. */
import type { PartitionRef } from '../../admin/by-leader.ts'
import type { PartitionState } from '../positions/partition-state.ts'

export class AssignedPartitions {
  readonly #topics = new Map<string, Map<number, PartitionState>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  get({ topic, partition }: PartitionRef): PartitionState | undefined {
    return this.#topics.get(topic)?.get(partition)
  }

  add(state: PartitionState): void {
    let partitions = this.#topics.get(state.topic)
    if (partitions === undefined) this.#topics.set(state.topic, (partitions = new Map()))
    if (!partitions.has(state.partition)) this.#size++
    partitions.set(state.partition, state)
  }

  delete({ topic, partition }: PartitionRef): void {
    const partitions = this.#topics.get(topic)
    if (partitions?.delete(partition) !== true) return
    this.#size--
    if (partitions.size === 0) this.#topics.delete(topic)
  }

  *[Symbol.iterator](): Generator<PartitionState, void> {
    for (const partitions of this.#topics.values()) yield* partitions.values()
  }

  topics(): readonly string[] {
    return [...this.#topics.keys()]
  }

  refs(): readonly PartitionRef[] {
    return [...this].map(({ topic, partition }) => ({ topic, partition }))
  }
}
