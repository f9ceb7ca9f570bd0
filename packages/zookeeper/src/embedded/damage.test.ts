import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import type { Log } from '@odradek/platform'
import { RecordingFileSystem, simWorld } from '@odradek/platform/sim'
import type { SimFileSystem, Simulation } from '@odradek/platform/sim'
import type { EmbeddedZnodeStore } from './embedded-znode-store.ts'
import { MetadataDamagedError } from './journal-reader.ts'
import { FOLDER, contents, openStore } from './testing/opened-store.ts'

const none = Buffer.alloc(0)
const JOURNAL = `${FOLDER}/0.journal`

type Contents = Record<string, string>

interface History {
  readonly simulation: Simulation
  readonly fs: SimFileSystem
  /** After each append: what is there, and how long the journal is. The first is the empty store. */
  readonly states: readonly { readonly contents: Contents; readonly size: number }[]
}

/** Appends of one to three transactions to one journal, as a broker leaves it that was killed. */
async function history(seed: number, appends: number): Promise<History> {
  const simulation = simWorld(seed)
  const { fs } = simulation.host('a')
  const store = await openStore(simulation, fs)
  const states: { contents: Contents; size: number }[] = [{ contents: await contents(simulation, store), size: 0 }]
  for (let round = 0; round < appends; round++) {
    const asked: Promise<unknown>[] = [store.create(`/n${round}`, Buffer.from(`{"round":${round}}`))]
    if (round % 3 === 1) asked.push(store.set('/n0', Buffer.from(String(round)), -1), store.create(`/n${round}/child`, none))
    if (round % 4 === 3) asked.push(store.delete('/n2', -1))
    await simulation.settle(Promise.all(asked))
    states.push({ contents: await contents(simulation, store), size: fs.stat(JOURNAL)?.size ?? 0 })
  }
  return { simulation, fs, states }
}

interface Opened {
  readonly refused: boolean
  readonly contents: Contents
  readonly warnings: readonly { readonly facts: Record<string, unknown>; readonly sentence: string }[]
  readonly fs: SimFileSystem
}

/** Opens a copy of the disk with another content of one file; undefined: without the file. */
async function openWith(simulation: Simulation, fs: SimFileSystem, path: string, content: Uint8Array | undefined, salvage = false): Promise<Opened> {
  const copy = fs.fork()
  if (content === undefined) copy.remove(path)
  else copy.replaceFile(path, content)
  const before = files(copy)
  const warnings: { facts: Record<string, unknown>; sentence: string }[] = []
  const note: Log['warn'] = (facts: object, sentence?: string) => void warnings.push({ facts: facts as Record<string, unknown>, sentence: sentence ?? '' })
  const log: Log = { debug: () => {}, info: () => {}, warn: note, error: note, child: () => log } as unknown as Log
  let store: EmbeddedZnodeStore
  try {
    store = await openStore(simulation, copy, { log, salvage })
  } catch (error) {
    assert.ok(error instanceof MetadataDamagedError, String(error))
    assert.ok(error.message.includes(error.file) && error.file.startsWith(FOLDER), error.message)
    assert.deepEqual(files(copy), before, 'a start that is refused changes nothing')
    return { refused: true, contents: {}, warnings, fs: copy }
  }
  const found = await contents(simulation, store)
  await simulation.settle(store.close())
  return { refused: false, contents: found, warnings, fs: copy }
}

function files(fs: SimFileSystem): Record<string, string> {
  return Object.fromEntries(fs.list(FOLDER).map(({ name }) => [name, fs.readFile(`${FOLDER}/${name}`).toString('hex')]))
}

/** The bytes of what was cut, as the log names the place. */
function keptOf({ warnings, fs }: Opened): string | undefined {
  const place = warnings.find(({ facts }) => facts['kept'] !== undefined)?.facts['kept']
  return place === undefined ? undefined : fs.readFile(String(place)).toString('hex')
}

test('any one bit of a journal flipped: the start is refused, or what is missing is the last append, which is kept aside', async () => {
  const { simulation, fs, states } = await history(1, 7)
  const whole = fs.readFile(JOURNAL)
  const last = states.at(-1)
  const before = states.at(-2)
  assert.ok(last !== undefined && before !== undefined && last.size === whole.length)
  let refusals = 0
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const bytes = Buffer.from(whole)
    bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
    const opened = await openWith(simulation, fs, JOURNAL, bytes)
    const where = `bit ${bit & 7} of byte ${bit >> 3}`
    if (bit >> 3 < before.size) {
      assert.equal(opened.refused, true, where)
      refusals++
      continue
    }
    assert.deepEqual(opened.contents, before.contents, where)
    assert.equal(keptOf(opened), bytes.subarray(before.size).toString('hex'), where)
  }
  assert.ok(refusals > 3000, `${refusals} refusals`)
})

test('an append of several changes, the first of them torn: none of it counts, and all of it is kept', async () => {
  const { simulation, fs, states } = await history(2, 5)
  const [before, last] = states.slice(-2)
  assert.ok(before !== undefined && last !== undefined)
  const bytes = fs.readFile(JOURNAL)
  bytes[before.size + 12] = (bytes[before.size + 12] as number) ^ 1
  const opened = await openWith(simulation, fs, JOURNAL, bytes)
  assert.deepEqual(opened.contents, before.contents)
  assert.equal(keptOf(opened), bytes.subarray(before.size).toString('hex'))
})

test('a journal that ends anywhere, with or without zeros behind it, gives the changes that are whole', async () => {
  const { simulation, fs, states } = await history(3, 5)
  const whole = fs.readFile(JOURNAL)
  for (let length = 0; length <= whole.length; length++) {
    const appended = states.findLastIndex(({ size }) => size <= length)
    const inFull = states[appended]
    const next = states[appended + 1] ?? inFull
    assert.ok(inFull !== undefined && next !== undefined)
    for (const zeros of [0, 1, 8, 4096]) {
      const opened = await openWith(simulation, fs, JOURNAL, Buffer.concat([whole.subarray(0, length), Buffer.alloc(zeros)]))
      const where = `${length} bytes and ${zeros} zeros`
      assert.equal(opened.refused, false, where)
      // Some of the changes of one append, in order.
      for (const path of Object.keys(inFull.contents)) if (path in next.contents) assert.ok(path in opened.contents, where)
      if (length === inFull.size) {
        assert.deepEqual(opened.contents, inFull.contents, where)
        assert.equal(keptOf(opened), undefined, where)
      }
    }
  }
})

test('torn at the same place twice: both are kept, the same one only once', async () => {
  const { simulation, fs, states } = await history(4, 3)
  const size = states.at(-2)?.size ?? 0
  const torn = (fill: number): Buffer => Buffer.concat([fs.readFile(JOURNAL).subarray(0, size), Buffer.alloc(20, fill)])
  const first = await openWith(simulation, fs, JOURNAL, torn(1))
  const second = await openWith(simulation, first.fs, JOURNAL, torn(2))
  const third = await openWith(simulation, second.fs, JOURNAL, torn(2))
  const kept = third.fs.list(FOLDER).map(({ name }) => name).filter((name) => name.includes('cut')).sort()
  assert.deepEqual(kept, [`0.journal.cut-${size}`, `0.journal.cut-${size}.2`])
})

/** Two journals and no snapshot of the second: the moment of a roll. With `snapshot`: what comes after it. */
async function rolled(seed: number, snapshot: boolean): Promise<History> {
  const simulation = simWorld(seed)
  const { fs } = simulation.host('a')
  const repair = snapshot ? () => {} : fs.faults.fail({ on: 'write', path: 'snapshot', code: 'EIO' })
  const store = await openStore(simulation, fs, { rollBytes: 300 })
  const states: { contents: Contents; size: number }[] = []
  for (let round = 0; round < 7; round++) {
    await simulation.settle(store.create(`/n${round}`, Buffer.alloc(50, 65)))
    states.push({ contents: await contents(simulation, store), size: 0 })
  }
  repair()
  return { simulation, fs, states }
}

test('of a journal that another one follows, and of a snapshot, every byte counts', async () => {
  for (const snapshot of [false, true]) {
    const { simulation, fs, states } = await rolled(5, snapshot)
    const names = fs.list(FOLDER).map(({ name }) => name).filter((name) => !name.endsWith('.tmp')).sort()
    assert.deepEqual(names, snapshot ? ['1.journal', '1.snapshot'] : ['0.journal', '1.journal'])
    const path = `${FOLDER}/${snapshot ? '1.snapshot' : '0.journal'}`
    const whole = fs.readFile(path)
    assert.deepEqual((await openWith(simulation, fs, path, whole)).contents, states.at(-1)?.contents)
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] as number) ^ (1 << (at % 8))
      assert.equal((await openWith(simulation, fs, path, bytes)).refused, true, `byte ${at} of ${path}`)
      assert.equal((await openWith(simulation, fs, path, whole.subarray(0, at))).refused, true, `${path} cut at ${at}`)
    }
    assert.equal((await openWith(simulation, fs, path, Buffer.concat([whole, Buffer.alloc(8)]))).refused, true)
    // A last journal that nothing refers to yet may never have been.
    for (const name of snapshot ? names : ['0.journal']) assert.equal((await openWith(simulation, fs, `${FOLDER}/${name}`, undefined)).refused, true, `without ${name}`)
  }
})

test('a snapshot and a journal that do not belong together are refused', async () => {
  const { simulation, fs } = await rolled(6, true)
  // Another store with as many changes, of which other znodes are told.
  const other = await rolled(7, true)
  const foreign = simWorld(8)
  const store = await openStore(foreign, foreign.host('a').fs, { rollBytes: 300 })
  for (let round = 0; round < 5; round++) await foreign.settle(store.create(`/other${round}`, Buffer.alloc(50, 65)))
  await foreign.settle(store.multi([{ op: 'set', path: '/other1', data: none, version: -1 }]))
  const journal = foreign.host('a').fs.readFile(`${FOLDER}/1.journal`)
  const opened = await openWith(simulation, fs, `${FOLDER}/1.journal`, journal)
  assert.equal(opened.refused, true)
  const snapshot = other.fs.readFile(`${FOLDER}/1.snapshot`)
  snapshot[8] = 9
  snapshot.writeUInt32BE(crc32(snapshot.subarray(8)), 4)
  assert.equal((await openWith(simulation, fs, `${FOLDER}/1.snapshot`, snapshot)).refused, true, 'a format of the future')
})

test('what damaged files still tell can be gone on from; they are kept, and transaction numbers go on', async () => {
  const { simulation, fs, states } = await history(9, 6)
  const whole = fs.readFile(JOURNAL)
  const lastZxid = Math.max(...Object.values(states.at(-1)?.contents ?? {}).map((text) => Number(text.split(',').at(-2))))
  for (let at = 0; at < (states.at(-2)?.size ?? 0); at++) {
    const bytes = Buffer.from(whole)
    bytes[at] = (bytes[at] as number) ^ 0x10
    const opened = await openWith(simulation, fs, JOURNAL, bytes, true)
    assert.equal(opened.refused, false)
    assert.equal(opened.fs.readFile(`${JOURNAL}.damaged`).toString('hex'), bytes.toString('hex'))
    const appended = states.findLastIndex(({ size }) => size <= at)
    const inFull = states[appended]?.contents ?? {}
    for (const path of Object.keys(inFull)) if (path in (states[appended + 1]?.contents ?? {})) assert.ok(path in opened.contents, `byte ${at}`)
    assert.ok(opened.warnings.some(({ sentence }) => sentence.includes(JOURNAL)))
    // The next start is one like any other.
    const again = await openStore(simulation, opened.fs)
    assert.deepEqual(await contents(simulation, again), opened.contents)
    const made = await simulation.settle(again.create('/later', none))
    assert.ok(made.error === undefined && made.stat.czxid > lastZxid, `after ${lastZxid}`)
    await simulation.settle(again.close())
  }
})

test('without a snapshot that can be read, and with one that is missing, salvage begins with nothing', async () => {
  const { simulation, fs } = await rolled(10, true)
  const path = `${FOLDER}/1.snapshot`
  const bytes = fs.readFile(path)
  bytes[20] = (bytes[20] as number) ^ 1
  for (const content of [bytes, undefined]) {
    const opened = await openWith(simulation, fs, path, content, true)
    assert.deepEqual(Object.keys(opened.contents), ['/'])
    assert.deepEqual(opened.fs.exists(`${path}.damaged`), content !== undefined)
    assert.equal(opened.fs.exists(`${FOLDER}/1.journal.damaged`), true)
  }
})

test('salvage is cut off anywhere: it can be done again, and what was damaged is kept', async () => {
  const { simulation, fs, states } = await history(11, 6)
  const bytes = fs.readFile(JOURNAL)
  const damagedAt = (states[3]?.size ?? 0) + 10
  bytes[damagedAt] = (bytes[damagedAt] as number) ^ 1
  fs.replaceFile(JOURNAL, bytes)
  const recording = RecordingFileSystem.over(fs)
  await simulation.settle((await openStore(simulation, recording, { salvage: true })).close())
  let count = 0
  for (const state of recording.crashStates('salvage', 3)) {
    const where = `step ${state.step}, ${state.kind}, after ${state.operation}`
    const store = await openStore(simulation, state.fs, { salvage: true })
    assert.deepEqual(Object.keys(await contents(simulation, store)), Object.keys(states[3]?.contents ?? {}), where)
    assert.equal(state.fs.readFile(`${JOURNAL}.damaged`).toString('hex'), bytes.toString('hex'), where)
    await simulation.settle(store.close())
    count++
  }
  assert.ok(count > 10, `${count} states`)
})

test('journals of the version before, whose frames do not tell their append, are read; damage in them is refused', async () => {
  const { simulation, fs, states } = await history(12, 4)
  const old: Buffer[] = []
  const whole = fs.readFile(JOURNAL)
  for (let at = 0; at < whole.length; at += 8 + whole.readInt32BE(at)) {
    const payload = whole.subarray(at + 8, at + whole.readInt32BE(at))
    const header = Buffer.alloc(8)
    header.writeInt32BE(payload.length, 0)
    header.writeUInt32BE(crc32(payload), 4)
    old.push(header, payload)
  }
  const bytes = Buffer.concat(old)
  assert.deepEqual((await openWith(simulation, fs, JOURNAL, bytes)).contents, states.at(-1)?.contents)
  bytes[30] = (bytes[30] as number) ^ 1
  assert.equal((await openWith(simulation, fs, JOURNAL, bytes)).refused, true)
})
