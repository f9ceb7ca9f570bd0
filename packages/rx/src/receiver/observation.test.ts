/** O1 in every way of receiving: each record is observed once, and its observation ends. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Observable, concatMap, from, lastValueFrom, mergeMap, of, take, throwError, toArray } from 'rxjs'
import { KafkaReceiver, type ObservationContext, type ObservationRegistry, ReceiverOptions } from '../index.ts'
import { ScriptedCluster } from '../testing/scripted-cluster.ts'

interface Observed {
  readonly registry: ObservationRegistry
  readonly started: ObservationContext[]
  open: number
  errors: number
}

function observed(): Observed {
  const found: Observed = {
    started: [], open: 0, errors: 0,
    registry: {
      start(context) {
        found.started.push(context)
        found.open++
        return { error: () => void found.errors++, stop: () => void found.open-- }
      },
    },
  }
  return found
}

function fixture(): { readonly receiver: KafkaReceiver<number, string>; readonly observed: Observed } {
  const cluster = new ScriptedCluster({ t: 1 })
  cluster.append('t', 0, 4)
  const watch = observed()
  return { receiver: KafkaReceiver.create(cluster, ReceiverOptions.create<number, string>({ 'group.id': 'g' }).subscription(['t']).withObservation(watch.registry)), observed: watch }
}

type Receiver = KafkaReceiver<number, string>

/** Takes all four records. `isOpen` tells whether work on a record goes on inside its observation. */
const pushed: Readonly<Record<string, (receiver: Receiver) => Observable<unknown>>> = {
  receive: (receiver) => receiver.receive().pipe(take(4)),
  receiveBatch: (receiver) => receiver.receiveBatch().pipe(concatMap((batch) => batch), take(4)),
  receiveAutoAck: (receiver) => receiver.receiveAutoAck().pipe(concatMap((batch) => batch), take(4)),
  'receiveAtmostOnce(handler)': (receiver) => receiver.receiveAtmostOnce((record) => from(Promise.resolve(record.offset)), 2).pipe(take(4)),
}

async function* flat<T>(batches: AsyncIterable<AsyncIterable<T>>): AsyncGenerator<T, void> {
  for await (const batch of batches) yield* batch
}

const pulled: Readonly<Record<string, (receiver: Receiver) => AsyncIterable<unknown>>> = {
  receive: (receiver) => receiver.receive(),
  receiveBatch: (receiver) => flat(receiver.receiveBatch()),
  receiveAutoAck: (receiver) => flat(receiver.receiveAutoAck()),
  receiveAtmostOnce: (receiver) => receiver.receiveAtmostOnce(),
}

describe('O1 every record is observed, and its observation ends', () => {
  for (const [name, stream] of Object.entries(pushed)) {
    test(`O1 ${name}, as an Observable`, async () => {
      const { receiver, observed: watch } = fixture()
      await lastValueFrom(stream(receiver).pipe(toArray()))
      await receiver.stop()
      assert.deepEqual(watch.started.map((context) => (context.record as { offset: number }).offset), [0, 1, 2, 3])
      assert.deepEqual([watch.open, watch.errors], [0, 0])
    })
  }
  for (const [name, stream] of Object.entries(pulled)) {
    test(`O1 ${name}, iterated: open while the loop is at the record, and closed when it is left`, async () => {
      const { receiver, observed: watch } = fixture()
      let taken = 0
      for await (const _ of stream(receiver)) {
        taken++
        assert.deepEqual([watch.started.length, watch.open], [taken, 1])
        if (taken === 4) break
      }
      await receiver.stop()
      assert.deepEqual([watch.started.length, watch.open], [4, 0])
    })
  }

  test('O1 an error of the handler is the error of its observation', async () => {
    const { receiver, observed: watch } = fixture()
    const failing = receiver.receiveAtmostOnce((record) => (record.offset === 2 ? throwError(() => new Error('at 2')) : of(record.offset)))
    await assert.rejects(lastValueFrom(failing.pipe(mergeMap((offset) => of(offset)))), /at 2/)
    await receiver.stop()
    assert.deepEqual([watch.started.length, watch.open, watch.errors], [3, 0, 1])
  })
})
