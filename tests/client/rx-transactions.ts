/** Transactions through the reactive layer, T1 to T5: with both transaction protocols, as the broker has it. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { KafkaError } from '@odradek/client'
import { KafkaReceiver, KafkaSender, SenderRecord } from '@odradek/rx'
import { bufferCount, catchError, concat, concatMap, defer, ignoreElements, lastValueFrom, map, mergeMap, of, retry, take, throwError, timeout, toArray } from 'rxjs'
import { groupProtocol, newGroupProtocol, numbered, receiverOf, receiverOptions, senderOf } from './rx-bench.ts'
import type { Bench, Scenario } from './suite.ts'

type Text = string | null
/** EndTxn: a broker with transactions serves it. */
const needs = [26, 0] as const

const run = <T>(stream: import('rxjs').Observable<T>): Promise<T | undefined> => lastValueFrom(stream.pipe(timeout({ each: 20_000 })), { defaultValue: undefined })

let ids = 0
const transactional = (bench: Bench, id = `tx-${process.pid}-${Date.now()}-${ids++}`): KafkaSender<Text, Text> => senderOf(bench, { 'transactional.id': id })

const committed = (bench: Bench, topic: string): KafkaReceiver<Text, Text> => receiverOf(bench, receiverOptions(bench, [topic], { 'isolation.level': 'read_committed' }))

async function readAll(receiver: KafkaReceiver<Text, Text>, count: number): Promise<string[]> {
  const values = await run(receiver.receive().pipe(map((r) => r.value!), take(count), toArray()))
  await receiver.stop()
  return values ?? []
}

/** Exactly these are visible to readers of committed records, and nothing follows them soon. */
async function visible(bench: Bench, topic: string, expected: readonly string[]): Promise<void> {
  const receiver = committed(bench, topic)
  const seen: string[] = []
  const subscription = receiver.receive().subscribe((r) => seen.push(r.value!))
  const deadline = Date.now() + 10_000
  while (seen.length < expected.length && Date.now() < deadline) await sleep(20)
  await sleep(300)
  subscription.unsubscribe()
  await receiver.stop()
  assert.deepEqual(seen, expected)
}

async function endOffset(bench: Bench, topic: string, isolation: 'read_committed' | 'read_uncommitted'): Promise<number> {
  const admin = bench.kafka.admin()
  const [found] = await admin.listOffsets([{ topic, partition: 0, at: 'latest' }], { isolation })
  await admin.close()
  return found!.offset
}

const values = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => `v${from + i}`)

/** Counts what happens to the transactions of a sender. */
function counted(sender: KafkaSender<Text, Text>): { commits: number; aborts: number } {
  const counts = { commits: 0, aborts: 0 }
  sender.transactionManager().transactionComplete((isCommit) => void (isCommit ? counts.commits++ : counts.aborts++))
  return counts
}

/** From one topic to another, exactly once; fails at the record whose value is `failAt`. */
function copyOnce(receiver: KafkaReceiver<Text, Text>, sender: KafkaSender<Text, Text>, target: string, failAt?: () => string | undefined): import('rxjs').Observable<unknown> {
  const manager = sender.transactionManager()
  return receiver.receiveExactlyOnce(manager).pipe(
    concatMap((batch) =>
      concat(
        sender.send(batch.pipe(map((record) => {
          if (record.value === failAt?.()) throw new Error(`cannot copy ${record.value}`)
          return SenderRecord.of<Text, Text, number>(target, { value: record.value }, record.offset)
        }))),
        manager.commit().pipe(ignoreElements()),
      ).pipe(catchError((error: unknown) => concat(manager.abort().pipe(ignoreElements()), throwError(() => error)))),
    ),
  )
}

export const transactionScenarios: readonly Scenario[] = [
  {
    name: 'T1 commit and abort decide what readers of committed records see',
    needs,
    async run(bench) {
      const topic = await bench.topic(1)
      const sender = transactional(bench)
      await run(sender.sendTransactionally([numbered(topic, 25)]).pipe(mergeMap((results) => results)))
      // The coordinator answers before the markers are written.
      while ((await endOffset(bench, topic, 'read_committed')) === 0) await sleep(20)
      assert.equal(await endOffset(bench, topic, 'read_committed'), 26, '25 records and a marker')
      const manager = sender.transactionManager()
      await run(manager.begin())
      await run(sender.send(numbered(topic, 10, 100)))
      assert.equal(await endOffset(bench, topic, 'read_committed'), 26)
      // A record outside the transaction waits behind it.
      await run(senderOf(bench).send(numbered(topic, 1, 200)))
      await visible(bench, topic, values(25))
      assert.equal((await readAll(receiverOf(bench, receiverOptions(bench, [topic])), 36)).length, 36)
      await run(manager.abort())
      await visible(bench, topic, [...values(25), 'v200'])
      await run(manager.begin())
      await run(sender.send(numbered(topic, 5, 300)))
      await run(manager.commit())
      await visible(bench, topic, [...values(25), 'v200', ...values(5, 300)])
    },
  },
  {
    name: 'T1 a transaction over several partitions and topics; an empty one; many in a row',
    needs,
    async run(bench) {
      const [one, two] = [await bench.topic(3), await bench.topic(2)]
      const sender = transactional(bench)
      const counts = counted(sender)
      const transactions = Array.from({ length: 20 }, (_, i) => (i % 5 === 4 ? [] : [...numbered(one, 10, i * 10), ...numbered(two, 10, i * 10)]))
      const sizes = await run(sender.sendTransactionally(transactions).pipe(concatMap((results) => results.pipe(toArray(), map((all) => all.length))), toArray()))
      assert.deepEqual(sizes, transactions.map((records) => records.length))
      assert.deepEqual(counts, { commits: 20, aborts: 0 })
      assert.equal((await readAll(committed(bench, one), 160)).length, 160)
      assert.equal((await readAll(committed(bench, two), 160)).length, 160)
    },
  },
  {
    name: 'T2 a second sender with the same id fences the first, in the middle of its transaction',
    needs,
    async run(bench) {
      const topic = await bench.topic(1)
      const id = `fenced-${process.pid}-${Date.now()}`
      const first = transactional(bench, id)
      await run(first.transactionManager().begin())
      await run(first.send(numbered(topic, 5)))
      const second = transactional(bench, id)
      await run(second.transactionManager().begin())
      await run(second.send(numbered(topic, 5, 100)))
      await run(second.transactionManager().commit())
      const fenced = (error: KafkaError): boolean => /^(PRODUCER_FENCED|INVALID_PRODUCER_EPOCH)$/.test(error.code)
      await assert.rejects(run(first.send(numbered(topic, 1, 50))).then(() => run(first.transactionManager().commit())), fenced)
      await assert.rejects(run(first.transactionManager().begin()), fenced)
      await visible(bench, topic, values(5, 100))
    },
  },
  ...(['classic', 'consumer'] as const).map((protocol): Scenario => ({
    name: `T3 exactly once: 600 records in batches of 10 (group protocol ${protocol})`,
    // A broker that serves the new protocol has transactions too.
    needs: protocol === 'consumer' ? newGroupProtocol : needs,
    timeoutMs: 60_000,
    async run(bench) {
      const [source, target] = [await bench.topic(1), await bench.topic(1)]
      await bench.produce(source, 600)
      const sender = transactional(bench)
      const counts = counted(sender)
      const options = receiverOptions(bench, [source], { 'max.poll.records': 10, 'isolation.level': 'read_committed', ...groupProtocol(protocol) })
      const receiver = receiverOf(bench, options)
      const subscription = copyOnce(receiver, sender, target).subscribe()
      while (counts.commits < 60) await sleep(10)
      subscription.unsubscribe()
      await receiver.stop()
      assert.deepEqual(counts, { commits: 60, aborts: 0 })
      await visible(bench, target, values(600))
      const admin = bench.kafka.admin()
      assert.equal((await admin.fetchGroupOffsets(options.groupId()!))[0]!.offset, 600)
      await admin.close()
    },
  })),
  {
    name: 'T3 exactly once: a failure in the second batch: one commit, one abort, then on to the end with retry',
    needs,
    timeoutMs: 60_000,
    async run(bench) {
      const [source, target] = [await bench.topic(1), await bench.topic(1)]
      await bench.produce(source, 60)
      const sender = transactional(bench)
      const counts = counted(sender)
      const options = receiverOptions(bench, [source], { 'max.poll.records': 10, 'isolation.level': 'read_committed' })
      const receiver = receiverOf(bench, options)
      let bad: string | undefined = 'v15'
      await assert.rejects(run(copyOnce(receiver, sender, target, () => bad)), /cannot copy v15/)
      assert.deepEqual(counts, { commits: 1, aborts: 1 })
      await visible(bench, target, values(10))
      let failures = 1
      const stream = copyOnce(receiver, sender, target, () => bad).pipe(catchError((error: unknown) => {
        if (failures-- === 0) bad = undefined
        return throwError(() => error)
      }), retry(2))
      const subscription = stream.subscribe()
      while (counts.commits < 6) await sleep(20)
      subscription.unsubscribe()
      await receiver.stop()
      assert.deepEqual(counts, { commits: 6, aborts: 3 })
      await visible(bench, target, values(60))
    },
  },
  {
    name: 'T3 a rebalance does not wait when the transaction is over',
    needs,
    async run(bench) {
      const [source, target] = [await bench.topic(2), await bench.topic(1)]
      await bench.produce(source, 40)
      const sender = transactional(bench)
      const counts = counted(sender)
      const options = receiverOptions(bench, [source], { 'max.poll.records': 10 }).maxDelayRebalance('60s')
      const receiver = receiverOf(bench, options)
      const subscription = copyOnce(receiver, sender, target).subscribe()
      while (counts.commits < 4) await sleep(20)
      // Waiting out the delay would take longer than this scenario may.
      const second = receiverOf(bench, options)
      let got = 0
      second.receive().subscribe(() => got++)
      while ((await lastValueFrom(second.doOnConsumer((c) => c.assignment().length))) === 0) await sleep(20)
      subscription.unsubscribe()
    },
  },
  {
    name: 'T3 exactly once, iterated: 30 records in batches of 10; a batch that is left commits nothing',
    needs,
    async run(bench) {
      const [source, target] = [await bench.topic(1), await bench.topic(1)]
      await bench.produce(source, 30)
      const sender = transactional(bench)
      const manager = sender.transactionManager()
      const options = receiverOptions(bench, [source], { 'max.poll.records': 10 })
      const receiver = receiverOf(bench, options)
      let batches = 0
      for await (const batch of receiver.receiveExactlyOnce(manager)) {
        for await (const record of batch) await sender.sendRecord(SenderRecord.of<Text, Text>(target, { value: record.value }))
        await run(manager.commit())
        if (++batches === 2) break
      }
      for await (const batch of receiver.receiveExactlyOnce(manager)) {
        for await (const record of batch) {
          await sender.sendRecord(SenderRecord.of<Text, Text>(target, { value: record.value }))
          break
        }
        await run(manager.abort())
        break
      }
      await visible(bench, target, values(20))
      await receiver.stop()
      const counts = counted(sender)
      copyOnce(receiver, sender, target).subscribe()
      while (counts.commits < 1) await sleep(20)
      await visible(bench, target, values(30))
    },
  },
  {
    name: 'T3 exactly once: every second transaction is aborted and gone on from: 30 of 60 records',
    needs,
    timeoutMs: 60_000,
    async run(bench) {
      const [source, target] = [await bench.topic(1), await bench.topic(1)]
      await bench.produce(source, 60)
      const sender = transactional(bench)
      const manager = sender.transactionManager()
      const counts = counted(sender)
      const receiver = receiverOf(bench, receiverOptions(bench, [source], { 'max.poll.records': 10 }))
      let batches = 0
      receiver.receiveExactlyOnce(manager).pipe(
        concatMap((batch) => concat(
          sender.send(batch.pipe(map((record) => SenderRecord.of<Text, Text, number>(target, { value: record.value }, record.offset)))),
          defer(() => (batches++ % 2 === 0 ? manager.commit() : manager.abort())),
        )),
      ).subscribe()
      while (counts.commits + counts.aborts < 6) await sleep(20)
      assert.deepEqual(counts, { commits: 3, aborts: 3 })
      await visible(bench, target, [...values(10), ...values(10, 20), ...values(10, 40)])
    },
  },
  {
    name: 'T4 what is out of turn is refused, and the sender goes on',
    needs,
    async run(bench) {
      const topic = await bench.topic(1)
      const sender = transactional(bench)
      const manager = sender.transactionManager()
      await assert.rejects(run(manager.commit()), { code: 'INVALID_TXN_STATE' })
      await assert.rejects(run(manager.abort()), { code: 'INVALID_TXN_STATE' })
      await assert.rejects(run(sender.send(numbered(topic, 1))), { code: 'INVALID_TXN_STATE' })
      await run(manager.begin())
      await assert.rejects(run(manager.begin()), { code: 'INVALID_TXN_STATE' })
      await run(sender.send(numbered(topic, 3)))
      await run(manager.commit())
      await assert.rejects(run(senderOf(bench).doOnProducer((p) => p.sendOffsetsToTransaction([], { groupId: 'g' }))), /Transactions are not enabled/)
      await visible(bench, topic, values(3))
    },
  },
  {
    name: 'T4 a record that fails leaves only abort; the next transaction is fine',
    needs,
    async run(bench) {
      const topic = await bench.topic(1, { 'max.message.bytes': '2000' })
      const sender = transactional(bench)
      const manager = sender.transactionManager()
      await run(manager.begin())
      await assert.rejects(run(sender.send([SenderRecord.of<Text, Text>(topic, { value: 'x'.repeat(5000) })])), { code: 'MESSAGE_TOO_LARGE' })
      await assert.rejects(run(manager.commit()), { code: 'MESSAGE_TOO_LARGE' })
      await run(manager.abort())
      await assert.rejects(run(sender.sendTransactionally([[...numbered(topic, 3, 50), SenderRecord.of<Text, Text, number>(topic, { value: 'x'.repeat(5000) }, 0)]]).pipe(mergeMap((r) => r))), { code: 'MESSAGE_TOO_LARGE' })
      await run(sender.sendTransactionally([numbered(topic, 4)]).pipe(mergeMap((r) => r)))
      await visible(bench, topic, values(4))
    },
  },
  {
    name: 'T5 begin by hand, windows, commit and begin again',
    needs,
    async run(bench) {
      const topic = await bench.topic(1)
      const sender = transactional(bench)
      const manager = sender.transactionManager()
      const counts = counted(sender)
      const records = numbered(topic, 40)
      await run(concat(
        manager.begin().pipe(ignoreElements()),
        of(...records).pipe(
          // Buffers, not windows: a window is hot, and loses what it emits while the one before is still being sent.
          bufferCount(10),
          concatMap((records_) => concat(sender.send(records_), defer(() => concat(manager.commit(), manager.begin())).pipe(ignoreElements()))),
        ),
        manager.commit().pipe(ignoreElements()),
      ))
      assert.deepEqual(counts, { commits: 5, aborts: 0 })
      await visible(bench, topic, values(40))
    },
  },
]
