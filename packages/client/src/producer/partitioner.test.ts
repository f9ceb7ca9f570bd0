import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Random } from '@odradek/platform'
import { DefaultPartitioner, RoundRobinPartitioner, partitionerFor } from './partitioner.ts'

function seeded(seed: number): Random {
  let state = seed
  const float = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return { float, below: (bound) => Math.floor(float() * bound), bytes: (n) => Buffer.alloc(n), uuid: () => '' }
}
const keyless = { topic: 't', key: null, partitionCount: 3, recordBytes: 100 }

test('round-robin gives exactly a third to each of three partitions', () => {
  const partitioner = new RoundRobinPartitioner()
  const counts = [0, 0, 0]
  for (let i = 0; i < 3000; i++) counts[partitioner.partition({ ...keyless, key: i % 2 ? 'k' : null })]! += 1
  assert.deepEqual(counts, [1000, 1000, 1000])
})

test('sticky: stays until the bytes are reached, then draws; even in the long run', () => {
  const partitioner = new DefaultPartitioner(seeded(1), 1000)
  const drawn = Array.from({ length: 30_000 }, () => partitioner.partition(keyless))
  for (let run = 0; run < drawn.length; run += 10) assert.equal(new Set(drawn.slice(run, run + 10)).size, 1)
  for (const partition of [0, 1, 2]) {
    const share = drawn.filter((value) => value === partition).length / drawn.length
    assert.ok(share > 0.28 && share < 0.39, `${partition}: ${share}`)
  }
})

test('sticky: a partition with a long queue and one that is not available get less', () => {
  const partitioner = new DefaultPartitioner(seeded(2), 1)
  partitioner.partition(keyless)
  partitioner.observe('t', [0, 3, 1], [true, true, true])
  const counts = [0, 0, 0]
  for (let i = 0; i < 8000; i++) counts[partitioner.partition(keyless)]! += 1
  assert.ok(Math.abs(counts[0]! - 4000) < 300 && Math.abs(counts[1]! - 1000) < 300 && Math.abs(counts[2]! - 3000) < 300, String(counts))
  partitioner.observe('t', [0, 0, 0], [true, false, true])
  for (let i = 0; i < 1000; i++) assert.notEqual(partitioner.partition(keyless), 1)
})

test('keyed records go where the Java client sends them', () => {
  const partitioner = partitionerFor('default', { random: seeded(3), stickyBytes: 1 })
  assert.equal(partitioner.partition({ ...keyless, key: '21', partitionCount: 10 }), (-973932308 & 0x7fffffff) % 10)
  assert.equal(partitioner.partition({ ...keyless, key: Buffer.from('foobar'), partitionCount: 7 }), (-790332482 & 0x7fffffff) % 7)
})
