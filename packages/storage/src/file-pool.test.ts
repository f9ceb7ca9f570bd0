import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimFileSystem } from '@odradek/platform/sim'
import { FilePool, PooledFile } from './file-pool.ts'

function filesIn(pool: FilePool, count: number): PooledFile[] {
  return Array.from({ length: count }, (_, at) => new PooledFile(pool, `/f${at}`))
}

test('somewhat more files than may be open, used in turn: most of them are found open', () => {
  const fs = new SimFileSystem()
  const pool = new FilePool(fs, 80)
  const files = filesIn(pool, 100)
  let opened = 0
  for (let round = 0; round < 20; round++) {
    for (const file of files) {
      if (file.handle === undefined) opened++
      file.open()
      assert.ok(pool.openCount <= 80 && fs.openHandles === pool.openCount)
    }
  }
  // Closing the least recently used one would open all 2,000 times.
  assert.ok(opened < 1200, `${opened} of 2000`)
})

test('files that are used more than others stay open, and those used just now always do', () => {
  const pool = new FilePool(new SimFileSystem(), 20)
  const files = filesIn(pool, 200)
  const often = files.slice(0, 5)
  let reopened = 0
  for (let turn = 0; turn < 2000; turn++) {
    for (const file of often) {
      if (file.handle === undefined) reopened++
      file.open()
    }
    const rare = files[5 + (turn % 195)] as PooledFile
    const handle = rare.open()
    assert.ok(often.every((file) => file.handle !== undefined) && rare.handle === handle)
  }
  assert.equal(reopened, often.length)
})

test('what is under way is not closed, and comes before the limit', () => {
  const pool = new FilePool(new SimFileSystem(), 3)
  const files = filesIn(pool, 6)
  for (const file of files.slice(0, 3)) file.pin()
  const fourth = files[3] as PooledFile
  fourth.open()
  assert.equal(pool.openCount, 4)
  assert.ok(files.slice(0, 4).every((file) => file.handle !== undefined))
  for (const file of files.slice(0, 3)) file.unpin()
  files[4]?.open()
  assert.equal(pool.openCount, 3)
  pool.leave(1)
  assert.equal(pool.openCount, 1)
  pool.closeAll()
  assert.equal(pool.openCount, 0)
})
