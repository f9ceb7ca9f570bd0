/** Mono in RxJS: cold, once per subscription, one value; Mono<Void> emits one undefined. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EMPTY, firstValueFrom, lastValueFrom, of, retry, throwError, toArray } from 'rxjs'
import { KafkaOutbound, KafkaReceiver, ReceiverOptions } from './index.ts'
import { drained, mono } from './mono.ts'
import { ScriptedCluster, settle } from './testing/scripted-cluster.ts'

const all = <T>(source: Parameters<typeof lastValueFrom<T>>[0]): Promise<T[]> => lastValueFrom(source.pipe(toArray()))

test('a Mono works once per subscription, and not before', async () => {
  let calls = 0
  const counting = mono(() => ++calls)
  assert.equal(calls, 0)
  assert.deepEqual([await all(counting), await all(counting)], [[1], [2]])
  assert.deepEqual(await all(mono(async () => 'later')), ['later'])
})

test('what it throws or rejects with is its error, and retry works again', async () => {
  let calls = 0
  const flaky = mono(async () => {
    if (++calls < 3) throw new Error('not yet')
    return calls
  })
  assert.equal(await firstValueFrom(flaky.pipe(retry(2))), 3)
  await assert.rejects(firstValueFrom(mono(() => { throw new Error('at once') })), /at once/)
})

test('Mono<Void> emits one undefined: commit, and the end of a chain', async () => {
  const cluster = new ScriptedCluster({ t: 1 })
  cluster.append('t', 0, 1)
  const receiver = KafkaReceiver.create(cluster, ReceiverOptions.create<number, string>({ 'group.id': 'g' }).subscription(['t']))
  const record = firstValueFrom(receiver.receive())
  const commit = (await record).receiverOffset().commit()
  await settle()
  assert.equal(cluster.commits.length, 0, 'not subscribed, not committed')
  await receiver.stop()

  const open = KafkaReceiver.create(cluster, ReceiverOptions.create<number, string>({ 'group.id': 'g' }).subscription(['t']))
  const committed = new Promise<unknown[]>((resolve, reject) => {
    open.receive().subscribe((received) => all(received.receiverOffset().commit()).then(resolve, reject))
  })
  assert.deepEqual(await committed, [undefined])
  await assert.rejects(all(commit), { code: 'COMMIT_FAILED' }, 'its receive is over')
  await open.stop()

  const chain = new KafkaOutbound({ send: () => EMPTY, sendTransactionally: () => EMPTY })
  assert.deepEqual(await all(chain.send([]).then(of(1, 2)).then()), [undefined])
  assert.deepEqual(await all(chain.then(of(1, 2))), [], 'a chain itself emits nothing')
})

test('drained waits for the end and drops the values', async () => {
  assert.equal(await drained(of(1, 2, 3)), undefined)
  assert.equal(await drained(EMPTY), undefined)
  await assert.rejects(drained(throwError(() => new Error('failed'))), /failed/)
})
