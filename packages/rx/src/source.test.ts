/** Where records come from: what is pulled, what is buffered, what is refused. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NEVER, Observable, Subject, asapScheduler, concat, from, map, observeOn, of, range } from 'rxjs'
import { type PulledSource, checkSource, openSource } from './source.ts'

const silent = { ready: (): void => {} }

/** Everything that can be taken now. */
function taken<T>(source: PulledSource<T>): T[] {
  const values: T[] = []
  for (let value = source.take(); value !== undefined; value = source.take()) values.push(value)
  return values
}

test('a million and a half that an Observable emits at once are kept, in order', () => {
  const source = openSource(range(0, 1_500_000).pipe(map((n) => ({ n }))), silent)
  let next = 0
  for (let value = source.take(); value !== undefined; value = source.take()) if (value.n === next) next++
  assert.equal(next, 1_500_000)
  assert.ok(source.ended && !source.failed)
})

test('without an end, what an Observable emits at once fails with the iterable that would wait', () => {
  let emitted = 0
  const endless = new Observable<number>((subscriber) => {
    for (; !subscriber.closed; emitted++) subscriber.next(emitted)
  })
  const source = openSource(endless, silent)
  assert.equal(emitted, 4_194_305)
  const error = source.error as Error & { code: string }
  assert.equal(error.code, 'BUFFER_EXHAUSTED')
  assert.match(error.message, /4194304 records at once.*send\(\(function\* \(\) \{/)
  assert.match(error.message, /sourceBuffer\(\{ records \}\)/)
})

test('what comes later has a buffer of its own, and a message that says what to do', () => {
  const subject = new Subject<number>()
  const source = openSource(concat(range(0, 2_000_000), subject), silent)
  for (let n = 0; n < 1_048_576; n++) subject.next(n)
  assert.ok(!source.failed)
  subject.next(-1)
  assert.ok(source.failed)
  assert.match((source.error as Error).message, /3048576 records wait.*async iterable.*overflow: 'drop-oldest'.*'drop-newest'/)
  assert.ok(!subject.observed, 'unsubscribed')
})

test('a scheduler that leaves the loop no turn is told apart from one that does', async () => {
  let wake = (): void => {}
  const ready = new Promise<void>((resolve) => (wake = resolve))
  const source = openSource(range(0, 20).pipe(observeOn(asapScheduler)), { ready: (one) => one.failed && wake() }, { records: 10 })
  await ready
  assert.match((source.error as Error).message, /10 records wait/)
})

test('a bound that is given holds for both', () => {
  assert.match((openSource(range(0, 6), silent, { records: 5 }).error as Error).message, /5 records at once/)
  assert.deepEqual(taken(openSource(concat(range(0, 6), NEVER), silent, { records: 5, overflow: 'drop-oldest' })), [1, 2, 3, 4, 5])
})

test('undefined is a value, not the end of what can be taken', async () => {
  assert.deepEqual(taken(openSource([undefined, 1], silent)), [null, 1])
  assert.deepEqual(taken(openSource(of(undefined, 1), silent)), [null, 1])
  let wake = (): void => {}
  const source = openSource((async function* () { yield undefined })(), { ready: () => wake() })
  const ready = new Promise<void>((resolve) => (wake = resolve))
  assert.equal(source.take(), undefined)
  await ready
  assert.equal(source.take(), null)
})

test('a source that breaks its own rules fails, and breaks nothing else', async () => {
  const broken = (): never => {
    throw new Error('broken')
  }
  const iterable = openSource({ [Symbol.iterator]: () => ({ next: broken, return: broken }) } as Iterable<number>, silent)
  iterable.take()
  assert.match(String(iterable.error), /broken/)
  const left = openSource({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }), return: broken }) } as Iterable<number>, silent)
  left.take()
  left.stop()
  const awaited = openSource({ [Symbol.asyncIterator]: () => ({ next: broken, return: broken }) } as AsyncIterable<number>, silent)
  awaited.take()
  assert.ok(awaited.ended)
  assert.match(String(awaited.error), /broken/)
  const leftLater = openSource({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: broken }) } as unknown as AsyncIterable<number>, silent)
  leftLater.take()
  leftLater.stop()
})

test('what is no source is refused where it is given', () => {
  for (const wrong of [undefined, null, 5, 'text', {}, { topic: 'orders', value: 'x' }, { topic: 'orders', messages: [] }, () => {}]) {
    assert.throws(() => checkSource('send', wrong), { name: 'KafkaError', code: 'INVALID_ARGUMENT' })
  }
  assert.throws(() => checkSource('send', { topic: 'orders', value: 'x' }), /one record: send\(\[record\]\)/)
  for (const right of [[], new Set(), of(1), Promise.resolve([]), (function* () {})(), (async function* () {})(), new ReadableStream(), from([])]) checkSource('send', right)
})
