/** Accounts and commits under random histories: what must hold whatever the order of acknowledgements, failures and rebalances. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { KafkaError } from '@odradek/client'
import { KafkaReceiver, ReceiverOptions, type ReceiverRecord } from '../../index.ts'
import { ScriptedCluster, settle } from '../../testing/scripted-cluster.ts'
import { PartitionAccount } from './partition-account.ts'

type Record_ = ReceiverRecord<number, string>

test('an account: outstanding is what was handed out and not acknowledged; committable has no gap before it', () => {
  const steps = fc.array(fc.oneof(fc.record({ hand: fc.integer({ min: 1, max: 6 }), gap: fc.integer({ min: 0, max: 2 }) }), fc.record({ ack: fc.nat(60) })), { maxLength: 60 })
  fc.assert(fc.property(fc.boolean(), steps, (inOrder, history) => {
    const account = new PartitionAccount('t', 0, inOrder)
    const handed: number[] = []
    const acked = new Set<number>()
    let next = 0
    for (const step of history) {
      if ('hand' in step) {
        next += step.gap
        for (let count = 0; count < step.hand; count++) {
          account.hand(next, 8)
          handed.push(next++)
        }
      } else {
        const offset = handed[step.ack]
        if (offset === undefined) continue
        account.acknowledge(offset)
        if (inOrder) for (const other of handed) {
          if (other <= offset) acked.add(other)
        } else acked.add(offset)
      }
      const outstanding = handed.filter((offset) => !acked.has(offset))
      assert.equal(account.records, outstanding.length)
      assert.equal(account.oldest, outstanding[0])
      assert.ok(Math.abs(account.bytes - outstanding.length * 8) < 1e-6)
      // Everything handed out before the committable offset is acknowledged, and what is right behind it is not.
      const { committable } = account
      if (committable !== undefined) assert.ok(handed.every((offset) => offset >= committable || acked.has(offset)))
      if (!inOrder) {
        assert.equal(account.deferred, handed.filter((offset) => acked.has(offset) && offset >= (outstanding[0] ?? Number.POSITIVE_INFINITY)).length)
      }
    }
  }), { numRuns: 300 })
})

test('an account whose position went back begins anew: acknowledgements of before have no effect', () => {
  const account = new PartitionAccount('t', 0, true)
  for (let offset = 0; offset < 10; offset++) account.hand(offset, 1)
  account.restart()
  for (const offset of [2, 3]) account.hand(offset, 1)
  assert.equal(account.records, 2)
  assert.equal(account.acknowledge(7), false)
  assert.equal(account.committable, undefined)
  assert.equal(account.acknowledge(2), true)
  assert.deepEqual([account.committable, account.records, account.oldest], [3, 1, 3])
})

type Step =
  | { readonly kind: 'append' | 'ack' | 'commit'; readonly partition: number; readonly at: number }
  | { readonly kind: 'fail' | 'pass' | 'rebalance' | 'hold' | 'release'; readonly partition: number; readonly at: number }

const step = fc.record({
  kind: fc.constantFrom('append', 'append', 'ack', 'ack', 'ack', 'commit', 'commit', 'fail', 'pass', 'rebalance', 'hold', 'release'),
  partition: fc.nat(1),
  at: fc.nat(20),
}) as fc.Arbitrary<Step>

test('a receive: nothing unacknowledged is committed, every caller hears once, nobody starves', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(0, 4), fc.array(step, { maxLength: 40 }), async (maxDeferred, history) => {
    const cluster = new ScriptedCluster({ t: 2 })
    const options = ReceiverOptions.create<number, string>({ 'group.id': 'g', 'max.poll.records': 3 }).subscription(['t'])
      .inFlight({ records: 6 }).commitInterval(1000).commitRetryInterval(100).maxCommitAttempts(1000).maxDeferredCommits(maxDeferred).maxDelayRebalance(0)
    const receiver = KafkaReceiver.create(cluster, options)
    const seen: Record_[][] = [[], []]
    const acked = [new Set<number>(), new Set<number>()]
    let callers = 0
    let heard = 0
    let failure: unknown
    receiver.receive().subscribe({ next: (record) => seen[record.partition]!.push(record), error: (error: unknown) => (failure = error) })
    await settle()
    const note = (record: Record_): void => {
      const mine = acked[record.partition]!
      if (maxDeferred > 0) mine.add(record.offset)
      else for (let offset = 0; offset <= record.offset; offset++) mine.add(offset)
    }
    for (const { kind, partition, at } of history) {
      const record = seen[partition]![at]
      if (kind === 'append') cluster.append('t', partition, 1 + (at % 5))
      else if (kind === 'ack' && record !== undefined) {
        note(record)
        record.receiverOffset().acknowledge()
      } else if (kind === 'commit' && record !== undefined) {
        note(record)
        callers++
        record.receiverOffset().commit().subscribe({ complete: () => heard++, error: () => heard++ })
      } else if (kind === 'fail') cluster.commitFailures.push(new KafkaError('REBALANCE_IN_PROGRESS', 'not now', { retriable: true }))
      else if (kind === 'hold') cluster.holdCommits ??= []
      else if (kind === 'release') cluster.releaseCommits()
      else if (kind === 'pass') await cluster.world.pass(50 * (at + 1))
      else if (kind === 'rebalance' && cluster.holdCommits === undefined) {
        const partitions = cluster.partitions()
        const moved = cluster.last.rebalance(at % 3 === 0 ? [] : at % 3 === 1 ? [partitions[partition]!] : partitions)
        await cluster.world.pass(1000)
        await moved
      }
      await settle(1)
      assert.equal(failure, undefined)
      for (const p of [0, 1]) {
        const committed = cluster.offset('t', p) ?? 0
        for (let offset = 0; offset < committed; offset++) assert.ok(acked[p]!.has(offset), `${offset} of partition ${p} is committed and was never acknowledged`)
      }
    }
    // At peace, everything acknowledged gives its credit back and the rest comes.
    cluster.releaseCommits()
    cluster.commitFailures = []
    await cluster.last.rebalance(cluster.partitions())
    const before = seen.map((records) => records.length)
    for (const p of [0, 1]) cluster.append('t', p, 1)
    for (let round = 0; round < 60; round++) {
      for (const records of seen) for (const record of records.slice(-40)) record.receiverOffset().acknowledge()
      await cluster.world.pass(200)
    }
    assert.equal(heard, callers)
    assert.ok(seen.every((records, p) => records.length > before[p]!), 'a partition was never heard of again')
    assert.ok(seen.every((records, p) => records.at(-1)!.offset === cluster.logs.get(`${p}/t`)!.length - 1))
    await receiver.stop()
    for (const p of [0, 1]) assert.equal(cluster.offset('t', p), cluster.logs.get(`${p}/t`)!.length)
  }), { numRuns: 60 })
})
