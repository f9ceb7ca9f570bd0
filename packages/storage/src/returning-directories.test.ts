import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DirectoryEntry, DirectoryLock, FileHandle, OpenMode } from '@odradek/platform'
import { SimFileSystem } from '@odradek/platform/sim'
import { readRecords } from '@odradek/protocol/internal'
import { ManualTime, TestStorage, appendNow, batchOf, readAll } from './testing/test-world.ts'

const MANY = 200

/** A disk that notes what is done in data directories whose lock has been given back. */
class WatchedDisk extends SimFileSystem {
  readonly locked = new Set<string>()
  readonly strayed: string[] = []
  /** What is opened and listed. */
  touched: string[] = []
  beforeLock: Promise<void> = Promise.resolve()

  override async lockDirectory(path: string): Promise<DirectoryLock | undefined> {
    await this.beforeLock
    const lock = await super.lockDirectory(path)
    if (lock === undefined) return undefined
    this.locked.add(path)
    return { release: () => (this.locked.delete(path), lock.release()) }
  }

  override open(path: string, mode: OpenMode): FileHandle {
    this.#note(path)
    return super.open(path, mode)
  }

  override list(path: string): readonly DirectoryEntry[] {
    this.#note(path)
    return super.list(path)
  }

  #note(path: string): void {
    this.touched.push(path)
    if (![...this.locked].some((directory) => path.startsWith(directory))) this.strayed.push(path)
  }
}

/** A directory with two logs that failed in a write, whose loading takes a turn for each batch. */
async function failed(fs: WatchedDisk): Promise<TestStorage> {
  const storage = await TestStorage.open({
    fs, config: { segmentBytes: 2000 }, settings: { sliceMs: 0, recoveryConcurrency: 2, offlineRetryMs: 0 },
  })
  for (const topic of ['t', 'u']) {
    for (let i = 0; i < MANY; i++) appendNow(storage, storage.log(topic), batchOf([`${i}`]))
  }
  fs.faults.fail({ on: 'write', times: 1 })
  appendNow(storage, storage.log(), batchOf(['lost']))
  await storage.time.settle()
  assert.deepEqual(storage.failures, ['/data'])
  return storage
}

test('D11: a stop gives up a directory that is being loaded again, and then gives its lock back', async () => {
  const fs = new WatchedDisk()
  const storage = await failed(fs)
  const back = storage.manager.retryOffline()
  await turns(storage.time, 20)
  await storage.close()
  assert.deepEqual([...fs.locked], [])
  assert.deepEqual(await storage.time.run(back), [])
  await storage.time.advance(10_000)
  assert.deepEqual([fs.strayed, storage.recovered], [[], []])
  assert.deepEqual(await storage.time.run(storage.manager.retryOffline(true)), [], 'nothing is tried after a stop')
  const again = await TestStorage.open({ fs })
  for (const topic of ['t', 'u']) assert.equal(readRecords(readAll(again.log(topic))).length, MANY)
  await again.close()
})

test('D11: a lock that is got while the broker stops is given back', async () => {
  const fs = new WatchedDisk()
  const first = await TestStorage.open({ fs, directories: ['/a', '/b'] })
  await first.close()
  const mend = fs.faults.fail({ path: '/b' })
  const storage = await TestStorage.open({ fs, directories: ['/a', '/b'] })
  mend()
  let go = (): void => {}
  fs.beforeLock = new Promise((resolve) => void (go = resolve))
  const back = storage.manager.retryOffline()
  const closed = storage.manager.close()
  await storage.time.settle()
  go()
  await storage.time.run(closed)
  assert.deepEqual([await back, [...fs.locked], storage.recovered], [[], [], []])
  await storage.time.settle()
  assert.deepEqual([...fs.locked], [])
})

test('D11: a directory that turns out to be another broker\'s is not taken, however often it is tried', async () => {
  const fs = new WatchedDisk()
  for (const [path, brokerId] of [['/a', 1], ['/b', 2]] as const) {
    const owner = await TestStorage.open({ fs, directories: [path], brokerId, clusterId: 'AAAAAAAAAAAAAAAAAAAAAQ' })
    appendNow(owner, owner.log(), batchOf([path]))
    await owner.close()
  }
  const mend = fs.faults.fail({ path: '/b' })
  const storage = await TestStorage.open({ fs, directories: ['/a', '/b'], settings: { offlineRetryMs: 0 } })
  mend()
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(await storage.time.run(storage.manager.retryOffline(true)), [])
    assert.deepEqual([...fs.locked], ['/a'])
  }
  assert.deepEqual(storage.manager.directories().map(({ offline }) => offline), [false, true])
  await storage.close()
  const owner = await TestStorage.open({ fs, directories: ['/b'], brokerId: 2 })
  assert.equal(readRecords(readAll(owner.log())).length, 1)
  await owner.close()
})

test('D11: when loading one log of a directory fails, no other goes on being loaded', async () => {
  const fs = new WatchedDisk()
  const storage = await failed(fs)
  const mend = fs.faults.fail({ path: '/data/u-0', on: 'read' })
  const tried = storage.manager.retryOffline()
  let ended = false
  void tried.finally(() => void (ended = true))
  while (!ended) await turns(storage.time, 1)
  assert.deepEqual(await tried, [])
  fs.touched = []
  await storage.time.settle()
  assert.deepEqual(fs.touched, [])
  mend()
  assert.deepEqual(await storage.time.run(storage.manager.retryOffline()), ['/data'])
  for (const topic of ['t', 'u']) assert.equal(readRecords(readAll(storage.log(topic))).length, MANY)
  await storage.close()
})

async function turns(time: ManualTime, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    time.turn()
    await new Promise<void>((resolve) => void setImmediate(resolve))
  }
}
