/**
 * How records get from a receive into a subscriber: as far as credit goes. The receive ends when the subscriber does,
 * and the other way round.
 */
import type { Subscriber } from 'rxjs'
import type { RecordSlice } from '../consumer/consumer-port.ts'
import type { Reception } from '../reception.ts'
import type { RecordBatch } from './receive-stream.ts'

type Slices<K, V> = readonly RecordSlice<K, V>[]

/** Runs until the receive is over; then completes the subscriber, or fails it. */
async function push<K, V, T>(reception: Reception<K, V>, subscriber: Subscriber<T>, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    reception.fail(error)
  }
  if (reception.failure !== undefined) {
    void reception.close()
    return subscriber.error(reception.failure.error)
  }
  await reception.drained()
  await reception.close()
  if (reception.endFailure === undefined) subscriber.complete()
  else subscriber.error(reception.endFailure)
}

/** `emit` hands out what a poll answered; it stops by itself when the subscriber has gone. */
export function pushPolled<K, V, T>(reception: Reception<K, V>, subscriber: Subscriber<T>, emit: (slices: Slices<K, V>) => void): () => void {
  void push(reception, subscriber, async () => {
    await reception.start()
    for (let records = await reception.demand(); records > 0; records = await reception.demand()) {
      emit(await reception.poll(records))
    }
  })
  return () => void reception.close()
}

/** One batch per poll; `prefetch` batches may be out whose stream has not ended. */
export function pushBatches<K, V, T>(
  reception: Reception<K, V>, subscriber: Subscriber<RecordBatch<T>>, prefetch: number,
  batchOf: (slices: Slices<K, V>, over: () => void) => RecordBatch<T> | undefined,
): () => void {
  let open = 0
  const over = (): void => {
    open--
    reception.changed()
  }
  void push(reception, subscriber, async () => {
    await reception.start()
    while (!reception.isOver) {
      if (open >= prefetch) {
        reception.noDemand()
        await reception.nextChange()
        continue
      }
      const records = await reception.demand()
      if (records === 0) return
      const batch = batchOf(await reception.poll(records), over)
      if (batch === undefined) continue
      open++
      subscriber.next(batch)
    }
  })
  return () => void reception.close()
}
