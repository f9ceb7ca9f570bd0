/**
 * Observations of sends and receives, as Micrometer's in Reactor Kafka: one interface that tracing and metrics libraries
 * are adapted to, no dependency on any. `openTelemetryObservations` adapts `@opentelemetry/api`.
 *
 * A registry writes its trace context into the carrier of a send and reads it from the carrier of a receive; the
 * carrier is the record's headers.
 */
export interface ObservationCarrier {
  get(key: string): string | undefined
  set(key: string, value: string): void
  keys(): readonly string[]
}

export interface ObservationContext {
  readonly name: 'reactor.kafka.sender' | 'reactor.kafka.receiver'
  readonly kind: 'PRODUCER' | 'CONSUMER'
  /** `<topic> publish` or `<topic> receive`. */
  readonly contextualName: string
  readonly topic: string
  /** `reactor.kafka.type` (sender or receiver) and `reactor.kafka.client.id`, and what a convention adds. */
  readonly keyValues: Readonly<Record<string, string>>
  readonly carrier: ObservationCarrier
  /** The record that is sent or was received. */
  readonly record: unknown
}

export interface Observation {
  error(error: unknown): void
  stop(): void
}

export interface ObservationRegistry {
  /** Called before a record is serialized (send) or before it is delivered (receive). */
  start(context: ObservationContext): Observation
}

/** Renames or adds to what is observed. */
export interface ObservationConvention {
  readonly contextualName?: (context: ObservationContext) => string
  readonly keyValues?: (context: ObservationContext) => Readonly<Record<string, string>>
}

export function observe(registry: ObservationRegistry, convention: ObservationConvention | undefined, context: ObservationContext): Observation {
  if (convention === undefined) return registry.start(context)
  return registry.start({
    ...context,
    contextualName: convention.contextualName?.(context) ?? context.contextualName,
    keyValues: { ...context.keyValues, ...convention.keyValues?.(context) },
  })
}

/** The part of `@opentelemetry/api` that is used. */
export interface OpenTelemetryApi {
  readonly trace: {
    getTracer(name: string): {
      startSpan(name: string, options: { kind: number; attributes: Record<string, string> }, context: unknown): OpenTelemetrySpan
    }
    setSpan(context: unknown, span: OpenTelemetrySpan): unknown
  }
  readonly context: { active(): unknown }
  readonly propagation: {
    inject(context: unknown, carrier: ObservationCarrier, setter: { set(carrier: ObservationCarrier, key: string, value: string): void }): void
    extract(
      context: unknown, carrier: ObservationCarrier,
      getter: { get(carrier: ObservationCarrier, key: string): string | undefined; keys(carrier: ObservationCarrier): string[] },
    ): unknown
  }
}

export interface OpenTelemetrySpan {
  recordException(error: Error): void
  setStatus(status: { code: number; message?: string }): void
  end(): void
}

const spanKind = { PRODUCER: 3, CONSUMER: 4 } as const
const statusError = 2

/** Spans through OpenTelemetry: pass the `@opentelemetry/api` module itself. */
export function openTelemetryObservations(api: OpenTelemetryApi): ObservationRegistry {
  const tracer = api.trace.getTracer('@odradek/rx')
  const getter = {
    get: (carrier: ObservationCarrier, key: string) => carrier.get(key),
    keys: (carrier: ObservationCarrier) => [...carrier.keys()],
  }
  const setter = { set: (carrier: ObservationCarrier, key: string, value: string) => carrier.set(key, value) }
  return {
    start(context) {
      const active = api.context.active()
      const parent = context.kind === 'CONSUMER' ? api.propagation.extract(active, context.carrier, getter) : active
      const span = tracer.startSpan(context.contextualName, { kind: spanKind[context.kind], attributes: { ...context.keyValues } }, parent)
      if (context.kind === 'PRODUCER') api.propagation.inject(api.trace.setSpan(active, span), context.carrier, setter)
      return {
        error(error) {
          span.recordException(error instanceof Error ? error : new Error(String(error)))
          span.setStatus({ code: statusError, message: String(error) })
        },
        stop: () => span.end(),
      }
    },
  }
}
