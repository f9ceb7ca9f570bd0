/** The nine known defects of Reactor Kafka, by their numbers in its tracker, as properties that must hold here. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { startBroker } from '@odradek/testing'
import { KafkaError, json, topic as typedTopic } from '@odradek/client'
import { concatMap, lastValueFrom, map, take, toArray } from 'rxjs'
import { KafkaReceiver, KafkaSender, ReceiverOptions, type ReceiverRecord, SenderOptions } from '../index.ts'
import { ScriptedCluster, settle } from '../testing/scripted-cluster.ts'
import { type TopicPartition, partitionKey } from '../topic-partition.ts'

type Options = ReceiverOptions<number, string>
type Record_ = ReceiverRecord<number, string>

const base = (properties: Readonly<Record<string, number>> = {}): Options =>
  ReceiverOptions.create<number, string>({ 'group.id': 'g', ...properties }).subscription(['t']).commitInterval(0)

function clusterOf(partitions: number, records: number): ScriptedCluster {
  const cluster = new ScriptedCluster({ t: partitions })
  for (let partition = 0; partition < partitions; partition++) cluster.append('t', partition, records)
  return cluster
}

const some = (partitions: readonly TopicPartition[], mask: number): TopicPartition[] => partitions.filter(({ partition }) => (mask & (1 << partition)) !== 0)
const retriable = (): KafkaError => new KafkaError('REBALANCE_IN_PROGRESS', 'not now', { retriable: true })

/** A sender whose transactions are only counted. */
function transactions(): KafkaSender<number, string> {
  const producer = {
    initTransactions: async () => {}, beginTransaction() {}, sendOffsetsToTransaction: async () => {}, commitTransaction: async () => {}, abortTransaction: async () => {},
    close: async () => {}, availableBytes: 0, hurry() {},
  }
  return KafkaSender.create<number, string>({ createProducer: () => producer as never }, SenderOptions.create({ 'transactional.id': 'x' }))
}

describe('defects of Reactor Kafka that are not copied', () => {
  test('#371 exactly once: a rebalance waits for the open transaction and not a moment longer', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), fc.boolean(), fc.boolean(), async (partitions, batches, isCommit, isOpen) => {
      const cluster = clusterOf(partitions, 40)
      const manager = transactions().transactionManager()
      const receiver = KafkaReceiver.create(cluster, base({ 'max.poll.records': 4 }).maxDelayRebalance('60s'))
      let done = 0
      let finish: (() => void) | undefined
      const held = new Promise<void>((resolve) => (finish = resolve))
      const end = (): Promise<unknown> => lastValueFrom(isCommit ? manager.commit() : manager.abort())
      receiver.receiveExactlyOnce(manager).pipe(concatMap(async (batch) => {
        await lastValueFrom(batch.pipe(toArray()))
        if (++done > batches) await held
        await end()
      })).subscribe()
      while (done <= batches) await settle(1)
      await settle()
      let revoked = false
      const startedAt = cluster.world.now
      const rebalance = cluster.last.rebalance([]).then(() => (revoked = true))
      if (isOpen) {
        await cluster.world.pass(7000)
        assert.equal(revoked, false, 'its offsets are part of a transaction that is open')
      }
      finish!()
      await settle(6)
      assert.equal(revoked, true)
      assert.equal(cluster.world.now - startedAt, isOpen ? 7000 : 0)
      await rebalance
      await receiver.stop()
    }), { numRuns: 40 })
  })

  test('#386 a slow consumer goes on after any rebalances', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 8 }), fc.array(fc.record({ mask: fc.nat(7), acks: fc.nat(3) }), { maxLength: 8 }), async (inFlight, poll, history) => {
      const cluster = clusterOf(3, 30)
      const receiver = KafkaReceiver.create(cluster, base({ 'max.poll.records': poll }).inFlight({ records: inFlight }).maxDelayRebalance(0))
      const seen: Record_[] = []
      receiver.receive().subscribe((record) => seen.push(record))
      await settle()
      for (const { mask, acks } of history) {
        for (const record of seen.slice(-acks)) record.receiverOffset().acknowledge()
        await cluster.last.rebalance(some(cluster.partitions(), mask))
        await settle(1)
      }
      await cluster.last.rebalance(cluster.partitions())
      for (let round = 0; round < 120; round++) {
        for (const record of seen.splice(0)) record.receiverOffset().acknowledge()
        await settle(1)
      }
      await receiver.stop()
      for (const partition of [0, 1, 2]) assert.equal(cluster.offset('t', partition), 30)
    }), { numRuns: 40 })
  })

  test('#304 out of order: failed commits leave nothing paused and nothing uncommitted', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 8 }), fc.integer({ min: 1, max: 1000 }), async (maxDeferred, failures, step) => {
      const cluster = clusterOf(2, 20)
      cluster.commitFailures = failures.flatMap((fails) => (fails ? [retriable()] : []))
      const receiver = KafkaReceiver.create(cluster, base({ 'max.poll.records': 3 }).maxDeferredCommits(maxDeferred).commitBatchSize(2).commitRetryInterval(10))
      const open: Record_[] = []
      let delivered = 0
      receiver.receive().subscribe((record) => (delivered++, open.push(record)))
      for (let round = 0; round < 400 && (delivered < 40 || open.length > 0); round++) {
        await settle(1)
        if (open.length > 0) open.splice((round * step) % open.length, 1)[0]!.receiverOffset().acknowledge()
        else await cluster.world.pass(10)
        if (round % 10 === 0) await cluster.world.pass(10)
      }
      assert.equal(delivered, 40)
      await cluster.world.pass(10 * (failures.length + 1))
      cluster.commitFailures = []
      await receiver.stop()
      assert.deepEqual([cluster.offset('t', 0), cluster.offset('t', 1)], [20, 20])
    }), { numRuns: 40 })
  })

  test('#112 every caller of commit hears, once, of the success after the failures', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 1, maxLength: 12 }), fc.nat(6), fc.nat(4), async (offsets, failures, turns) => {
      const cluster = clusterOf(1, 20)
      cluster.commitFailures = Array.from({ length: failures }, retriable)
      const receiver = KafkaReceiver.create(cluster, base().commitRetryInterval(100))
      const seen: Record_[] = []
      receiver.receive().subscribe((record) => seen.push(record))
      await settle()
      const heard = new Map<number, number>()
      offsets.forEach((offset, caller) => {
        seen[offset]!.receiverOffset().commit().subscribe({ complete: () => heard.set(caller, (heard.get(caller) ?? 0) + 1), error: () => heard.set(caller, Number.NaN) })
      })
      await settle(turns)
      // More of them while the first are being tried again.
      offsets.forEach((offset, caller) => {
        seen[offset]!.receiverOffset().commit().subscribe({ complete: () => heard.set(caller + 100, (heard.get(caller + 100) ?? 0) + 1), error: () => heard.set(caller + 100, Number.NaN) })
      })
      await cluster.world.pass(100 * (failures + 1))
      assert.deepEqual([...heard.values()], Array.from({ length: offsets.length * 2 }, () => 1))
      assert.equal(cluster.offset('t', 0), Math.max(...offsets) + 1)
      await receiver.stop()
    }), { numRuns: 60 })
  })

  test('#432 #375 pauses of the application stay with every partition that stays, eager or cooperative', async () => {
    const move = fc.oneof(
      fc.record({ kind: fc.constant('pause' as const), mask: fc.nat(15) }), fc.record({ kind: fc.constant('resume' as const), mask: fc.nat(15) }),
      fc.record({ kind: fc.constant('rebalance' as const), mask: fc.nat(15) }),
    )
    await fc.assert(fc.asyncProperty(fc.boolean(), fc.array(move, { maxLength: 12 }), async (eager, history) => {
      const cluster = clusterOf(4, 0)
      const receiver = KafkaReceiver.create(cluster, base())
      receiver.receive().subscribe()
      await settle()
      let here = new Set(cluster.partitions().map(partitionKey))
      let paused = new Set<string>()
      for (const { kind, mask } of history) {
        const chosen = some(cluster.partitions(), mask)
        const mine = chosen.filter((partition) => here.has(partitionKey(partition)))
        if (kind === 'pause') {
          await lastValueFrom(receiver.doOnConsumer((c) => c.pause(mine)))
          for (const partition of mine) paused.add(partitionKey(partition))
        } else if (kind === 'resume') {
          await lastValueFrom(receiver.doOnConsumer((c) => c.resume(mine)))
          for (const partition of mine) paused.delete(partitionKey(partition))
        } else {
          await cluster.last.rebalance(chosen, eager)
          here = new Set(chosen.map(partitionKey))
          paused = new Set([...paused].filter((key) => here.has(key)))
        }
        const found = await lastValueFrom(receiver.doOnConsumer((c) => c.paused()))
        assert.deepEqual(found.map(partitionKey).toSorted(), [...paused].toSorted())
        assert.deepEqual([...cluster.last.pausedNow].toSorted(), [...paused].toSorted())
      }
      await receiver.stop()
    }), { numRuns: 60 })
  })

  test('#378 #51 #247 #380 stop({ drain }): nothing new is delivered, what was is committed as it is acknowledged, the stream completes', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }), fc.boolean(), async (inFlight, late, leavesSome) => {
      const cluster = clusterOf(2, 30)
      const receiver = KafkaReceiver.create(cluster, base({ 'max.poll.records': 5 }).inFlight({ records: inFlight }))
      const seen: Record_[] = []
      let completed = false
      receiver.receive().subscribe({ next: (record) => seen.push(record), complete: () => (completed = true) })
      await settle()
      const delivered = seen.slice()
      const stopped = receiver.stop({ drain: '10s' })
      cluster.append('t', 0, late)
      await settle()
      assert.equal(completed, false, 'records are still in work')
      const left = leavesSome ? delivered.slice(-1) : []
      for (const record of delivered) if (!left.includes(record)) record.receiverOffset().acknowledge()
      await cluster.world.pass(left.length === 0 ? 0 : 10_000)
      await stopped
      assert.equal(completed, true)
      assert.deepEqual(seen, delivered)
      for (const partition of [0, 1]) {
        const done = delivered.filter((record) => record.partition === partition && !left.includes(record))
        assert.equal(cluster.offset('t', partition), done.length === 0 ? undefined : done.at(-1)!.offset + 1)
      }
    }), { numRuns: 40 })
  })

  test('#192 records that do not decode do not kill the stream when the policy says so', async () => {
    const broker = await startBroker()
    let topics = 0
    try {
      await fc.assert(fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), fc.constantFrom('skip' as const, 'letter' as const), async (good, policy) => {
        const kafka = broker.client()
        const name = `poison-${topics++}`
        const admin = kafka.admin()
        await admin.createTopics([{ name, partitions: 1 }])
        await admin.close()
        const producer = kafka.producer()
        // The last one decodes, so that there is something to wait for.
        await producer.sendBatch(name, [...good, true].map((fine, n) => ({ value: fine ? `{"n":${n}}` : 'not json' })))
        await producer.close()
        const letters: number[] = []
        const options = ReceiverOptions.of(kafka, typedTopic(name, { value: json<{ n: number }>() }), { 'group.id': name, 'auto.offset.reset': 'earliest' })
          .onDeserializationError(policy === 'skip' ? 'skip' : { deadLetter: (poison) => void letters.push(poison.offset) })
        const receiver = KafkaReceiver.create(options)
        const wanted = [...good, true].flatMap((fine, n) => (fine ? [n] : []))
        assert.deepEqual(await lastValueFrom(receiver.receive().pipe(map((record) => record.value.n), take(wanted.length), toArray())), wanted)
        await receiver.stop()
        if (policy === 'letter') assert.deepEqual(letters, good.flatMap((fine, n) => (fine ? [] : [n])))
      }), { numRuns: 15 })
    } finally {
      await broker.close()
    }
  })

  test('#411 doOnConsumer answers after any number of receives, however fast they follow one another', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ before: fc.nat(3), between: fc.nat(3) }), { minLength: 1, maxLength: 8 }), async (rounds) => {
      const receiver = KafkaReceiver.create(clusterOf(1, 5), base())
      for (const { before, between } of rounds) {
        const subscription = receiver.receive().subscribe()
        await settle(before)
        assert.deepEqual(await lastValueFrom(receiver.doOnConsumer((c) => c.subscription())), ['t'])
        await settle(between)
        subscription.unsubscribe()
      }
      await receiver.stop()
    }), { numRuns: 60 })
  })

  test('#237 no rebalance makes more be delivered than credit allows', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 10 }), fc.boolean(), fc.array(fc.nat(7), { maxLength: 8 }), async (inFlight, poll, eager, masks) => {
      const cluster = clusterOf(3, 500)
      const receiver = KafkaReceiver.create(cluster, base({ 'max.poll.records': poll }).inFlight({ records: inFlight }).maxDelayRebalance(0))
      let outstanding: Record_[] = []
      receiver.receive().subscribe((record) => outstanding.push(record))
      await settle()
      for (const mask of masks) {
        const had = new Set(cluster.last.assignment().map(partitionKey))
        const wanted = some(cluster.partitions(), mask)
        await cluster.last.rebalance(wanted, eager)
        const kept = new Set(wanted.map(partitionKey).filter((key) => had.has(key)))
        if (eager) outstanding = []
        else outstanding = outstanding.filter((record) => kept.has(partitionKey(record)))
        await settle()
        assert.ok(outstanding.length < inFlight + poll, `${outstanding.length} in flight, ${inFlight} allowed`)
        const { polls } = cluster.last
        await settle()
        assert.ok(cluster.last.polls - polls <= 1, 'it does not poll on and on without credit')
      }
      await receiver.stop()
    }), { numRuns: 40 })
  })
})
