/** What a consumer has subscribed to, as topic names: given ones, or those that a pattern matches now. */
import type { Cluster } from '../cluster.ts'
import type { ResolvedConsumerOptions } from './options.ts'

export type SubscriptionSpec =
  | { readonly names: readonly string[] }
  | { readonly pattern: RegExp }
  /** Google RE2 syntax; the broker matches (KIP-848). */
  | { readonly serverPattern: string }

export class SubscribedTopics {
  readonly #cluster: Cluster
  readonly #options: ResolvedConsumerOptions
  #spec: SubscriptionSpec | undefined
  #matched: readonly string[] = []

  constructor(cluster: Cluster, options: ResolvedConsumerOptions) {
    this.#cluster = cluster
    this.#options = options
  }

  get isActive(): boolean {
    return this.#spec !== undefined
  }

  get serverPattern(): string | undefined {
    return this.#spec !== undefined && 'serverPattern' in this.#spec ? this.#spec.serverPattern : undefined
  }

  set(spec: SubscriptionSpec): void {
    this.#spec = spec
    if ('names' in spec) this.#matched = spec.names.toSorted()
    else this.#matched = []
  }

  names(): readonly string[] {
    return this.#matched
  }

  /** Every subscribed topic is known. */
  get isComplete(): boolean {
    return this.#matched.every((name) => this.#cluster.metadata.topic(name) !== undefined)
  }

  /** Asks the cluster; true when other topics match than before. */
  async refresh(): Promise<boolean> {
    const spec = this.#spec
    if (spec === undefined || 'serverPattern' in spec) return false
    if ('names' in spec) {
      if (spec.names.length > 0) await this.#cluster.refreshMetadata(spec.names, { autoCreate: this.#options.autoCreateTopics })
      return false
    }
    await this.#cluster.refreshMetadata(null)
    const { metadata } = this.#cluster
    const before = this.#matched
    this.#matched = metadata.topicNames().filter((name) => matches(spec.pattern, name) && (this.#options.includeInternalTopics || metadata.topic(name)?.isInternal !== true)).toSorted()
    return before.join('\n') !== this.#matched.join('\n')
  }
}

function matches(pattern: RegExp, name: string): boolean {
  pattern.lastIndex = 0
  return pattern.test(name)
}
