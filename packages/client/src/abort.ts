/** Waiting that the caller may end: everything that waits takes a signal, and says ABORTED with its reason as cause. */
import { abortSignal, verify } from './checks.ts'
import { KafkaError } from './errors.ts'

export function aborted(signal: AbortSignal | undefined): KafkaError {
  return new KafkaError('ABORTED', 'the caller aborted the wait', { cause: signal?.reason })
}

/** @throws KafkaError ABORTED when the signal has aborted already, INVALID_ARGUMENT when it is none. */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  verify(abortSignal, signal, 'signal')
  if (signal.aborted) throw aborted(signal)
}

/** Ends the wait when the signal aborts. What is waited for goes on, and its outcome is nobody's any more. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    // What is waited for is nobody's then.
    promise.catch(() => {})
    verify(abortSignal, signal, 'signal')
    const abort = (): void => reject(aborted(signal))
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}
