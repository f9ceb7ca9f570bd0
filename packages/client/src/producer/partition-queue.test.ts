import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchBaseSequence, batchIsTransactional, batchProducerEpoch } from '@odradek/protocol/internal'
import { PartitionQueue, precedes, type ProducerIdentity } from './partition-queue.ts'
import { PendingBatch } from './pending-batch.ts'

const identity = { producerId: 7, epoch: 0 }
const bumped = { producerId: 7, epoch: 1 }

function batchOf(count: number, openedAtMs = 0): PendingBatch {
  const batch = new PendingBatch({ topic: 't', partition: 0, compression: 'none', compressionLevel: undefined, capacityBytes: 256, nowMs: openedAtMs })
  for (let i = 0; i < count; i++) batch.append(null, Buffer.from('v'), undefined, 1, 16_384)
  batch.closeReason = 'full'
  return batch
}

/** With a queue whose producer the broker knows. */
function queueOf(...counts: number[]): { readonly queue: PartitionQueue; readonly batches: readonly PendingBatch[] } {
  const queue = new PartitionQueue('t', 0)
  queue.batches.push(batchOf(1))
  queue.acknowledged(queue.drain({ producerId: 7, epoch: -1 }).batch)
  const batches = counts.map((count) => batchOf(count))
  queue.batches.push(...batches)
  return { queue, batches }
}

/** Drains what may be drained now; the epoch and sequence each goes under. */
function drainAll(queue: PartitionQueue, under: ProducerIdentity, nowMs = 0): [epoch: number | undefined, sequence: number][] {
  const drained: [number | undefined, number][] = []
  while (queue.next(nowMs, 5, under) !== undefined) {
    const { batch, identity: used } = queue.drain(under)
    drained.push([used?.epoch, batch.sequence])
  }
  return drained
}

test('sequences follow the records; five in flight and no more', () => {
  const { queue } = queueOf(3, 2, 4, 1, 1, 9)
  assert.deepEqual(drainAll(queue, identity), [[0, 0], [0, 3], [0, 5], [0, 9], [0, 10]])
  assert.equal(queue.batches.length, 1)
})

test('one in flight until the broker knows the producer: it would take any sequence for the first', () => {
  const queue = new PartitionQueue('t', 0)
  const batches = [batchOf(1), batchOf(1), batchOf(1)]
  queue.batches.push(...batches)
  assert.deepEqual(drainAll(queue, identity), [[0, 0]])
  queue.requeue(batches[0]!)
  assert.deepEqual(drainAll(queue, identity), [[0, 0]])
  queue.acknowledged(batches[0]!)
  assert.deepEqual(drainAll(queue, identity), [[0, 1], [0, 2]])
})

test('a batch that came back waits for lower sequences, takes its place and goes under the same sequence', () => {
  const { queue, batches } = queueOf(1, 1, 1)
  drainAll(queue, identity)
  queue.requeue(batches[2]!)
  queue.requeue(batches[1]!)
  assert.deepEqual(queue.batches, [batches[1], batches[2]])
  assert.equal(queue.next(0, 5, identity), undefined, 'the first is still in flight')
  queue.requeue(batches[0]!)
  assert.deepEqual(drainAll(queue, identity).map(([, sequence]) => sequence), [0])
  queue.landed(batches[0]!)
  assert.deepEqual(drainAll(queue, identity).map(([, sequence]) => sequence), [1])
})

test('backoff holds the queue; an open batch is not sent', () => {
  const { queue, batches } = queueOf(1)
  batches[0]!.notBeforeMs = 100
  assert.equal(queue.next(99, 5, identity), undefined)
  assert.equal(queue.next(100, 5, identity), batches[0])
  batches[0]!.closeReason = undefined
  assert.equal(queue.next(100, 5, identity), undefined)
  assert.equal(queue.open, batches[0])
})

test('another epoch: what may have been written keeps its own, new batches wait and count from 0', () => {
  const { queue, batches } = queueOf(2, 2)
  drainAll(queue, identity)
  const later = batchOf(1)
  queue.batches.push(later)
  queue.requeue(batches[0]!)
  queue.requeue(batches[1]!)
  assert.deepEqual(drainAll(queue, bumped), [[0, 0]], 'under the old epoch, or it could be written twice')
  queue.landed(batches[0]!)
  assert.deepEqual(drainAll(queue, bumped), [[0, 2]])
  assert.equal(queue.next(0, 5, bumped), undefined)
  queue.landed(batches[1]!)
  assert.deepEqual(drainAll(queue, bumped), [[1, 0]])
})

test('a restart gives everything new sequences, when nothing is in flight', () => {
  const { queue, batches } = queueOf(2, 2, 2)
  drainAll(queue, identity)
  queue.landed(batches[0]!)
  queue.requeue(batches[2]!)
  queue.restart()
  assert.equal(queue.next(0, 5, bumped), undefined, 'the second is in flight')
  queue.requeue(batches[1]!)
  assert.deepEqual(drainAll(queue, bumped), [[1, 0], [1, 2]])
  assert.deepEqual(queue.inFlight, [batches[1], batches[2]])
  const bytes = batches[1]!.encode(7, 1, 0, false)
  assert.deepEqual([batchProducerEpoch(bytes, 0), batchBaseSequence(bytes, 0)], [1, 0])
})

test('transactional batches are marked; without identity there are no sequences', () => {
  const { queue, batches } = queueOf(1)
  queue.drain({ ...identity, isTransactional: true })
  assert.equal(batchIsTransactional(batches[0]!.encoded!, 0), true)
  const plain = queueOf(1)
  assert.equal(plain.queue.drain(undefined).batch.sequence, -1)
})

test('two batches split at once: their parts stand in the order of the records', () => {
  const { queue, batches } = queueOf(4, 4, 1)
  drainAll(queue, identity)
  const [a, b] = [[batchOf(3), batchOf(1)], [batchOf(2), batchOf(2)]]
  queue.replace(batches[0]!, a)
  queue.requeue(batches[2]!)
  queue.replace(batches[1]!, b)
  assert.deepEqual(queue.batches.map(({ sequence }) => sequence), [0, 3, 4, 6, 8])
  assert.deepEqual(queue.batches, [...a, ...b, batches[2]])
  assert.deepEqual(drainAll(queue, identity), [[0, 0]])
})

test('sequences wrap', () => {
  assert.equal(precedes(0x7fffffff, 0), true)
  assert.equal(precedes(0, 0x7fffffff), false)
  assert.equal(precedes(5, 5), false)
})

test('earlier ones are seen in the queue and in flight', () => {
  const { queue, batches } = queueOf(1, 1, 1)
  drainAll(queue, identity)
  assert.equal(queue.hasEarlier(batches[0]!), false)
  assert.equal(queue.hasEarlier(batches[1]!), true)
  queue.requeue(batches[0]!)
  queue.landed(batches[1]!)
  assert.equal(queue.hasEarlier(batches[2]!), true)
})
