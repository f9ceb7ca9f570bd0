/**
 * Meters of the producers and consumers that senders and receivers open: there while they are open, removed when they
 * are closed (R39). What MicrometerProducerListener and MicrometerConsumerListener are in Reactor Kafka, over an
 * interface of one method that any metrics library fits.
 */
import type { ReceivingConsumer } from './receiver/consumer/consumer-port.ts'
import type { ConsumerListener } from './receiver/options/receiver-options.ts'
import type { SendingProducer } from './sender/producer-port.ts'
import type { ProducerListener } from './sender/sender-options.ts'

export interface MeterRegistry {
  /** A gauge that is read when somebody looks. Answers how to remove it. */
  gauge(name: string, tags: Readonly<Record<string, string>>, read: () => number): () => void
}

interface Measured {
  metrics(): Readonly<Record<string, number>>
}

class Meters {
  readonly #registry: MeterRegistry
  readonly #prefix: string
  readonly #tags: Readonly<Record<string, string>>
  readonly #registered = new Map<string, (() => void)[]>()

  constructor(registry: MeterRegistry, prefix: string, tags: Readonly<Record<string, string>>) {
    this.#registry = registry
    this.#prefix = prefix
    this.#tags = tags
  }

  add(id: string, measured: Measured): void {
    this.remove(id)
    const tags = { ...this.#tags, 'reactor.kafka.id': id }
    const removers = Object.keys(measured.metrics()).map((name) =>
      this.#registry.gauge(`${this.#prefix}.${name.replaceAll('-', '.')}`, tags, () => measured.metrics()[name] ?? Number.NaN),
    )
    this.#registered.set(id, removers)
  }

  remove(id: string): void {
    for (const removeGauge of this.#registered.get(id) ?? []) removeGauge()
    this.#registered.delete(id)
  }
}

export class MicrometerProducerListener implements ProducerListener {
  readonly #meters: Meters

  constructor(registry: MeterRegistry, tags: Readonly<Record<string, string>> = {}) {
    this.#meters = new Meters(registry, 'kafka.producer', tags)
  }

  producerAdded(id: string, producer: SendingProducer): void {
    this.#meters.add(id, { metrics: () => ({ 'buffer-available-bytes': producer.availableBytes }) })
  }

  producerRemoved(id: string): void {
    this.#meters.remove(id)
  }
}

export class MicrometerConsumerListener implements ConsumerListener {
  readonly #meters: Meters

  constructor(registry: MeterRegistry, tags: Readonly<Record<string, string>> = {}) {
    this.#meters = new Meters(registry, 'kafka.consumer', tags)
  }

  consumerAdded(id: string, consumer: ReceivingConsumer<unknown, unknown>): void {
    this.#meters.add(id, consumer)
  }

  consumerRemoved(id: string): void {
    this.#meters.remove(id)
  }
}
