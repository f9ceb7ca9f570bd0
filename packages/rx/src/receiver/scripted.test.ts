/** Behaviours of the receiver that need failures, rebalances and time on command: R1 to R39 where a script decides. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { KafkaError } from '@odradek/client'
import { type Observable, type Subscription, asapScheduler, catchError, concatMap, defer, from, lastValueFrom, map, mergeMap, of, retry, take, tap, throwError, toArray } from 'rxjs'
import { KafkaReceiver, ReceiverOptions, type ReceiverPartition, type ReceiverRecord } from '../index.ts'
import { ScriptedCluster, settle } from '../testing/scripted-cluster.ts'

type Options = ReceiverOptions<number, string>
type Record_ = ReceiverRecord<number, string>

const base = (): Options => ReceiverOptions.create<number, string>({ 'group.id': 'g' }).subscription(['t'])
const manual = (): Options => base().commitInterval(0).commitBatchSize(0)

interface Fixture {
  readonly cluster: ScriptedCluster
  readonly receiver: KafkaReceiver<number, string>
  /** Receives into a list; what fails is kept. */
  open(each?: (record: Record_) => void): { readonly seen: Record_[]; readonly subscription: Subscription; error: unknown; completed: boolean }
}

function fixture(partitions: number, records: number, options: Options = base()): Fixture {
  const cluster = new ScriptedCluster({ t: partitions })
  for (let partition = 0; partition < partitions; partition++) cluster.append('t', partition, records)
  const receiver = KafkaReceiver.create(cluster, options)
  return {
    cluster,
    receiver,
    open(each = () => {}) {
      const seen: Record_[] = []
      const result = { seen, error: undefined as unknown, completed: false, subscription: undefined as unknown as Subscription }
      result.subscription = receiver.receive().subscribe({
        next: (record) => {
          seen.push(record)
          each(record)
        },
        error: (error: unknown) => (result.error = error),
        complete: () => (result.completed = true),
      })
      return result
    },
  }
}

const retriable = (): KafkaError => new KafkaError('COORDINATOR_NOT_AVAILABLE', 'coordinator failed', { retriable: true })
const fatal = (): KafkaError => new KafkaError('OFFSET_METADATA_TOO_LARGE', 'invalid offset')
const ack = (record: Record_): void => record.receiverOffset().acknowledge()

describe('lifecycle', () => {
  test('R1 no consumer until subscribed; closed by unsubscribe, by take(n), by an error', async () => {
    const { cluster, receiver } = fixture(1, 10)
    const stream = receiver.receive()
    await settle()
    assert.equal(cluster.consumers.length, 0)
    const subscription = stream.subscribe()
    await settle()
    subscription.unsubscribe()
    await receiver.stop()
    assert.equal(cluster.last.closed, true)

    await lastValueFrom(receiver.receive().pipe(take(3)))
    await receiver.stop()
    assert.equal(cluster.consumers.length, 2)
    assert.equal(cluster.last.closed, true)

    await assert.rejects(lastValueFrom(receiver.receive().pipe(map(() => { throw new Error('handler') }))), /handler/)
    await receiver.stop()
    assert.equal(cluster.consumers.length, 3)
    assert.ok(cluster.consumers.every(({ closed }) => closed))
  })

  test('R1 closed when a commit throws for good', async () => {
    const { cluster, open, receiver } = fixture(1, 10, base().commitBatchSize(1))
    cluster.commitFailures = [fatal()]
    const received = open(ack)
    await settle()
    assert.equal((received.error as KafkaError).code, 'OFFSET_METADATA_TOO_LARGE')
    await receiver.stop()
    assert.equal(cluster.last.closed, true)
  })

  test('one receive at a time, any number in a row, each mode', async () => {
    const { cluster, receiver, open } = fixture(1, 5)
    const first = open()
    await settle()
    await assert.rejects(lastValueFrom(receiver.receive()), /active receive/)
    first.subscription.unsubscribe()
    for (const stream of [receiver.receive(), receiver.receiveBatch(), receiver.receiveAutoAck()]) await lastValueFrom((stream as Observable<unknown>).pipe(take(1)))
    for await (const record of receiver.receiveAtmostOnce()) {
      assert.equal(record.offset, 0)
      break
    }
    await receiver.stop()
    assert.equal(cluster.consumers.length, 5)
    assert.ok(cluster.consumers.every(({ closed }) => closed))
  })

  test('R10 doOnConsumer works in each of three receives, and says so when there is none', async () => {
    const { receiver, open } = fixture(2, 1)
    await assert.rejects(lastValueFrom(receiver.doOnConsumer((c) => c.assignment())), /needs a receive/)
    for (let i = 0; i < 3; i++) {
      const { subscription } = open()
      // Asked for while the last receive may still be closing.
      const assigned = lastValueFrom(receiver.doOnConsumer((c) => c.subscription()))
      assert.deepEqual(await assigned, ['t'])
      subscription.unsubscribe()
    }
    await receiver.stop()
  })

  test('R36 an error in the handler ends the stream; what was not acknowledged comes again', async () => {
    const { receiver, cluster } = fixture(1, 10)
    let failed = false
    const offsets: number[] = []
    const stream = receiver.receive().pipe(
      tap((record) => {
        if (record.offset === 4 && !failed) {
          failed = true
          throw new Error('at 4')
        }
        offsets.push(record.offset)
        ack(record)
      }),
      retry(1),
      take(10),
    )
    await lastValueFrom(stream)
    await receiver.stop()
    assert.deepEqual(offsets, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert.equal(cluster.consumers.length, 2)
    const again = receiver.receive().pipe(catchError(() => of()))
    assert.ok(again)
  })

  test('R38 delivery in place by default, or on a scheduler', async () => {
    const { receiver } = fixture(1, 3)
    assert.equal((await lastValueFrom(receiver.receive().pipe(take(3), toArray()))).length, 3)
    await receiver.stop()
    let inTurn = false
    const { receiver: scheduled } = fixture(1, 3, base().schedulerSupplier(() => asapScheduler))
    const seen: boolean[] = []
    scheduled.receive().pipe(take(3)).subscribe(() => seen.push(inTurn))
    await settle()
    inTurn = true
    await scheduled.stop()
    assert.equal(seen.length, 3)
  })

  test('R39 a consumer listener hears of the consumer and of its end; stop can be called from anywhere', async () => {
    const events: string[] = []
    const listener = { consumerAdded: (id: string) => events.push(`added ${id.replace(/\d+$/, 'n')}`), consumerRemoved: () => events.push('removed') }
    const { receiver, open } = fixture(1, 3, base().consumerListener(listener))
    const stopped: Promise<void>[] = []
    open((record) => record.offset === 1 && stopped.push(receiver.stop()))
    await settle()
    await Promise.all(stopped)
    assert.deepEqual(events, ['added odradek-g-n', 'removed'])
  })

  test('a poll that fails is the stream\'s error, and retry opens another consumer', async () => {
    const { receiver, cluster } = fixture(1, 3)
    const seen: number[] = []
    const done = lastValueFrom(receiver.receive().pipe(tap((r) => seen.push(r.offset)), retry(1), take(6)))
    await settle()
    cluster.last.failPoll = new KafkaError('GROUP_AUTHORIZATION_FAILED', 'no')
    cluster.last.wake()
    await done
    await receiver.stop()
    assert.deepEqual(seen, [0, 1, 2, 0, 1, 2])
  })

  test('stop({ drain }): no more records, what was delivered may be acknowledged, then the stream completes', async () => {
    const { receiver, cluster, open } = fixture(1, 5)
    const received = open()
    await settle()
    const stopped = receiver.stop({ drain: '10s' })
    cluster.append('t', 0, 5)
    await settle()
    assert.equal(received.seen.length, 5)
    assert.equal(received.completed, false)
    ack(received.seen[4]!)
    await stopped
    assert.equal(received.completed, true)
    assert.equal(cluster.offset('t', 0), 5)
  })

  test('stop({ drain }) gives up when time is up, and commits what there is', async () => {
    const { receiver, cluster, open } = fixture(1, 5)
    const received = open((record) => record.offset === 2 && ack(record))
    await settle()
    const stopped = receiver.stop({ drain: 500 })
    await cluster.world.pass(499)
    assert.equal(received.completed, false)
    await cluster.world.pass(2)
    await stopped
    assert.equal(received.completed, true)
    assert.equal(cluster.offset('t', 0), 3)
  })
})

describe('acknowledge and commit', () => {
  test('R14 only what is acknowledged is committed: every third', async () => {
    const { cluster, open, receiver } = fixture(1, 20, base().commitBatchSize(1))
    open((record) => record.offset % 3 === 0 && ack(record))
    await settle()
    assert.equal(cluster.offset('t', 0), 19)
    await receiver.stop()
  })

  test('R15 by batch size, by interval, and by what comes first', async () => {
    const bySize = fixture(1, 10, base().commitInterval(0).commitBatchSize(4))
    bySize.open(ack)
    await settle()
    // Ten acknowledgements in one turn: one commit when the fourth was in, of all that were there when it left.
    assert.equal(bySize.cluster.offset('t', 0), 10)
    bySize.cluster.append('t', 0, 3)
    await settle()
    assert.equal(bySize.cluster.offset('t', 0), 10)
    bySize.cluster.append('t', 0, 1)
    await settle()
    assert.equal(bySize.cluster.offset('t', 0), 14)

    const byTime = fixture(1, 10, base().commitInterval(500))
    byTime.open(ack)
    await byTime.cluster.world.pass(499)
    assert.equal(byTime.cluster.commits.length, 0)
    await byTime.cluster.world.pass(1)
    assert.equal(byTime.cluster.offset('t', 0), 10)
    await byTime.cluster.world.pass(5000)
    assert.equal(byTime.cluster.commits.length, 1, 'nothing to commit, no request')

    const either = fixture(1, 2, base().commitInterval(500).commitBatchSize(3))
    either.open(ack)
    await either.cluster.world.pass(500)
    assert.equal(either.cluster.offset('t', 0), 2)
    either.cluster.append('t', 0, 3)
    await settle()
    assert.equal(either.cluster.offset('t', 0), 5)
  })

  test('R17 closing commits what is acknowledged, never what is not; both zero turns periodic commits off', async () => {
    const { cluster, open, receiver } = fixture(2, 20, manual())
    open((record) => record.offset < 5 && ack(record))
    await cluster.world.pass(60_000)
    assert.equal(cluster.commits.length, 0)
    await receiver.stop()
    assert.deepEqual([cluster.offset('t', 0), cluster.offset('t', 1)], [5, 5])
    const second = fixture(1, 5, manual())
    second.open()
    await settle()
    await second.receiver.stop()
    assert.equal(second.cluster.offset('t', 0), undefined)
  })

  test('R18 receiveBatch never commits by itself', async () => {
    const { cluster, receiver } = fixture(1, 10, base().commitBatchSize(1))
    const batch = await lastValueFrom(receiver.receiveBatch().pipe(take(1)))
    assert.equal((await lastValueFrom(batch.pipe(toArray()))).length, 10)
    await receiver.stop()
    assert.equal(cluster.commits.length, 0)
  })

  test('R19 a commit needs no demand and no poll', async () => {
    const { cluster, receiver } = fixture(1, 5, manual())
    const records = receiver.receive()[Symbol.asyncIterator]()
    const { value } = await records.next()
    const polls = cluster.last.polls
    await lastValueFrom((value as Record_).receiverOffset().commit())
    assert.equal(cluster.offset('t', 0), 1)
    assert.equal(cluster.last.polls, polls)
    await records.return?.()
  })

  test('R20 after awaiting a commit, the offset is there for the next record', async () => {
    const { cluster, receiver } = fixture(1, 5, manual())
    await lastValueFrom(receiver.receive().pipe(
      concatMap((record) => {
        assert.equal(cluster.offset('t', 0), record.offset === 0 ? undefined : record.offset)
        return record.receiverOffset().commit()
      }),
      take(5),
    ))
    await receiver.stop()
    assert.equal(cluster.offset('t', 0), 5)
  })

  test('concurrent commits share a request; commit is cold', async () => {
    const { cluster, receiver, open } = fixture(2, 3, manual())
    const { seen } = open()
    await settle()
    const commits = seen.map((record) => record.receiverOffset().commit())
    await settle()
    assert.equal(cluster.commits.length, 0)
    await Promise.all(commits.map((commit) => lastValueFrom(commit)))
    assert.equal(cluster.commits.length, 1)
    assert.deepEqual([cluster.offset('t', 0), cluster.offset('t', 1)], [3, 3])
    await receiver.stop()
  })

  test('R21 a commit of an unknown partition fails its Mono, not the stream', async () => {
    const { cluster, receiver, open } = fixture(1, 3, manual())
    const received = open()
    await settle()
    cluster.commitFailures = [new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'gone')]
    await assert.rejects(lastValueFrom(received.seen[0]!.receiverOffset().commit()), { code: 'UNKNOWN_TOPIC_OR_PARTITION' })
    cluster.append('t', 0, 1)
    await settle()
    assert.equal(received.seen.length, 4)
    assert.equal(received.error, undefined)
    await receiver.stop()
  })

  test('R22 retriable failures are tried again; the Mono hears of the success', async () => {
    const { cluster, receiver, open } = fixture(1, 3, manual().maxCommitAttempts(10))
    const { seen } = open()
    await settle()
    cluster.commitFailures = [retriable(), retriable()]
    let done = false
    seen[2]!.receiverOffset().commit().subscribe(() => (done = true))
    await cluster.world.pass(500)
    assert.equal(done, false)
    await cluster.world.pass(500)
    assert.equal(done, true)
    assert.equal(cluster.commits.length, 3)
    assert.equal(cluster.offset('t', 0), 3)
    await receiver.stop()
  })

  test('R22 maxCommitAttempts(1) with retry(): offsets are restored for the next try', async () => {
    const { cluster, receiver, open } = fixture(1, 3, manual().maxCommitAttempts(1))
    const { seen } = open()
    await settle()
    cluster.commitFailures = [retriable(), retriable()]
    await lastValueFrom(seen[2]!.receiverOffset().commit().pipe(retry(2)))
    assert.equal(cluster.offset('t', 0), 3)
    cluster.commitFailures = [retriable()]
    cluster.append('t', 0, 1)
    await settle()
    await assert.rejects(lastValueFrom(seen[3]!.receiverOffset().commit()), /coordinator failed/)
    await receiver.stop()
    assert.equal(cluster.offset('t', 0), 4, 'the end of the receive commits what failed before')
  })

  test('R22 exhausted or fatal without a caller is the stream\'s error', async () => {
    const { cluster, open } = fixture(1, 10, base().commitInterval(0).commitBatchSize(1).maxCommitAttempts(2))
    cluster.commitFailures = [retriable(), retriable()]
    const received = open(ack)
    await cluster.world.pass(499)
    assert.equal(received.error, undefined)
    await cluster.world.pass(10)
    assert.equal((received.error as unknown as KafkaError).code, 'COORDINATOR_NOT_AVAILABLE')
    assert.equal(cluster.commits.length >= 2, true)
  })

  test('R23 maxCommitAttempts(5): exactly 5 commits and 4 pauses of commitRetryInterval', async () => {
    const { cluster, open } = fixture(1, 3, manual().maxCommitAttempts(5).commitRetryInterval(100))
    const { seen } = open()
    await settle()
    cluster.commitFailures = Array.from({ length: 10 }, retriable)
    let failure: unknown
    seen[0]!.receiverOffset().commit().subscribe({ error: (error: unknown) => (failure = error) })
    for (let attempt = 1; attempt <= 4; attempt++) {
      await cluster.world.pass(attempt === 1 ? 0 : 100)
      assert.equal(cluster.commits.length, attempt)
      assert.equal(failure, undefined)
    }
    await cluster.world.pass(100)
    assert.equal(cluster.commits.length, 5)
    assert.ok(failure instanceof KafkaError)
    await cluster.world.pass(10_000)
    assert.equal(cluster.commits.length, 5)
  })

  test('R24 a rebalance in progress is retriable; a success resets the count', async () => {
    const { cluster, receiver, open } = fixture(1, 9, manual().maxCommitAttempts(3).commitRetryInterval(10))
    const { seen } = open()
    await settle()
    const rebalance = (): KafkaError => new KafkaError('REBALANCE_IN_PROGRESS', 'rebalancing')
    for (const at of [2, 5, 8]) {
      cluster.commitFailures = [rebalance(), rebalance()]
      const done = lastValueFrom(seen[at]!.receiverOffset().commit())
      await cluster.world.pass(20)
      await done
    }
    assert.equal(cluster.offset('t', 0), 9)
    await receiver.stop()
  })

  test('callers that came before a failure all hear of the success after it', async () => {
    const { cluster, receiver, open } = fixture(1, 4, manual().commitRetryInterval(100))
    const { seen } = open()
    await settle()
    cluster.commitFailures = [retriable()]
    const done: number[] = []
    seen[0]!.receiverOffset().commit().subscribe(() => done.push(0))
    await settle()
    seen[1]!.receiverOffset().commit().subscribe(() => done.push(1))
    seen[2]!.receiverOffset().commit().subscribe(() => done.push(2))
    await cluster.world.pass(100)
    assert.deepEqual(done, [0, 1, 2])
    assert.equal(cluster.offset('t', 0), 3)
    await receiver.stop()
  })

  test('nothing is delivered while a commit is being retried', async () => {
    const { cluster, receiver, open } = fixture(1, 2, base().commitInterval(0).commitBatchSize(2))
    cluster.commitFailures = [retriable(), retriable()]
    const { seen } = open(ack)
    await settle()
    cluster.append('t', 0, 500)
    await settle()
    const before = seen.length
    cluster.append('t', 0, 500)
    await settle()
    assert.equal(seen.length, before)
    assert.equal((await lastValueFrom(receiver.doOnConsumer((c) => c.paused()))).length, 1)
    await cluster.world.pass(1000)
    assert.equal(seen.length, 1002)
    await receiver.stop()
  })

  test('acknowledging late, twice or backwards changes nothing', async () => {
    const { cluster, receiver, open } = fixture(1, 5, manual())
    const { seen } = open()
    await settle()
    ack(seen[3]!)
    ack(seen[1]!)
    ack(seen[3]!)
    await lastValueFrom(seen[0]!.receiverOffset().commit())
    assert.equal(cluster.offset('t', 0), 4)
    await receiver.stop()
    ack(seen[4]!)
    await assert.rejects(lastValueFrom(seen[4]!.receiverOffset().commit()), { code: 'COMMIT_FAILED' })
    assert.equal(cluster.offset('t', 0), 4)
  })

  test('R13 autoAck: nothing of a batch is committed before its stream has ended', async () => {
    const { cluster, receiver } = fixture(1, 4, base().commitInterval(0).commitBatchSize(1).consumerProperty('max.poll.records', 2))
    const committed: (number | undefined)[] = []
    for await (const batch of receiver.receiveAutoAck()) {
      for await (const record of batch) {
        await settle()
        committed.push(cluster.offset('t', 0))
        assert.ok(record.offset >= 0)
      }
      if (committed.length === 4) break
    }
    assert.deepEqual(committed, [undefined, undefined, 2, 2])
    assert.equal(cluster.offset('t', 0), 4, 'the last batch had ended')
  })

  test('R13 autoAck: a batch that was left before its end is not acknowledged, and the stream goes on', async () => {
    const left = fixture(1, 4, base().consumerProperty('max.poll.records', 2))
    const offsets = await lastValueFrom(left.receiver.receiveAutoAck().pipe(concatMap((batch) => batch.pipe(take(1))), map((r) => r.offset), take(2), toArray()))
    assert.deepEqual(offsets, [0, 2])
    await left.receiver.stop()
    assert.equal(left.cluster.offset('t', 0), undefined)
    const failed = fixture(1, 4)
    await assert.rejects(lastValueFrom(failed.receiver.receiveAutoAck().pipe(concatMap((batch) => batch.pipe(map(() => { throw new Error('inner') }))))), /inner/)
    await failed.receiver.stop()
    assert.equal(failed.cluster.offset('t', 0), undefined)
  })

  test('R16 R12 autoAck commits at the end; the next receive sees only what is new', async () => {
    const { cluster, receiver } = fixture(1, 5)
    const subscription = receiver.receiveAutoAck().pipe(concatMap((batch) => batch)).subscribe()
    await settle()
    subscription.unsubscribe()
    await receiver.stop()
    assert.equal(cluster.offset('t', 0), 5)
    cluster.append('t', 0, 2)
    const offsets = await lastValueFrom(receiver.receiveAutoAck().pipe(concatMap((batch) => batch), map((r) => r.offset), take(2), toArray()))
    assert.deepEqual(offsets, [5, 6])
    await receiver.stop()
  })
})

describe('out-of-order acknowledgements', () => {
  const deferred = (limit: number): Options => manual().maxDeferredCommits(limit)

  test('R25 3, 1, 2, 0: one commit, of offset 4', async () => {
    const { cluster, receiver, open } = fixture(1, 4, deferred(10))
    const { seen } = open()
    await settle()
    for (const at of [3, 1, 2]) await lastValueFrom(seen[at]!.receiverOffset().commit())
    assert.equal(cluster.commits.length, 0)
    await lastValueFrom(seen[0]!.receiverOffset().commit())
    assert.deepEqual(cluster.commits, [[{ topic: 't', partition: 0, offset: 4 }]])
    await receiver.stop()
  })

  test('R25 two partitions at once; two gaps: 2, then 4', async () => {
    const { cluster, receiver, open } = fixture(2, 4, deferred(10))
    const { seen } = open()
    await settle()
    const of_ = (partition: number, offset: number): Record_ => seen.find((r) => r.partition === partition && r.offset === offset)!
    for (const [partition, offset] of [[0, 1], [1, 1], [0, 3], [1, 2]] as const) ack(of_(partition, offset))
    await lastValueFrom(of_(0, 0).receiverOffset().commit())
    assert.deepEqual([cluster.offset('t', 0), cluster.offset('t', 1)], [2, undefined])
    await lastValueFrom(of_(1, 0).receiverOffset().commit())
    assert.equal(cluster.offset('t', 1), 3)
    await lastValueFrom(of_(0, 2).receiverOffset().commit())
    assert.equal(cluster.offset('t', 0), 4)
    await receiver.stop()
  })

  test('R25 with acknowledge and commitBatchSize', async () => {
    const { cluster, receiver, open } = fixture(1, 4, base().commitInterval(0).commitBatchSize(4).maxDeferredCommits(10))
    const { seen } = open()
    await settle()
    for (const at of [2, 1, 3]) ack(seen[at]!)
    await settle()
    assert.equal(cluster.offset('t', 0), undefined)
    ack(seen[0]!)
    await settle()
    assert.deepEqual(cluster.commits, [[{ topic: 't', partition: 0, offset: 4 }]])
    await receiver.stop()
  })

  test('R25 a first commit that fails is tried again with the same offset', async () => {
    const { cluster, receiver, open } = fixture(1, 4, deferred(10))
    const { seen } = open()
    await settle()
    cluster.commitFailures = [retriable()]
    ack(seen[1]!)
    const done = lastValueFrom(seen[0]!.receiverOffset().commit())
    await cluster.world.pass(500)
    await done
    assert.deepEqual(cluster.commits.map((offsets) => offsets[0]!.offset), [2, 2])
    ack(seen[2]!)
    await lastValueFrom(seen[3]!.receiverOffset().commit())
    assert.equal(cluster.offset('t', 0), 4)
    await receiver.stop()
  })

  test('R25 delivery stops at the limit and goes on when the gap is filled, also after a failed commit', async () => {
    const { cluster, receiver, open } = fixture(1, 4, deferred(3).consumerProperty('max.poll.records', 4))
    const { seen } = open()
    await settle()
    for (const at of [1, 2, 3]) ack(seen[at]!)
    cluster.append('t', 0, 4)
    await settle()
    // One poll was under way when the limit was reached.
    const stopped = seen.length
    cluster.append('t', 0, 8)
    await settle()
    assert.equal(seen.length, stopped)
    cluster.commitFailures = [retriable()]
    const done = lastValueFrom(seen[0]!.receiverOffset().commit())
    await cluster.world.pass(500)
    await done
    await settle()
    assert.equal(cluster.offset('t', 0), 4)
    assert.ok(seen.length > stopped, 'delivery goes on after the failed commit')
    await receiver.stop()
  })

  test('R26 revocation forgets what is deferred: a late acknowledgement commits nothing', async () => {
    const { cluster, receiver, open } = fixture(2, 4, deferred(10).maxDelayRebalance(0))
    const { seen } = open()
    await settle()
    const first = seen.filter((r) => r.partition === 0)
    ack(first[2]!)
    ack(first[1]!)
    await cluster.last.rebalance([{ topic: 't', partition: 1 }])
    ack(first[0]!)
    await assert.rejects(lastValueFrom(first[3]!.receiverOffset().commit()), { code: 'COMMIT_FAILED' })
    await receiver.stop()
    assert.equal(cluster.offset('t', 0), undefined)
  })

  test('R26 a revocation waits for slow work and commits as it gets done', async () => {
    const { cluster, receiver, open } = fixture(1, 4, deferred(10).maxDelayRebalance('10s').commitIntervalDuringDelay(100))
    const { seen } = open()
    await settle()
    let revoked = false
    const rebalance = cluster.last.rebalance([]).then(() => (revoked = true))
    for (const record of seen) {
      await cluster.world.pass(150)
      assert.equal(revoked, false)
      ack(record)
    }
    await cluster.world.pass(150)
    await rebalance
    assert.deepEqual(cluster.commits.map((offsets) => offsets[0]!.offset), [1, 2, 3, 4])
    await receiver.stop()
  })
})

describe('rebalance', () => {
  test('R3 assign listeners before the first record; revoke listeners when it ends', async () => {
    const events: string[] = []
    const name = (p: ReceiverPartition): string => `${p.topicPartition().topic}-${p.topicPartition().partition}`
    const { receiver } = fixture(2, 1, base().addAssignListener((ps) => void events.push(`assigned ${ps.map(name)}`)).addRevokeListener((ps) => void events.push(`revoked ${ps.map(name)}`)))
    await lastValueFrom(receiver.receive().pipe(tap(() => events.push('record')), take(2)))
    await receiver.stop()
    assert.deepEqual(events, ['assigned t-0,t-1', 'record', 'record', 'revoked t-0,t-1'])
  })

  test('R4 what an assign listener throws is the stream\'s error', async () => {
    const { receiver } = fixture(1, 3, base().addAssignListener((partitions) => partitions[0]!.seek(-1)))
    await assert.rejects(lastValueFrom(receiver.receive()), { code: 'INVALID_ARGUMENT' })
    const { receiver: other } = fixture(1, 3, base().addAssignListener(() => { throw new TypeError('mine') }))
    await assert.rejects(lastValueFrom(other.receive()), TypeError)
    await Promise.all([receiver.stop(), other.stop()])
  })

  test('a revocation commits what is acknowledged and waits, at most maxDelayRebalance, for what is not', async () => {
    const { cluster, receiver, open } = fixture(2, 4, base().maxDelayRebalance(1000))
    const { seen } = open((record) => record.partition === 0 && record.offset === 2 && ack(record))
    await settle()
    let revoked = false
    const rebalance = cluster.last.rebalance([{ topic: 't', partition: 1 }]).then(() => (revoked = true))
    await settle()
    assert.equal(cluster.offset('t', 0), 3)
    await cluster.world.pass(999)
    assert.equal(revoked, false)
    await cluster.world.pass(2)
    await rebalance
    cluster.append('t', 1, 1)
    await settle()
    assert.equal(seen.at(-1)!.partition, 1)
    await receiver.stop()
  })

  test('a revocation does not wait when nothing is outstanding', async () => {
    const { cluster, receiver, open } = fixture(2, 4)
    open(ack)
    await settle()
    await cluster.last.rebalance([])
    assert.deepEqual([cluster.offset('t', 0), cluster.offset('t', 1)], [4, 4])
    await receiver.stop()
  })

  test('credit of revoked partitions comes back: the stream goes on after a rebalance', async () => {
    const { cluster, receiver, open } = fixture(2, 10, base().maxDelayRebalance(0).inFlight({ records: 10 }).consumerProperty('max.poll.records', 5))
    const { seen } = open()
    await settle()
    assert.equal(seen.length, 10)
    const blocked = seen.at(-1)!.partition
    await cluster.last.rebalance([{ topic: 't', partition: 1 }])
    await settle()
    assert.ok(seen.length > 10, `still stuck after partition ${blocked} went`)
    await receiver.stop()
  })

  test('lost partitions are not committed, and do not delay', async () => {
    const { cluster, receiver, open } = fixture(1, 4, manual())
    open((record) => record.offset === 1 && ack(record))
    await settle()
    await cluster.last.lose([{ topic: 't', partition: 0 }])
    await receiver.stop()
    assert.equal(cluster.commits.length, 0)
  })

  test('R29 R30 no credit: every partition counts as paused, new ones too; acknowledging resumes', async () => {
    const { cluster, receiver, open } = fixture(4, 10, base().inFlight({ records: 8 }))
    const { seen } = open()
    await settle()
    const paused = async (): Promise<number> => (await lastValueFrom(receiver.doOnConsumer((c) => c.paused()))).length
    assert.equal(seen.length, 8)
    assert.equal(await paused(), 4)
    cluster.logs.set('4/t', [])
    await cluster.last.rebalance(cluster.partitions())
    assert.equal(await paused(), 5)
    for (const record of seen.slice()) ack(record)
    await settle()
    assert.equal(seen.length, 16)
    await receiver.stop()
  })

  test('R29 a pause by the application survives back-pressure and its end', async () => {
    const { cluster, receiver, open } = fixture(4, 2, base().inFlight({ records: 8 }))
    const { seen } = open()
    await settle()
    const partition = { topic: 't', partition: 2 }
    await lastValueFrom(receiver.doOnConsumer((c) => c.pause([partition])))
    for (const record of seen.slice()) ack(record)
    await settle()
    for (let i = 0; i < 4; i++) cluster.append('t', i, 1)
    await settle()
    assert.deepEqual(seen.slice(8).map((r) => r.partition).toSorted(), [0, 1, 3])
    assert.deepEqual(await lastValueFrom(receiver.doOnConsumer((c) => c.paused())), [partition])
    await lastValueFrom(receiver.doOnConsumer((c) => c.resume([partition])))
    await settle()
    assert.equal(seen.length, 12)
    assert.deepEqual(await lastValueFrom(receiver.doOnConsumer((c) => c.paused())), [])
    await receiver.stop()
  })

  for (const eager of [true, false]) {
    test(`R33 pauses survive a rebalance for partitions that stay (${eager ? 'eager' : 'cooperative'})`, async () => {
      const { cluster, receiver, open } = fixture(4, 0)
      open()
      await settle()
      const p = (partition: number): { topic: string; partition: number } => ({ topic: 't', partition })
      await lastValueFrom(receiver.doOnConsumer((c) => c.pause([p(0), p(1)])))
      await cluster.last.rebalance([p(0), p(2), p(3)], eager)
      assert.deepEqual(await lastValueFrom(receiver.doOnConsumer((c) => c.paused())), [p(0)])
      assert.deepEqual([...cluster.last.pausedNow], ['0/t'])
      await receiver.stop()
    })
  }

  test('R33 pauseAllAfterRebalance pauses everything once anything was paused', async () => {
    const { cluster, receiver, open } = fixture(2, 0, base().pauseAllAfterRebalance(true))
    open()
    await settle()
    await lastValueFrom(receiver.doOnConsumer((c) => c.pause([{ topic: 't', partition: 0 }])))
    cluster.logs.set('2/t', [])
    await cluster.last.rebalance(cluster.partitions())
    assert.equal((await lastValueFrom(receiver.doOnConsumer((c) => c.paused()))).length, 3)
    await receiver.stop()
  })
})

describe('credit and demand', () => {
  test('acknowledging the last frees all before it: a filter does not starve the stream', async () => {
    const { receiver, open } = fixture(1, 100, base().inFlight({ records: 10, perPartition: 10 }))
    const { seen } = open((record) => record.offset % 10 === 9 && ack(record))
    await settle(30)
    assert.equal(seen.length, 100)
    await receiver.stop()
  })

  test('one partition without credit does not stop the others', async () => {
    const { receiver, cluster, open } = fixture(2, 50, base().inFlight({ perPartition: 5 }).consumerProperty('max.poll.records', 5))
    const { seen } = open((record) => record.partition === 1 && ack(record))
    await settle(60)
    assert.equal(seen.filter((r) => r.partition === 1).length, 50)
    const stuck = seen.filter((r) => r.partition === 0)
    assert.equal(stuck.length, 5)
    assert.deepEqual((await lastValueFrom(receiver.doOnConsumer((c) => c.paused()))).map((p) => p.partition), [0])
    ack(stuck.at(-1)!)
    await settle()
    assert.equal(seen.filter((r) => r.partition === 0).length, 10)
    assert.equal(cluster.world.warnings.length, 0)
    await receiver.stop()
  })

  test('30 s without credit are warned of once, with partition, offset and remedy', async () => {
    const { receiver, cluster, open } = fixture(1, 50, base().inFlight({ records: 5 }))
    open((record) => record.offset === 1 && ack(record))
    await cluster.world.pass(29_000)
    assert.equal(cluster.world.warnings.length, 0)
    await cluster.world.pass(60_000)
    assert.equal(cluster.world.warnings.length, 1)
    const [{ fields, message }] = cluster.world.warnings as [(typeof cluster.world.warnings)[number]]
    assert.deepEqual([fields['topic'], fields['partition'], fields['oldestUnacknowledged']], ['t', 0, 2])
    assert.match(message, /acknowledge/)
    await receiver.stop()
  })

  test('R28 pulled, exactly as many records as asked for, in every mode', async () => {
    const one = base().consumerProperty('max.poll.records', 1)
    for (const mode of ['receive', 'receiveAtmostOnce', 'receiveAutoAck', 'receiveBatch'] as const) {
      const { receiver, cluster } = fixture(1, 20, one)
      const stream = receiver[mode]()[Symbol.asyncIterator]()
      for (let asked = 1; asked <= 5; asked++) {
        assert.equal((await stream.next()).done, false)
        await settle()
        assert.equal(cluster.last.positions.get('0/t'), asked, mode)
      }
      await stream.return?.()
      assert.equal(cluster.last.closed, true)
    }
  })

  test('R31 new demand is answered at once, whatever pollTimeout is', async () => {
    const { receiver, cluster } = fixture(1, 0, base().pollTimeout('1m'))
    const stream = receiver.receive()[Symbol.asyncIterator]()
    const first = stream.next()
    await settle()
    cluster.append('t', 0, 2)
    assert.equal((await first).value.offset, 0)
    assert.equal((await stream.next()).value.offset, 1)
    await stream.return?.()
  })

  test('R32 overlapping demand is answered in order and to the end', async () => {
    const { receiver, cluster } = fixture(1, 3, base())
    const stream = receiver.receive()[Symbol.asyncIterator]()
    const asked = Array.from({ length: 6 }, () => stream.next())
    await settle()
    cluster.append('t', 0, 3)
    assert.deepEqual((await Promise.all(asked)).map(({ value }) => value.offset), [0, 1, 2, 3, 4, 5])
    const open = stream.next()
    await settle()
    await receiver.stop()
    assert.equal((await open).done, true)
    assert.equal((await stream.next()).done, true)
  })

  test('R34 a receive without demand keeps its place in the group', async () => {
    const { receiver, cluster } = fixture(1, 20)
    const stream = receiver.receive()[Symbol.asyncIterator]()
    await stream.next()
    const before = cluster.last.alive
    await cluster.world.pass(10_000)
    assert.ok(cluster.last.alive >= before + 9)
    await stream.return?.()
  })

  test('R37 concurrency: order by group, progress past one that blocks', async () => {
    const { receiver } = fixture(4, 25)
    let release = (): void => {}
    const blocked = new Promise<void>((resolve) => (release = resolve))
    let first = true
    const seen: string[] = []
    const done = lastValueFrom(receiver.receive().pipe(
      take(100),
      mergeMap((record) => defer(async () => {
        if (first) {
          first = false
          await blocked
        }
        seen.push(record.value)
      }), 4),
    ))
    await settle(10)
    assert.equal(seen.length, 99)
    release()
    await done
    await receiver.stop()
  })
})

describe('at most once', () => {
  test('R27 a record is committed before it is handed out', async () => {
    const { receiver, cluster } = fixture(1, 20)
    let count = 0
    for await (const record of receiver.receiveAtmostOnce()) {
      assert.ok(cluster.offset('t', 0)! > record.offset)
      if (++count === 10) break
    }
    assert.equal(cluster.offset('t', 0), 10)
  })

  test('R27 commit-ahead: fewer commits, a window of at most ahead + 1, undone by an orderly end', async () => {
    const { receiver, cluster } = fixture(1, 50, base().atmostOnceCommitAheadSize(9))
    const stream = receiver.receiveAtmostOnce()[Symbol.asyncIterator]()
    for (let offset = 0; offset < 20; offset++) {
      assert.equal((await stream.next()).value.offset, offset)
      const committed = cluster.offset('t', 0)!
      assert.ok(committed > offset && committed <= offset + 1 + 9, `${committed} at ${offset}`)
      await settle()
    }
    assert.ok(cluster.commits.length < 10, `${cluster.commits.length} commits for 20 records`)
    const crashed = cluster.offset('t', 0)!
    assert.ok(crashed > 20)
    await stream.return?.()
    assert.equal(cluster.offset('t', 0), 20)
  })

  test('R27 a commit-ahead does not pass the end of the log', async () => {
    const { receiver, cluster } = fixture(1, 5, base().atmostOnceCommitAheadSize(100))
    const stream = receiver.receiveAtmostOnce()[Symbol.asyncIterator]()
    await stream.next()
    assert.equal(cluster.offset('t', 0), 5)
    await stream.return?.()
    assert.equal(cluster.offset('t', 0), 1)
  })

  test('R27 a record whose handler failed is not delivered again', async () => {
    const { receiver } = fixture(1, 20)
    await assert.rejects(lastValueFrom(receiver.receiveAtmostOnce(() => throwError(() => new Error('handler')))), /handler/)
    await receiver.stop()
    const offsets = await lastValueFrom(receiver.receiveAtmostOnce((record) => of(record.offset)).pipe(take(3), toArray()))
    assert.deepEqual(offsets, [1, 2, 3])
    await receiver.stop()
  })

  test('R27 transient failures of the commit are tried again, permanent ones end the stream', async () => {
    const { receiver, cluster } = fixture(1, 20, base().commitRetryInterval(10))
    cluster.commitFailures = [retriable(), retriable()]
    const stream = receiver.receiveAtmostOnce()[Symbol.asyncIterator]()
    const first = stream.next()
    await cluster.world.pass(30)
    assert.equal((await first).value.offset, 0)
    cluster.commitFailures = [fatal()]
    await assert.rejects(stream.next(), { code: 'OFFSET_METADATA_TOO_LARGE' })
    await receiver.stop()
    assert.equal(cluster.last.closed, true)
  })

  test('the handler form pulls only what it has handlers for', async () => {
    const { receiver, cluster } = fixture(1, 20, base().consumerProperty('max.poll.records', 1))
    let running = 0
    let most = 0
    const results = await lastValueFrom(receiver.receiveAtmostOnce((record) => defer(async () => {
      most = Math.max(most, ++running)
      await settle()
      running--
      return record.offset
    }), 3).pipe(take(12), toArray()))
    await receiver.stop()
    assert.equal(most, 3)
    assert.deepEqual(results.toSorted((a, b) => a - b), Array.from({ length: 12 }, (_, i) => i))
    assert.ok(cluster.last.positions.get('0/t')! <= 15)
  })

  test('a revocation takes the ahead part back', async () => {
    const { receiver, cluster } = fixture(2, 50, base().atmostOnceCommitAheadSize(20))
    const stream = receiver.receiveAtmostOnce()[Symbol.asyncIterator]()
    const { partition, offset } = (await stream.next()).value
    assert.equal(cluster.offset('t', partition), offset + 21)
    await cluster.last.rebalance([{ topic: 't', partition: 1 - partition }])
    assert.equal(cluster.offset('t', partition), offset + 1)
    await stream.return?.()
  })
})

describe('options', () => {
  test('defaults are Reactor Kafka\'s', () => {
    const o = ReceiverOptions.create()
    assert.deepEqual(
      [o.pollTimeout(), o.commitInterval(), o.commitBatchSize(), o.atmostOnceCommitAheadSize(), o.maxCommitAttempts(), o.commitRetryInterval(), o.maxDeferredCommits(), o.maxDelayRebalance(), o.commitIntervalDuringDelay(), o.pauseAllAfterRebalance()],
      [100, 5000, 0, 0, 100, 500, 0, 60_000, 100, false],
    )
    assert.equal(o.closeTimeout(), Number.POSITIVE_INFINITY)
    assert.equal(o.consumerProperty('enable.auto.commit'), 'false')
    assert.equal(o.consumerProperty('enable.auto.commit', 'true').consumerProperty('enable.auto.commit'), 'false')
  })

  test('immutable; negative values are refused; assignment and subscription replace each other', () => {
    const o = base()
    o.commitBatchSize(7)
    assert.equal(o.commitBatchSize(), 0)
    for (const bad of [() => o.commitBatchSize(-1), () => o.commitInterval(-1), () => o.maxCommitAttempts(-1), () => o.maxDeferredCommits(-1), () => o.pollTimeout('soon')]) {
      assert.throws(bad, { code: 'INVALID_ARGUMENT' })
    }
    const assigned = o.assignment([{ topic: 't', partition: 0 }])
    assert.equal(assigned.subscriptionTopics(), undefined)
    assert.equal(assigned.subscription(/t.*/).assignment(), undefined)
    assert.deepEqual(assigned.subscription(['x']).subscriptionTopics(), ['x'])
    assert.throws(() => KafkaReceiver.create(ReceiverOptions.create({ 'bootstrap.servers': 'x:1', 'session.timeout.ms': 'soon' })), /session\.timeout\.ms must be a whole number/)
  })

  test('R33 equals and hashCode', () => {
    const a = base().commitBatchSize(5)
    const b = base().commitBatchSize(5)
    assert.ok(a.equals(b))
    assert.equal(a.hashCode(), b.hashCode())
    assert.ok(!a.equals(b.commitBatchSize(6)))
    assert.ok(!a.equals(b.addAssignListener(() => {})))
    assert.ok(!a.equals(b.consumerProperty('group.id', 'other')))
  })
})

test('R11 the methods of doOnConsumer, and the refusal of thirteen others', async () => {
  const { receiver, open, cluster } = fixture(2, 5)
  open()
  await settle()
  const p = { topic: 't', partition: 0 }
  const all = await lastValueFrom(receiver.doOnConsumer(async (c) => {
    c.seek(p, 0)
    await c.seekToBeginning([p])
    await c.seekToEnd([p])
    c.pause([p])
    c.resume([p])
    return [
      c.assignment().length, c.subscription().length, await c.position(p), (await c.committed([p])).length, Object.keys(c.metrics()).length,
      (await c.partitionsFor('t')).length, Object.keys(await c.listTopics()).length, c.paused().length,
      (await c.offsetsForTimes([{ ...p, timestamp: 1002 }]))[0]!.offset, (await c.beginningOffsets([p]))[0]!.offset, (await c.endOffsets([p]))[0]!.offset, c.currentLag(p),
    ]
  }))
  assert.deepEqual(all, [2, 1, 5, 0, 0, 2, 0, 0, 2, 0, 5, 0])
  const refused = ['subscribe', 'assign', 'unsubscribe', 'poll', 'commitSync', 'commitAsync', 'wakeup', 'close', 'groupMetadata', 'enforceRebalance', 'commit', 'unassign', 'clientInstanceId']
  for (const method of refused) {
    await assert.rejects(lastValueFrom(receiver.doOnConsumer((c) => (c as unknown as Record<string, () => void>)[method]!())), { code: 'UNSUPPORTED' }, method)
  }
  assert.equal(cluster.last.closed, false)
  await receiver.stop()
})

test('a seek in the stream drops what was delivered before from the account', async () => {
  const { receiver, open, cluster } = fixture(1, 5, manual())
  const { seen } = open()
  await settle()
  const before = [...seen]
  await lastValueFrom(receiver.doOnConsumer((c) => c.seek({ topic: 't', partition: 0 }, 2)))
  await settle()
  assert.deepEqual(seen.slice(5).map((r) => r.offset), [2, 3, 4])
  ack(before[4]!)
  await receiver.stop()
  assert.equal(cluster.offset('t', 0), undefined)
})

test('a seek keeps what was acknowledged before it due, until something is acknowledged at the new place', async () => {
  for (const [to, acknowledge, expected] of [[4, false, 3], [0, true, 1]] as const) {
    const { receiver, open, cluster } = fixture(1, 5, manual())
    const { seen } = open()
    await settle()
    ack(seen[2]!)
    await lastValueFrom(receiver.doOnConsumer((c) => c.seek({ topic: 't', partition: 0 }, to)))
    await settle()
    if (acknowledge) ack(seen[5]!)
    await receiver.stop()
    assert.equal(cluster.offset('t', 0), expected)
  }
})

test('callers that came while a request was under way are not forgotten when it fails', async () => {
  const { receiver, open, cluster } = fixture(1, 5, manual().commitRetryInterval(100))
  const { seen } = open()
  await settle()
  cluster.holdCommits = []
  const heard: string[] = []
  seen[0]!.receiverOffset().commit().subscribe(() => heard.push('first'))
  await settle()
  seen[1]!.receiverOffset().commit().subscribe(() => heard.push('second'))
  await settle()
  cluster.commitFailures = [retriable()]
  cluster.releaseCommits()
  await cluster.world.pass(100)
  assert.deepEqual(heard, ['first', 'second'])
  assert.equal(cluster.offset('t', 0), 2)
  await receiver.stop()
})

test('an operator on the records of batches', async () => {
  const { receiver } = fixture(1, 5)
  const values = await lastValueFrom(receiver.receiveBatch().pipe(take(1), mergeMap((batch) => from(batch)), map((r) => r.value), toArray()))
  assert.equal(values.length, 5)
  await receiver.stop()
})
