import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FileSystem } from '@odradek/platform'
import { RecordingFileSystem, simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import type { EmbeddedZnodeStore } from './embedded-znode-store.ts'
import { contents, openStore } from './testing/opened-store.ts'

const none = Buffer.alloc(0)

function open(simulation: Simulation, fs: FileSystem, rollBytes?: number): Promise<EmbeddedZnodeStore> {
  return openStore(simulation, fs, rollBytes === undefined ? {} : { rollBytes })
}

test('what was answered is there after a restart, ephemerals apart, and zxids go on', async () => {
  const simulation = simWorld(1)
  const { fs } = simulation.host('a')
  let store = await open(simulation, fs)
  await simulation.settle(store.create('/a', Buffer.from('x')))
  await simulation.settle(store.create('/a/b', none))
  await simulation.settle(store.set('/a', Buffer.from('y'), 0))
  const before = await contents(simulation, store)
  const ephemeral = await simulation.settle(store.create('/e', none, { ephemeral: true }))
  assert.ok(ephemeral.error === undefined)
  // No close: the process dies.
  store = await open(simulation, fs)
  const after = await contents(simulation, store)
  assert.equal(after['/a'], before['/a'])
  assert.equal(after['/a/b'], before['/a/b'])
  assert.equal('/e' in after, false)
  const again = await simulation.settle(store.create('/e', none, { ephemeral: true }))
  assert.ok(again.error === undefined && again.stat.czxid > ephemeral.stat.czxid)
  await simulation.settle(store.close())
})

test('every state a crash may leave opens, with everything that was answered and nothing that was not asked', async () => {
  assert.equal(await crashEverywhere(2, 4, () => {}), 0)
})

test('the same around a disk that refuses writes and syncs now and then: what got no answer is there whole or not at all', async () => {
  const lost = await crashEverywhere(7, 2, (fs, round) => {
    if (round % 5 === 2) fs.faults.fail({ on: 'write', path: 'journal', code: 'ENOSPC', times: 1 + (round % 3) })
    if (round % 5 === 4) fs.faults.fail({ on: 'sync', code: 'EIO', times: 1 + (round % 4) })
  })
  assert.ok(lost > 5, `${lost} rounds without an answer`)
})

/** Returns how many rounds got no answer. */
async function crashEverywhere(seed: number, perStep: number, disturb: (fs: RecordingFileSystem, round: number) => void): Promise<number> {
  const simulation = simWorld(seed)
  // Slow and uneven syncs: a transaction is answered while the snapshot of the roll before it is still on its way.
  const { scheduler } = simulation.host('a')
  const fs = new RecordingFileSystem({ scheduler, syncLatencyMs: [1, 40] })
  // Rolled every few transactions, so that snapshots, rolls and removals are crashed into as well.
  const store = await open(simulation, fs, 300)
  await simulation.settle(store.create('/a', none))
  // The rounds that were answered, and the one that may be there besides.
  let answered: number[] = []
  let lost = 0
  const told = (asked?: number): void => fs.mark({ answered, asked })
  told()
  for (let round = 1; round <= 30; round++) {
    disturb(fs, round)
    told(round)
    const outcome = await simulation.settle(
      store.multi([
        { op: 'create', path: `/a/${round}`, data: Buffer.from(`node ${round}`) },
        { op: 'set', path: '/a', data: Buffer.from(String(round)), version: -1 },
      ]),
    )
    if (outcome.error === undefined) answered = [...answered, round]
    else {
      assert.equal(outcome.error, 'CONNECTIONLOSS')
      lost++
      while (store.state !== 'connected') await simulation.advance(100)
      // Back again: what it shows now is durable, whether it was answered or not.
      const names = await simulation.settle(store.children('/a'))
      assert.ok(names.error === undefined)
      answered = numbers(names.names)
    }
    told()
  }
  await simulation.settle(store.close())
  let states = 0
  for (const state of fs.crashStates('znodes', perStep)) {
    if (state.mark === undefined) continue
    states++
    const promised = state.mark as { answered: number[]; asked: number | undefined }
    const where = `step ${state.step}, ${state.kind}, after ${state.operation}`
    await checkOpened(simulation, state.fs, promised, where)
    if (states % 23 !== 0) continue
    // Opening is crashed into as well.
    const again = RecordingFileSystem.over(state.fs.crash())
    await simulation.settle((await open(simulation, again, 300)).close())
    for (const second of again.crashStates(`znodes/${states}`, 2)) {
      states++
      await checkOpened(simulation, second.fs, promised, `${where}; then step ${second.step}, ${second.kind}, after ${second.operation}`)
    }
  }
  assert.ok(states > 500, `${states} states`)
  return lost
}

const numbers = (names: readonly string[]): number[] => names.map(Number).filter((name) => !Number.isNaN(name)).sort((a, b) => a - b)

async function checkOpened(
  simulation: Simulation, fs: FileSystem, { answered, asked }: { answered: number[]; asked: number | undefined }, where: string,
): Promise<void> {
  const reopened = await open(simulation, fs, 300)
  const root = await simulation.settle(reopened.get('/a'))
  const names = await simulation.settle(reopened.children('/a'))
  assert.ok(root.error === undefined && names.error === undefined, where)
  // A multi is there whole or not at all.
  const there = numbers(names.names)
  assert.equal(Number(root.data.toString() || 0), there.at(-1) ?? 0, where)
  const fits = [answered, asked === undefined ? answered : [...answered, asked]].some((one) => one.join() === there.join())
  assert.ok(fits, `${where}: ${there.join()}, answered ${answered.join()}, asked ${asked}`)
  assert.equal((await simulation.settle(reopened.create('/b', none))).error, undefined)
  const live = await contents(simulation, reopened)
  await simulation.settle(reopened.close())
  const twice = await open(simulation, fs, 300)
  assert.deepEqual(await contents(simulation, twice), live, where)
  await simulation.settle(twice.close())
}

test('what lies behind a torn write does not come back', async () => {
  const simulation = simWorld(6)
  const { fs } = simulation.host('a')
  let store = await open(simulation, fs)
  await simulation.settle(store.create('/a', none))
  const begin = fs.stat('/meta/0.journal')?.size ?? 0
  await simulation.settle(Promise.all([store.create('/b', none), store.create('/c', none)]))
  // Of one append the disk has kept the second record and lost the first, which is as long.
  const bytes = fs.readFile('/meta/0.journal')
  bytes.fill(0, begin, begin + (bytes.length - begin) / 2)
  fs.replaceFile('/meta/0.journal', bytes)
  store = await open(simulation, fs)
  assert.deepEqual(Object.keys(await contents(simulation, store)), ['/', '/a'])
  // As long as the lost one was: the third would follow it without a seam.
  await simulation.settle(store.create('/x', none))
  store = await open(simulation, fs)
  assert.deepEqual(Object.keys(await contents(simulation, store)), ['/', '/a', '/x'])
  await simulation.settle(store.close())
})

test('a full disk: the outcome is unknown, the store waits, and goes on when there is room', async () => {
  const simulation = simWorld(4)
  const host = simulation.host('a')
  const store = await open(simulation, host.fs)
  const states: string[] = []
  store.onSession((state) => states.push(state))
  await simulation.settle(store.create('/a', none))
  const repair = host.fs.faults.fail({ on: ['write', 'sync', 'truncate', 'open'], code: 'ENOSPC' })
  const lost = await simulation.settle(
    Promise.all([store.create('/b', none), store.get('/a'), store.create('/c', none)]),
  )
  assert.deepEqual(
    lost.map(({ error }) => error),
    ['CONNECTIONLOSS', 'CONNECTIONLOSS', 'CONNECTIONLOSS'],
  )
  assert.equal((await store.get('/a')).error, 'CONNECTIONLOSS')
  await simulation.advance(10_000)
  assert.deepEqual(states, ['disconnected'])
  repair()
  await simulation.advance(10_000)
  assert.deepEqual(states, ['disconnected', 'connected'])
  assert.equal((await simulation.settle(store.create('/d', none))).error, undefined)
  const live = await contents(simulation, store)
  const again = await open(simulation, host.fs)
  assert.deepEqual(Object.keys(await contents(simulation, again)), Object.keys(live))
  await simulation.settle(again.close())
})

test('ten thousand creations share their syncs', async () => {
  const simulation = simWorld(5)
  const { fs } = simulation.host('a')
  const store = await open(simulation, fs)
  await simulation.settle(store.create('/a', none))
  const beforeMs = simulation.nowMs
  await simulation.settle(Promise.all(Array.from({ length: 10_000 }, (_, i) => store.create(`/a/${i}`, none))))
  // Syncs take up to 5 ms of simulated time each.
  assert.ok(simulation.nowMs - beforeMs < 50, `${simulation.nowMs - beforeMs} ms`)
  await simulation.settle(store.close())
})
