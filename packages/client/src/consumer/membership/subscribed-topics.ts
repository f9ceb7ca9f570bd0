/** What a consumer has subscribed to, as topic names: given ones, or those that a pattern matches now. */
import { ErrorCode } from '@odradek/protocol/internal'
import type { Cluster } from '../../cluster.ts'
import { protocolError } from '../../errors.ts'
import type { ResolvedConsumerOptions } from '../options.ts'

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
  readonly #saidMissing = new Set<string>()

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

  /** Asks the cluster; true when other topics match than before. @throws KafkaError where a topic is refused for good. */
  async refresh(): Promise<boolean> {
    const spec = this.#spec
    if (spec === undefined || 'serverPattern' in spec) return false
    if ('names' in spec) {
      if (spec.names.length > 0) await this.#cluster.refreshMetadata(spec.names, { autoCreate: this.#options.autoCreateTopics })
      this.#checkErrors(spec.names)
      return false
    }
    await this.#cluster.refreshMetadata(null)
    const { metadata } = this.#cluster
    const before = this.#matched
    this.#matched = metadata.topicNames().filter((name) => matches(spec.pattern, name) && (this.#options.includeInternalTopics || metadata.topic(name)?.isInternal !== true)).toSorted()
    return before.join('\n') !== this.#matched.join('\n')
  }

  #checkErrors(names: readonly string[]): void {
    const { metadata, options } = this.#cluster
    for (const name of names) {
      const errorCode = metadata.topicErrors.get(name)
      if (errorCode === undefined) continue
      const error = protocolError(errorCode, `subscription to topic ${name}`)
      if (!error.retriable) throw error
      if (errorCode !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION || this.#saidMissing.has(name)) continue
      this.#saidMissing.add(name)
      options.world.log.warn({ topic: name }, 'a subscribed topic does not exist: it is read from when it does')
    }
  }
}

function matches(pattern: RegExp, name: string): boolean {
  pattern.lastIndex = 0
  return pattern.test(name)
}
