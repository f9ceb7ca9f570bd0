/** The parts of OpenTelemetry's API that are used, by shape: an application hands in its own, and nothing is depended on. */
export type AttributeValue = string | number | boolean
export type Attributes = Readonly<Record<string, AttributeValue>>

export interface SpanLike {
  setStatus(status: { code: number; message?: string }): unknown
  recordException(error: Error): void
  /** Epoch milliseconds. */
  end(endTime?: number): void
}

export interface TracerLike {
  startSpan(name: string, options?: { root?: boolean; kind?: number; attributes?: Record<string, AttributeValue>; startTime?: number }): SpanLike
}

export interface InstrumentLike {
  record(value: number, attributes?: Record<string, AttributeValue>): void
}

export interface CounterLike {
  add(value: number, attributes?: Record<string, AttributeValue>): void
}

export interface MeterLike {
  createHistogram(name: string, options?: { unit?: string; description?: string; advice?: { explicitBucketBoundaries?: number[] } }): InstrumentLike
  createCounter(name: string, options?: { unit?: string; description?: string }): CounterLike
}

/** SpanKind and SpanStatusCode of OpenTelemetry. */
export const CLIENT_SPAN = 2
export const PRODUCER_SPAN = 3
export const ERROR_STATUS = 2
