/**
 * The instrumentation: `@opentelemetry/instrumentation`'s interface, so that `registerInstrumentations` and auto
 * loaders take it, without that package: nothing is patched, the client tells on its diagnostics channels. It covers
 * every client of the process, also those made before.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import {
  type Histogram, type Meter, type MeterProvider, metrics, trace, type Tracer, type TracerProvider,
} from '@opentelemetry/api'
import { instrument, type Instrumentation, type MeterLike, type TracerLike } from '@odradek/client'
import { created, type Processing, processed, type Sending } from './messages.ts'
import type { KafkaInstrumentationOptions } from './options.ts'

const NAME = '@odradek/otel'
const VERSION = '0.1.0'
const SEND = 'odradek:producer:send'
const PROCESS = 'odradek:consumer:process'

export class KafkaInstrumentation {
  readonly instrumentationName: string = NAME
  readonly instrumentationVersion: string = VERSION
  #options: KafkaInstrumentationOptions
  #tracer: Tracer
  #meter: Meter
  #processDuration: Histogram
  #batches: Instrumentation | undefined
  readonly #sending = (message: unknown): void => created(this.#tracer, message as Sending, this.#options)
  readonly #processing = (message: unknown): void => processed(this.#tracer, this.#processDuration, message as Processing, this.#options)

  constructor(options: KafkaInstrumentationOptions = {}) {
    this.#options = options
    this.#tracer = trace.getTracer(NAME, VERSION)
    this.#meter = metrics.getMeter(NAME, VERSION)
    this.#processDuration = processDuration(this.#meter)
    if (options.enabled !== false) this.enable()
  }

  enable(): void {
    if (this.#batches !== undefined) return
    this.#batches = instrument({ tracer: this.#tracer as TracerLike, meter: this.#meter as MeterLike })
    subscribe(SEND, this.#sending)
    subscribe(PROCESS, this.#processing)
  }

  disable(): void {
    this.#batches?.disable()
    this.#batches = undefined
    unsubscribe(SEND, this.#sending)
    unsubscribe(PROCESS, this.#processing)
  }

  setTracerProvider(provider: TracerProvider): void {
    this.#tracer = provider.getTracer(NAME, VERSION)
    this.#again()
  }

  setMeterProvider(provider: MeterProvider): void {
    this.#meter = provider.getMeter(NAME, VERSION)
    this.#processDuration = processDuration(this.#meter)
    this.#again()
  }

  setConfig(options: KafkaInstrumentationOptions): void {
    this.#options = options
  }

  getConfig(): KafkaInstrumentationOptions {
    return this.#options
  }

  /** What is reported of batches knows its tracer and meter from its start. */
  #again(): void {
    if (this.#batches === undefined) return
    this.disable()
    this.enable()
  }
}

function processDuration(meter: Meter): Histogram {
  return meter.createHistogram('messaging.process.duration', {
    unit: 's', description: 'Duration of processing a message.',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] },
  })
}
