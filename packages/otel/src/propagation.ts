/** Trace context in record headers, by the propagator that the application registered (W3C Trace Context by default). */
import { type Context, context, propagation } from '@opentelemetry/api'
import { traceCarrier } from '@odradek/client'

interface Headed {
  readonly headers: Iterable<{ readonly key: string; readonly value: Uint8Array | null }>
}

/** The context that came with a record; the active one with nothing added where none did. */
export function traceOf(record: Headed): Context {
  return propagation.extract(context.active(), traceCarrier(record.headers))
}

export function inject(from: Context, headers: Record<string, string>): void {
  propagation.inject(from, headers)
}
