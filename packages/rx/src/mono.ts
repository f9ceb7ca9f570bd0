/** `Mono<T>` of Reactor in RxJS: a cold Observable of one value. `Mono<Void>` emits one `undefined`, then completes. */
import { Observable, type ObservableInput, lastValueFrom, from } from 'rxjs'

/** Runs `work` once per subscription and emits what it answers or resolves to. Unsubscribing does not undo it. */
export function mono<T>(work: (signal: AbortSignal) => T | Promise<T>): Observable<T> {
  return new Observable<T>((subscriber) => {
    const abort = new AbortController()
    const succeed = (value: T): void => {
      subscriber.next(value)
      subscriber.complete()
    }
    try {
      const result = work(abort.signal)
      if (result instanceof Promise) result.then(succeed, (error: unknown) => subscriber.error(error))
      else succeed(result)
    } catch (error) {
      subscriber.error(error)
    }
    return () => abort.abort()
  })
}

/** Waits until a source has completed; its values are dropped. */
export function drained(source: ObservableInput<unknown>): Promise<void> {
  return lastValueFrom(from(source), { defaultValue: undefined }).then(() => {})
}
