/**
 * OpenTelemetry from the diagnostics channels, by the messaging conventions (1.43): spans and durations of `send`, `poll`
 * and `commit`, counts of messages sent and consumed. A batch is one operation; its span covers the last request.
 *
 * Covers every client of this process. Nothing is built on the channels while nobody is instrumented.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { nodeWorld } from '@odradek/platform/node'
import { commitChannel, deliverChannel, fetchChannel } from '../consumer/channels.ts'
import { KafkaError } from '../errors.ts'
import type { BatchReport } from '../producer/pending-batch.ts'
import { dispatchChannel } from '../producer/stages.ts'
import { type AttributeValue, CLIENT_SPAN, ERROR_STATUS, type MeterLike, PRODUCER_SPAN, type TracerLike } from './structural.ts'

export interface InstrumentationOptions {
  /** Of `@opentelemetry/api`: `trace.getTracer('odradek')`. Without it there are no spans. */
  readonly tracer?: TracerLike
  /** Of `@opentelemetry/api`: `metrics.getMeter('odradek')`. Without it there are no metrics. */
  readonly meter?: MeterLike
  /** Epoch milliseconds; for tests. Default: the system's clock. */
  readonly now?: () => number
}

export interface Instrumentation {
  /** Ends it. Spans that were started are finished already. */
  disable(): void
}

/** What the conventions recommend for durations, in seconds. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

type Mutable = Record<string, AttributeValue>

interface Operation {
  readonly name: 'send' | 'poll' | 'commit'
  readonly type: 'send' | 'receive' | 'settle'
  readonly kind: number
  /** Second word of the span's name. */
  readonly destination: string | undefined
  readonly durationMs: number
  /** Few values: on spans and metrics. */
  readonly attributes: Mutable
  /** Many values: on spans only. */
  readonly details: Mutable
  readonly error: unknown
}

interface FailedBatch {
  readonly topic: string
  readonly partition: number
  readonly records: number
  readonly error: KafkaError
}

type Dispatched = { readonly report: BatchReport } | FailedBatch

interface Fetched {
  readonly node: number
  readonly partitions: number
  readonly bytes: number
  readonly requestMs: number
}

interface Committed {
  readonly groupId: string
  readonly offsets: readonly unknown[]
  readonly commitMs: number
  readonly error?: unknown
}

interface Delivered {
  readonly topic: string
  readonly partition: number
  readonly records: number
}

const errorType = (error: unknown): string => (error instanceof KafkaError ? error.code : error instanceof Error ? error.name : '_OTHER')

function sendOperation(told: Dispatched): Operation {
  const { topic, partition } = 'report' in told ? told.report : told
  const attributes: Mutable = { 'messaging.destination.name': topic, 'messaging.destination.partition.id': String(partition) }
  const common = { name: 'send', type: 'send', kind: PRODUCER_SPAN, destination: topic, attributes } as const
  if (!('report' in told)) return { ...common, durationMs: 0, details: { 'messaging.batch.message_count': told.records }, error: told.error }
  const { recordCount, baseOffset, bytes, timings } = told.report
  const details: Mutable = { 'messaging.batch.message_count': recordCount, 'messaging.message.body.size': bytes }
  if (baseOffset >= 0) details['messaging.kafka.offset'] = baseOffset
  return { ...common, durationMs: timings.requestMs, details, error: undefined }
}

const pollOperation = ({ node, partitions, bytes, requestMs }: Fetched): Operation => ({
  name: 'poll', type: 'receive', kind: CLIENT_SPAN, destination: undefined, durationMs: requestMs, attributes: {},
  details: { 'odradek.broker.id': node, 'odradek.fetch.partitions': partitions, 'odradek.fetch.bytes': bytes }, error: undefined,
})

const commitOperation = ({ groupId, offsets, commitMs, error }: Committed): Operation => ({
  name: 'commit', type: 'settle', kind: CLIENT_SPAN, destination: undefined, durationMs: commitMs,
  attributes: { 'messaging.consumer.group.name': groupId }, details: { 'odradek.commit.partitions': offsets.length }, error,
})

/** Starts to report what all clients of this process do. */
export function instrument(options: InstrumentationOptions): Instrumentation {
  const { tracer, meter } = options
  const clock = options.now === undefined ? nodeWorld().clock : undefined
  const now = options.now ?? (() => clock!.wallMs())
  const duration = meter?.createHistogram('messaging.client.operation.duration', {
    unit: 's', description: 'Duration of messaging operations of a client.', advice: { explicitBucketBoundaries: DURATION_BUCKETS },
  })
  const sent = meter?.createCounter('messaging.client.sent.messages', { unit: '{message}', description: 'Messages that a producer tried to send.' })
  const consumed = meter?.createCounter('messaging.client.consumed.messages', { unit: '{message}', description: 'Messages delivered to the application.' })

  const report = (operation: Operation): Mutable => {
    const { name, type, kind, destination, durationMs, error } = operation
    const attributes: Mutable = { 'messaging.system': 'kafka', 'messaging.operation.name': name, ...operation.attributes }
    if (error !== undefined) attributes['error.type'] = errorType(error)
    duration?.record(durationMs / 1000, { ...attributes, 'messaging.operation.type': type })
    if (tracer === undefined) return attributes
    const endTime = now()
    const span = tracer.startSpan(destination === undefined ? name : `${name} ${destination}`, {
      // A batch carries the records of many callers: it belongs to no trace of theirs.
      root: true, kind, startTime: endTime - durationMs, attributes: { ...attributes, 'messaging.operation.type': type, ...operation.details },
    })
    if (error !== undefined) {
      span.setStatus({ code: ERROR_STATUS, message: error instanceof Error ? error.message : String(error) })
      if (error instanceof Error) span.recordException(error)
    }
    span.end(endTime)
    return attributes
  }
  const listeners: readonly (readonly [name: string | symbol, listener: (message: unknown) => void])[] = [
    [dispatchChannel.name, (message) => {
      const told = message as Dispatched
      sent?.add('report' in told ? told.report.recordCount : told.records, report(sendOperation(told)))
    }],
    [fetchChannel.name, (message) => void report(pollOperation(message as Fetched))],
    [commitChannel.name, (message) => void report(commitOperation(message as Committed))],
    [deliverChannel.name, (message) => {
      const { topic, partition, records } = message as Delivered
      consumed?.add(records, {
        'messaging.system': 'kafka', 'messaging.operation.name': 'poll', 'messaging.destination.name': topic, 'messaging.destination.partition.id': String(partition),
      })
    }],
  ]
  for (const [name, listener] of listeners) subscribe(name, listener)
  return {
    disable() {
      for (const [name, listener] of listeners) unsubscribe(name, listener)
    },
  }
}
