/**
 * `consumer.run`: handlers that were said topic by topic, or functions in kafkajs's shape, over one `each` or `batches`.
 */
import { KafkaError } from '../errors.ts'
import type { EachOptions, RecordHandler } from './delivery/handlers.ts'
import { handleEach } from './delivery/handlers.ts'
import type { ErrorPolicy } from './delivery/error-policy.ts'
import type { AnyTopic } from './delivery/topics.ts'
import { type ConsumerLike, type EachBatchPayload, type EachMessagePayload, messagePayload, runBatches } from './kafkajs-shapes.ts'

interface Runner extends ConsumerLike {
  subscribe(topics: readonly (string | AnyTopic)[]): unknown
  each(handler: RecordHandler<Buffer | null, Buffer | null>, options: EachOptions): Promise<void>
}

export interface TopicHandlerOptions<K = Buffer | null, V = Buffer | null> {
  /** For records of this topic, before that of `run`. */
  readonly onError?: ErrorPolicy<K, V>
}

export interface RunOptions extends EachOptions {
  /** As in kafkajs: instead of handlers by `on`. The record is done when it resolves. */
  readonly eachMessage?: (payload: EachMessagePayload) => void | Promise<void>
  /** As in kafkajs. One at a time for each partition; what it threw ends `run`. */
  readonly eachBatch?: (payload: EachBatchPayload) => void | Promise<void>
  /** Of `eachBatch`: the whole batch is done when it resolves. Default true. */
  readonly eachBatchAutoResolve?: boolean
  /** kafkajs's name of `concurrency`. */
  readonly partitionsConsumedConcurrently?: number
}

/** kafkajs tells of these by `consumer.on`. */
const KAFKAJS_EVENT = /^consumer\.(heartbeat|commit_offsets|group_join|fetch_start|fetch|start_batch_process|end_batch_process|connect|disconnect|stop|crash|rebalancing|received_unsubscribed_topics|network\.\w+)$/

export class TopicHandlers {
  readonly #topics = new Map<string, string | AnyTopic>()
  readonly #handlers = new Map<string, RecordHandler<Buffer | null, Buffer | null>>()
  readonly #policies = new Map<string, ErrorPolicy>()

  /** @throws KafkaError INVALID_ARGUMENT for a second handler of a topic. */
  add(topic: string | AnyTopic, handler: RecordHandler<Buffer | null, Buffer | null>, options: TopicHandlerOptions): void {
    const name = typeof topic === 'string' ? topic : topic.name
    if (KAFKAJS_EVENT.test(name)) {
      throw new KafkaError('INVALID_ARGUMENT', `on: ${name} is an event of kafkajs, not a topic; look at consumer.closed, consumer.state, the logger, or the diagnostics channels odradek:consumer:*`)
    }
    if (typeof handler !== 'function') throw new KafkaError('INVALID_ARGUMENT', `on: the handler of ${name} must be a function`)
    if (this.#handlers.has(name)) throw new KafkaError('INVALID_ARGUMENT', `on: ${name} has a handler already`)
    this.#topics.set(name, topic)
    this.#handlers.set(name, handler)
    if (options.onError !== undefined) this.#policies.set(name, options.onError)
  }

  run(consumer: Runner, options: RunOptions): Promise<void> {
    const { eachMessage, eachBatch, eachBatchAutoResolve: autoResolve = true, partitionsConsumedConcurrently = 1, concurrency = partitionsConsumedConcurrently, ...rest } = options
    if (eachBatch !== undefined) return runBatches(consumer, eachBatch, { concurrency, autoResolve, signal: options.signal })
    const each: EachOptions = { ...rest, concurrency }
    if (eachMessage !== undefined) return consumer.each((record) => eachMessage(messagePayload(consumer, record)), each)
    if (this.#handlers.size === 0) {
      throw new KafkaError('INVALID_ARGUMENT', 'run: nothing is said to do with records: call consumer.on(topic, handler) before, or consumer.each(handler)')
    }
    if (!consumer.core.subscribed.isActive) consumer.subscribe([...this.#topics.values()])
    return handleEach(consumer.core.delivery, (record) => this.#handle(record), each, this.#policies)
  }

  #handle(record: Parameters<RecordHandler<Buffer | null, Buffer | null>>[0]): void | Promise<void> {
    const handler = this.#handlers.get(record.topic)
    if (handler === undefined) throw new KafkaError('INVALID_ARGUMENT', `run: there is no handler for topic ${record.topic}: call consumer.on(topic, handler) before`)
    return handler(record)
  }
}
