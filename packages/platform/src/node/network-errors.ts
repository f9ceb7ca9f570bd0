/** Errors of a connection attempt that Node does not make itself, with Node's codes. */
import type { ConnectOptions } from '../transport.ts'

export function timeoutError({ host, port }: ConnectOptions, timeoutMs: number): Error {
  return Object.assign(new Error(`connect ETIMEDOUT ${host}:${port} after ${timeoutMs} ms`), { code: 'ETIMEDOUT' })
}

export function abortError(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : Object.assign(new Error('aborted'), { code: 'ABORT_ERR' })
}
