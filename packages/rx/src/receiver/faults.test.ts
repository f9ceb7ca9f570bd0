/** What must not be silent, nor outlive its stream: commits that are lost, listeners that throw, partitions that went. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { KafkaError } from '@odradek/client'
import { lastValueFrom, take, tap } from 'rxjs'
import { KafkaReceiver, ReceiverOptions, type ReceiverRecord } from '../index.ts'
import { ScriptedCluster, settle } from '../testing/scripted-cluster.ts'

type Options = ReceiverOptions<number, string>
type Record_ = ReceiverRecord<number, string>

const base = (): Options => ReceiverOptions.create<number, string>({ 'group.id': 'g' }).subscription(['t']).commitInterval(0)
const retriable = (): KafkaError => new KafkaError('COORDINATOR_NOT_AVAILABLE', 'coordinator failed', { retriable: true })
const fatal = (): KafkaError => new KafkaError('OFFSET_METADATA_TOO_LARGE', 'invalid offset')
const ack = (record: Record_): void => record.receiverOffset().acknowledge()

function fixture(partitions: number, records: number, options: Options = base()): { cluster: ScriptedCluster; receiver: KafkaReceiver<number, string> } {
  const cluster = new ScriptedCluster({ t: partitions })
  for (let partition = 0; partition < partitions; partition++) cluster.append('t', partition, records)
  return { cluster, receiver: KafkaReceiver.create(cluster, options) }
}

/** Time passes until it is done. */
async function inTime<T>(cluster: ScriptedCluster, work: Promise<T>): Promise<T> {
  let isDone = false
  const settled = work.finally(() => (isDone = true))
  settled.catch(() => {})
  for (let round = 0; round < 200 && !isDone; round++) await cluster.world.pass(100)
  return settled
}

describe('a commit that is lost is told', () => {
  const lost = { code: 'COMMIT_FAILED', message: /t-0 up to offset 3.*delivered again/ }

  test('stop rejects, and so does each that asks', async () => {
    const { cluster, receiver } = fixture(1, 3)
    cluster.commitFailures = Array.from({ length: 9 }, fatal)
    await lastValueFrom(receiver.receive().pipe(tap(ack), take(3)))
    await assert.rejects(inTime(cluster, receiver.stop()), (error: KafkaError) => error.code === 'COMMIT_FAILED' && error.cause instanceof KafkaError)
    await assert.rejects(receiver.stop(), lost)
    cluster.commitFailures = []
    await lastValueFrom(receiver.receive().pipe(take(3), tap(ack)))
    await inTime(cluster, receiver.stop())
  })

  test('a stream that is stopped fails', async () => {
    const { cluster, receiver } = fixture(1, 3)
    const stream = lastValueFrom(receiver.receive().pipe(tap(ack)))
    stream.catch(() => {})
    await settle()
    cluster.commitFailures = Array.from({ length: 9 }, retriable)
    await assert.rejects(inTime(cluster, receiver.stop({ drain: '1s' })), lost)
    await assert.rejects(stream, lost)
  })

  test('a loop that is left fails', async () => {
    const { cluster, receiver } = fixture(1, 3)
    const loop = async (): Promise<void> => {
      for await (const record of receiver.receive()) {
        ack(record)
        if (record.offset < 2) continue
        cluster.commitFailures = Array.from({ length: 9 }, retriable)
        break
      }
    }
    await assert.rejects(inTime(cluster, loop()), lost)
    await assert.rejects(receiver.stop(), lost)
  })

  test('closeTimeout ends the wait for it', async () => {
    const { cluster, receiver } = fixture(1, 3, base().closeTimeout('1s'))
    cluster.holdCommits = []
    await lastValueFrom(receiver.receive().pipe(tap(ack), take(3)))
    await assert.rejects(inTime(cluster, receiver.stop()), lost)
    cluster.releaseCommits()
  })

  test('the consumer that could not end in order is told of', async () => {
    const { cluster, receiver } = fixture(1, 3)
    receiver.receive().subscribe({ next: ack, error: () => {} })
    await settle()
    cluster.last.close = () => Promise.reject(fatal())
    await assert.rejects(inTime(cluster, receiver.stop()), { code: 'OFFSET_METADATA_TOO_LARGE' })
  })

  test('without a group nothing is committed, and nothing is lost', async () => {
    const options = ReceiverOptions.create<number, string>().assignment([{ topic: 't', partition: 0 }]).commitBatchSize(1)
    const { cluster, receiver } = fixture(1, 3, options)
    await lastValueFrom(receiver.receive().pipe(tap(ack), take(3)))
    await inTime(cluster, receiver.stop())
    assert.deepEqual(cluster.commits, [])
  })
})

describe('partitions that went', () => {
  test('nothing of them is committed later: the new owner has committed since', async () => {
    const { cluster, receiver } = fixture(2, 5, base().maxDelayRebalance(0))
    const seen: Record_[] = []
    const subscription = receiver.receive().subscribe((record) => seen.push(record))
    await settle()
    for (const record of seen) ack(record)
    cluster.commitFailures = [retriable()]
    const [zero, one] = cluster.partitions()
    await inTime(cluster, cluster.last.rebalance([one!]))
    assert.equal(cluster.offset('t', 0), undefined, 'the commit at the revocation failed')
    cluster.committed.set('0/t', 99)
    await cluster.world.pass(10_000)
    subscription.unsubscribe()
    await inTime(cluster, receiver.stop())
    assert.equal(cluster.offset('t', zero!.partition), 99)
    assert.equal(cluster.offset('t', 1), 5)
    assert.match(cluster.world.warnings.map(({ message }) => message).join(), /could not be committed.*delivered again/)
  })

  test('who waits for a commit of one that was lost hears that it was not committed', async () => {
    const { cluster, receiver } = fixture(2, 5)
    const seen: Record_[] = []
    receiver.receive().subscribe((record) => seen.push(record))
    await settle()
    cluster.commitFailures = [retriable()]
    const first = seen.find(({ partition }) => partition === 0)!
    const other = seen.find(({ partition }) => partition === 1)!
    const commits = [first, other].map((record) => lastValueFrom(record.receiverOffset().commit()))
    for (const commit of commits) commit.catch(() => {})
    await settle()
    await cluster.last.lose([{ topic: 't', partition: 0 }])
    await cluster.world.pass(10_000)
    await assert.rejects(commits[0]!, { code: 'COMMIT_FAILED', message: /t-0/ })
    await commits[1]
    assert.equal(cluster.offset('t', 1), 1)
    await inTime(cluster, receiver.stop())
  })
})

test('credit of what was handed out before the position went back by itself comes back', async () => {
  const { cluster, receiver } = fixture(1, 3, base().inFlight({ records: 6 }))
  const seen: Record_[] = []
  receiver.receive().subscribe((record) => seen.push(record))
  for (let round = 1; round <= 5; round++) {
    await settle()
    assert.equal(seen.length, 3 * round)
    // What a reset of an offset that is out of range does.
    cluster.last.seek({ topic: 't', partition: 0 }, 0)
  }
  await inTime(cluster, receiver.stop())
})

describe('what others throw', () => {
  test('a consumer listener ends nothing but itself', async () => {
    const { cluster, receiver } = fixture(1, 3, base().consumerListener({
      consumerRemoved: () => {
        throw new Error('listener broke')
      },
    }))
    for (let round = 0; round < 2; round++) {
      await lastValueFrom(receiver.receive().pipe(tap(ack), take(3 - 3 * round || 1)), { defaultValue: undefined })
      if (round === 0) cluster.append('t', 0, 1)
      await inTime(cluster, receiver.stop())
    }
    assert.match(cluster.world.warnings.map(({ fields }) => JSON.stringify(fields)).join(), /listener broke/)
  })

  test('a listener that throws when the consumer is made: the next receive is not in its way', async () => {
    let isBroken = true
    const { cluster, receiver } = fixture(1, 3, base().consumerListener({
      consumerAdded: () => {
        if (isBroken) throw new Error('listener broke')
      },
    }))
    await assert.rejects(lastValueFrom(receiver.receive()), /listener broke/)
    await settle()
    assert.ok(cluster.last.closed, 'what was made is closed')
    isBroken = false
    await lastValueFrom(receiver.receive().pipe(tap(ack), take(3)))
    await inTime(cluster, receiver.stop())
  })

  test('a handler that answers nothing is told what to answer', async () => {
    const { cluster, receiver } = fixture(1, 3)
    const handled = receiver.receiveAtmostOnce((() => undefined) as unknown as () => Promise<void>)
    await assert.rejects(inTime(cluster, lastValueFrom(handled)), { name: 'KafkaError', code: 'INVALID_ARGUMENT', message: /handler.*Promise.*undefined/ })
    await inTime(cluster, receiver.stop())
  })
})

test('a receive that is still beginning can be stopped', async () => {
  const { cluster, receiver } = fixture(1, 3)
  cluster.autoAssign = false
  const options = base().assignment([{ topic: 't', partition: 0 }])
  const manual = KafkaReceiver.create({
    world: cluster.world,
    createConsumer: () => Object.assign(cluster.createConsumer(), { assign: () => new Promise<void>(() => {}) }) as never,
  }, options)
  const subscription = manual.receive().subscribe()
  await settle()
  subscription.unsubscribe()
  await inTime(cluster, manual.stop())
  assert.ok(cluster.last.closed)
  await receiver.stop()
})
