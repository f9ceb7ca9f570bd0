/**
 * A chain of sends without results: each link starts when the one before has completed, and a failing link ends the
 * chain. An Observable that emits nothing; nothing is sent until it is subscribed (or awaited).
 */
import { EMPTY, Observable, type ObservableInput, concat, ignoreElements } from 'rxjs'
import { drained, inputFrom } from '../mono.ts'
import type { RecordSource } from '../source.ts'
import type { ProducerRecord } from './sender-record.ts'

/** Who sends what the links of a chain bring: a `KafkaSender`, whose results a chain does not look at. */
export interface LinkSender {
  send(records: RecordSource<never>): Observable<unknown>
  sendTransactionally(transactions: RecordSource<RecordSource<never>>): Observable<unknown>
}

export class KafkaOutbound<K, V> extends Observable<void> {
  readonly #sender: LinkSender
  readonly #chain: Observable<never>

  constructor(sender: LinkSender, chain: Observable<never> = EMPTY) {
    super((subscriber) => chain.subscribe(subscriber))
    this.#sender = sender
    this.#chain = chain
  }

  send(records: RecordSource<ProducerRecord<K, V>>): KafkaOutbound<K, V> {
    return this.#linked(this.#sender.send(records as RecordSource<never>))
  }

  /** One transaction per inner source. @throws KafkaError when the sender is not transactional. */
  sendTransactionally(transactions: RecordSource<RecordSource<ProducerRecord<K, V>>>): KafkaOutbound<K, V> {
    return this.#linked(this.#sender.sendTransactionally(transactions as RecordSource<RecordSource<never>>))
  }

  // oxlint-disable unicorn/no-thenable -- Reactor's name
  /** The end of the chain: emits one `undefined` when everything was delivered. */
  then(): Observable<void>
  /** Appends something else to the chain; its values are dropped. */
  then(other: ObservableInput<unknown>): KafkaOutbound<K, V>
  then(first?: unknown, second?: unknown): unknown {
    // The language takes whatever has a `then` for a promise: an async function that answers a chain runs it.
    if (typeof first === 'function' || typeof second === 'function') {
      return drained(this.#chain).then(first as () => unknown, second as (reason: unknown) => unknown)
    }
    if (first !== undefined && first !== null) return this.#linked(inputFrom(first as ObservableInput<unknown>))
    return concat(this.#chain, [undefined])
  }
  // oxlint-enable unicorn/no-thenable

  /** Runs the chain; resolves when everything was delivered. @throws what the failing link failed with. */
  run(): Promise<void> {
    return drained(this.#chain)
  }

  #linked(next: Observable<unknown>): KafkaOutbound<K, V> {
    return new KafkaOutbound(this.#sender, concat(this.#chain, next.pipe(ignoreElements())))
  }
}
