/** The trace of whoever sends, in the headers of a record (W3C Trace Context), by the application's own propagator. */
import type { Bytes } from '../serde.ts'

/** What has headers: a record to send. */
export interface Headed {
  readonly headers?: Readonly<Record<string, Bytes>> | readonly { readonly key: string; readonly value: Bytes }[]
}

/**
 * The record with what `inject` writes added to its headers; one of the same name is replaced.
 * With OpenTelemetry: `withTrace(record, (carrier) => propagation.inject(context.active(), carrier))`.
 */
export function withTrace<R extends Headed>(record: R, inject: (carrier: Record<string, string>) => void): R {
  const carrier: Record<string, string> = {}
  inject(carrier)
  const { headers = {} } = record
  if (!Array.isArray(headers)) return { ...record, headers: { ...headers, ...carrier } }
  return { ...record, headers: [...headers.filter(({ key }) => !(key in carrier)), ...Object.entries(carrier).map(([key, value]) => ({ key, value }))] }
}

/** The headers as text, for `propagation.extract(context.active(), traceCarrier(record.headers))`; of a name that occurs twice the last. */
export function traceCarrier(headers: Iterable<{ readonly key: string; readonly value: Uint8Array | null }>): Record<string, string> {
  const carrier: Record<string, string> = {}
  for (const { key, value } of headers) if (value !== null) carrier[key] = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8')
  return carrier
}
