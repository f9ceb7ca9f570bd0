/** What a consumer has subscribed to, as topic names: given ones, or those that a pattern matches now. */
import type { Log } from '@odradek/platform'
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
  /** Topics, or the pattern, that were missing at the last look, with the number of looks. */
  readonly #missing = new Map<string, number>()

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
    this.#missing.clear()
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
    if (spec === undefined) return false
    if ('names' in spec) {
      if (spec.names.length > 0) await this.#cluster.refreshMetadata(spec.names, { autoCreate: this.#options.autoCreateTopics })
      this.#checkErrors(spec.names)
      return false
    }
    await this.#cluster.refreshMetadata(null)
    if ('serverPattern' in spec) {
      this.#checkServerPattern(spec.serverPattern)
      return false
    }
    const before = this.#matched
    this.#matched = this.#matching(spec.pattern)
    this.#checkMatch(String(spec.pattern), this.#matched.length > 0)
    return before.join('\n') !== this.#matched.join('\n')
  }

  #matching(pattern: RegExp): readonly string[] {
    const { metadata } = this.#cluster
    return metadata.topicNames().filter((name) => matches(pattern, name) && (this.#options.includeInternalTopics || metadata.topic(name)?.isInternal !== true)).toSorted()
  }

  #checkErrors(names: readonly string[]): void {
    const { metadata } = this.#cluster
    for (const name of names) {
      const errorCode = metadata.topicErrors.get(name)
      if (errorCode === undefined) {
        if (this.#missing.delete(name)) this.#log.info({ topic: name }, 'a subscribed topic that was missing is there')
        continue
      }
      const error = protocolError(errorCode, `subscription to topic ${name}`)
      if (!error.retriable) throw error
      if (errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) this.#missed(name)
    }
  }

  /** A topic that is being created is unknown at the first look, and there at the second. */
  #missed(name: string): void {
    const looks = (this.#missing.get(name) ?? 0) + 1
    this.#missing.set(name, looks)
    const { autoCreateTopics } = this.#options
    if (looks !== (autoCreateTopics ? 2 : 1)) return
    const nor = autoCreateTopics ? ', and the brokers do not create it (auto.create.topics.enable)' : ''
    this.#log.warn({ topic: name }, `the subscribed topic ${name} does not exist${nor}: create it, or correct the name; it is read from when it is there`)
  }

  /** What the broker makes of the pattern is not told: JavaScript's reading of it is near enough for a hint. */
  #checkServerPattern(pattern: string): void {
    let own: RegExp
    try {
      own = new RegExp(`^(?:${pattern})$`)
    } catch {
      return
    }
    this.#checkMatch(pattern, this.#matching(own).length > 0)
  }

  #checkMatch(pattern: string, hasMatch: boolean): void {
    if (hasMatch) this.#missing.delete(pattern)
    else if (!this.#missing.has(pattern)) {
      this.#missing.set(pattern, 1)
      this.#log.warn({ pattern, topics: this.#cluster.metadata.topicNames().length },
        `the subscribed pattern ${pattern} matches no topic that may be seen: correct it, or look at the ACLs; topics that come later are found within metadataMaxAgeMs`)
    }
  }

  get #log(): Log {
    return this.#cluster.options.world.log
  }
}

function matches(pattern: RegExp, name: string): boolean {
  pattern.lastIndex = 0
  return pattern.test(name)
}
