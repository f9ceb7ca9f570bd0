/** Spans of single records: `create` when one is sent, `process` around its handler. */
import {
  type Attributes, type Context, context, type Histogram, type Span, SpanKind, SpanStatusCode, trace, type Tracer,
} from '@opentelemetry/api'
import type { ConsumerRecord, ProducerRecord } from '@odradek/client'
import { nodeClock } from '@odradek/platform/node'
import type { KafkaInstrumentationOptions } from './options.ts'
import { inject, traceOf } from './propagation.ts'

/** Of the channel `odradek:producer:send`. */
export interface Sending {
  readonly topic: string
  readonly record: ProducerRecord<unknown, unknown>
  readonly headers: Record<string, string>
}

/** Of the channel `odradek:consumer:process`. */
export interface Processing {
  readonly record: ConsumerRecord<unknown, unknown>
  readonly groupId: string | undefined
  run: (work: () => void | Promise<void>) => void | Promise<void>
}

const SYSTEM = { 'messaging.system': 'kafka' } as const

function ofMessage(key: unknown, value: unknown, withKey: boolean): Attributes {
  const attributes: Attributes = {}
  if (withKey && (typeof key === 'string' || Buffer.isBuffer(key))) attributes['messaging.kafka.message.key'] = String(key)
  if (value === null) attributes['messaging.kafka.message.tombstone'] = true
  return attributes
}

export function created(tracer: Tracer, { topic, record, headers }: Sending, options: KafkaInstrumentationOptions): void {
  if (options.messageSpans === false) return inject(context.active(), headers)
  const span = tracer.startSpan(`create ${topic}`, {
    kind: SpanKind.PRODUCER,
    attributes: {
      ...SYSTEM, 'messaging.operation.name': 'create', 'messaging.operation.type': 'create', 'messaging.destination.name': topic,
      ...ofMessage(record.key, record.value, options.recordKeys === true),
      ...(record.partition === undefined ? {} : { 'messaging.destination.partition.id': String(record.partition) }),
    },
  })
  inject(trace.setSpan(context.active(), span), headers)
  span.end()
}

/** Puts a `process` span around the handler: it is the active one while the handler works, and ends with it. */
export function processed(tracer: Tracer, duration: Histogram, message: Processing, options: KafkaInstrumentationOptions): void {
  const { record, groupId, run } = message
  const attributes: Attributes = {
    ...SYSTEM, 'messaging.operation.name': 'process', 'messaging.destination.name': record.topic,
    'messaging.destination.partition.id': String(record.partition),
    ...(groupId === undefined ? {} : { 'messaging.consumer.group.name': groupId }),
  }
  message.run = (work) => run(() => {
    const span = start(tracer, record, attributes, options)
    const startedAt = nodeClock.monotonicMs()
    const end = (error?: unknown): void => {
      const failed = error === undefined ? {} : { 'error.type': error instanceof Error ? error.name : '_OTHER' }
      if (error !== undefined) failedWith(span.span, error)
      span.span.end()
      duration.record((nodeClock.monotonicMs() - startedAt) / 1000, { ...attributes, ...failed })
    }
    return context.with(span.context, () => around(work, end))
  })
}

const isThenable = (value: unknown): value is Promise<void> => typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

function around(work: () => void | Promise<void>, end: (error?: unknown) => void): void | Promise<void> {
  try {
    const result = work()
    // A handler may answer anything: `each((record) => list.push(record))`.
    if (!isThenable(result)) {
      end()
      return result
    }
    return result.then(() => end(), (error: unknown) => {
      end(error ?? new Error('rejected without a reason'))
      throw error
    })
  } catch (error) {
    end(error ?? new Error('thrown without a reason'))
    throw error
  }
}

function start(tracer: Tracer, record: ConsumerRecord<unknown, unknown>, attributes: Attributes, options: KafkaInstrumentationOptions): { span: Span; context: Context } {
  const came = traceOf(record)
  const creator = trace.getSpanContext(came)
  const asChild = options.processAsChild !== false
  const parent = asChild ? came : context.active()
  const span = tracer.startSpan(`process ${record.topic}`, {
    kind: SpanKind.CONSUMER,
    ...(asChild || creator === undefined ? {} : { links: [{ context: creator }] }),
    attributes: {
      ...attributes, 'messaging.operation.type': 'process', 'messaging.kafka.offset': record.offset,
      ...ofMessage(options.recordKeys === true ? record.rawKey : undefined, undefined, options.recordKeys === true),
    },
  }, parent)
  return { span, context: trace.setSpan(parent, span) }
}

function failedWith(span: Span, error: unknown): void {
  span.setAttribute('error.type', error instanceof Error ? error.name : '_OTHER')
  span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) })
  if (error instanceof Error) span.recordException(error)
}
