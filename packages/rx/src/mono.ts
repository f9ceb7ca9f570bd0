/** `Mono<T>` of Reactor in RxJS: a cold Observable of one value. `Mono<Void>` emits one `undefined`, then completes. */
import { KafkaError } from '@odradek/client'
import { Observable, type ObservableInput, lastValueFrom, from } from 'rxjs'
import { shown } from './given.ts'

/** Runs `work` once per subscription and emits what it answers or resolves to. Unsubscribing does not undo it. */
export function mono<T>(work: () => T | Promise<T>): Observable<T> {
  return new Observable<T>((subscriber) => {
    const succeed = (value: T): void => {
      subscriber.next(value)
      subscriber.complete()
    }
    try {
      const result = work()
      if (result instanceof Promise) result.then(succeed, (error: unknown) => subscriber.error(error))
      else succeed(result)
    } catch (error) {
      subscriber.error(error)
    }
  })
}

/** What a handler answered, or a link of a chain is. @throws KafkaError INVALID_ARGUMENT when it is nothing that can be waited for. */
export function inputFrom<R>(answer: ObservableInput<R>): Observable<R> {
  try {
    return from(answer)
  } catch (cause) {
    throw new KafkaError('INVALID_ARGUMENT', `a handler, or a link, must be a Promise, an Observable or an iterable, not ${shown(answer)}; an async function answers one`, { cause })
  }
}

/** Waits until a source has completed; its values are dropped. */
export function drained(source: ObservableInput<unknown>): Promise<void> {
  return lastValueFrom(from(source), { defaultValue: undefined }).then(() => {})
}
