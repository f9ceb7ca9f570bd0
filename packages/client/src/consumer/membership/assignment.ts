/** The partitions that a consumer has, by topic and number. */
import type { PartitionRef } from '../../admin/by-leader.ts'
import type { PartitionState } from '../positions/partition-state.ts'

export class AssignedPartitions {
  readonly #topics = new Map<string, Map<number, PartitionState>>()
  /** All of them, made anew after a change: they are gone through with every answer and every record that is asked for. */
  #all: readonly PartitionState[] | undefined

  get size(): number {
    return this.all.length
  }

  /** In the order of their topics. What comes or goes meanwhile does not change the list. */
  get all(): readonly PartitionState[] {
    return (this.#all ??= [...this.#topics.values()].flatMap((partitions) => [...partitions.values()]))
  }

  get({ topic, partition }: PartitionRef): PartitionState | undefined {
    return this.#topics.get(topic)?.get(partition)
  }

  add(state: PartitionState): void {
    let partitions = this.#topics.get(state.topic)
    if (partitions === undefined) this.#topics.set(state.topic, (partitions = new Map()))
    partitions.set(state.partition, state)
    this.#all = undefined
  }

  delete({ topic, partition }: PartitionRef): void {
    const partitions = this.#topics.get(topic)
    if (partitions?.delete(partition) !== true) return
    this.#all = undefined
    if (partitions.size === 0) this.#topics.delete(topic)
  }

  [Symbol.iterator](): Iterator<PartitionState> {
    return this.all[Symbol.iterator]()
  }

  topics(): readonly string[] {
    return [...this.#topics.keys()]
  }

  refs(): readonly PartitionRef[] {
    return this.all.map(({ topic, partition }) => ({ topic, partition }))
  }
}
