/** The checker of groups is fed with wrong histories: commits and positions that go back, and records that nobody reads. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Faults, type PromiseName } from './faults.ts'
import { GroupHistory } from './group-history.ts'
import type { ChaosTopic } from './topics.ts'

const topic: ChaosTopic = { name: 't', partitions: 1, configs: {}, isCompacted: false }

function group(mayJump: boolean = false): { readonly history: GroupHistory; read(member: string, first: number, last: number): void; broken(): readonly PromiseName[] } {
  const faults = new Faults(() => {})
  const history = new GroupHistory([mayJump ? { ...topic, retentionMs: 1 } : topic], faults)
  return {
    history,
    read: (member, first, last) => history.read(member, { topic: 't', partition: 0, first, last }),
    broken() {
      history.check()
      return (['commits', 'positions'] as const).filter((name) => faults.of(name).length > 0)
    },
  }
}

test('a group that reads on, with a member that died, breaks no promise', () => {
  const { history, read, broken } = group()
  history.assigned('a', 't', 0, 100)
  read('a', 0, 9)
  history.committed('t', 0, 10, 110)
  read('a', 10, 14) // read, not committed: the next member reads it again
  history.found('t', 0, 10, 10)
  history.assigned('b', 't', 0, 200)
  read('b', 10, 19)
  history.committed('t', 0, 20, 210)
  history.found('t', 0, 20, 10)
  assert.deepEqual(broken(), [])
  assert.deepEqual([history.commits, history.records], [2, 25])
})

test('an acknowledged commit that is gone is told', () => {
  const { history, broken } = group()
  history.committed('t', 0, 10, 110)
  assert.equal(history.floor('t', 0), 10)
  history.found('t', 0, 9, 10)
  assert.ok(broken().includes('commits'))
  const lost = group()
  lost.history.committed('t', 0, 10, 110)
  lost.history.found('t', 0, -1, 10)
  assert.ok(lost.broken().includes('commits'), 'the whole group is forgotten')
})

test('a commit that was found and is gone later is told', () => {
  const { history, broken } = group(true)
  history.found('t', 0, 10, 0)
  history.found('t', 0, 5, history.floor('t', 0))
  assert.deepEqual(broken(), ['commits'])
})

test('nothing is committed yet, and nothing is found: that is right', () => {
  const { history, broken } = group()
  history.found('t', 0, -1, 0)
  assert.deepEqual(broken(), [])
})

test('a member that begins before what had been committed is told', () => {
  const { history, read, broken } = group(true)
  history.committed('t', 0, 10, 110)
  history.assigned('b', 't', 0, 111)
  read('b', 8, 12)
  assert.deepEqual(broken(), ['positions'])
})

test('what was committed after a member was given the partition does not bind it', () => {
  const { history, read, broken } = group(true)
  history.committed('t', 0, 10, 110)
  history.assigned('b', 't', 0, 110)
  read('b', 8, 12)
  assert.deepEqual(broken(), [])
})

test('what members say may arrive in another order than it happened', () => {
  const { history, read, broken } = group(true)
  history.assigned('b', 't', 0, 111)
  read('b', 8, 12)
  history.committed('t', 0, 10, 110)
  assert.deepEqual(broken(), ['positions'])
})

test('a member that reads a record again, or jumps over one, is told', () => {
  const again = group()
  again.history.assigned('a', 't', 0, 100)
  again.read('a', 0, 9)
  again.read('a', 9, 12)
  assert.deepEqual(again.broken(), ['positions'])
  const jumps = group()
  jumps.history.assigned('a', 't', 0, 100)
  jumps.read('a', 0, 9)
  jumps.read('a', 11, 12)
  assert.deepEqual(jumps.broken(), ['positions'])
  const mayJump = group(true)
  mayJump.history.assigned('a', 't', 0, 100)
  mayJump.read('a', 0, 9)
  mayJump.read('a', 11, 12)
  assert.deepEqual(mayJump.broken(), [])
})

test('records that are committed and that nobody read are told', () => {
  const { history, read, broken } = group()
  history.assigned('a', 't', 0, 100)
  read('a', 0, 9)
  history.assigned('b', 't', 0, 200)
  read('b', 12, 19)
  history.committed('t', 0, 11, 150)
  assert.deepEqual(broken(), ['positions'])
})

test('a member that reads what it was not given is told', () => {
  const { read, broken } = group()
  read('a', 0, 1)
  assert.deepEqual(broken(), ['positions'])
})
