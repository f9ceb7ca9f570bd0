// What the simulated disk may lose, and what it must keep.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { writeFully } from '../file-system.ts'
import { RecordingFileSystem, SimFileSystem, SimRandom, simWorld } from './index.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const seeds = Array.from({ length: 200 }, (_, i) => i)

/** What power losses with many seeds leave, each as a text. */
function outcomes(prepare: (fs: SimFileSystem) => void, look: (fs: SimFileSystem) => string): Set<string> {
  return new Set(seeds.map((seed) => {
    const fs = new SimFileSystem()
    prepare(fs)
    return look(fs.powerLoss(new SimRandom(seed)))
  }))
}

function content(path: string) {
  return (fs: SimFileSystem): string => (fs.exists(path) ? fs.readFile(path).toString('latin1') : 'none')
}

function write(fs: SimFileSystem, path: string, text: string, sync: boolean): void {
  const file = fs.open(path, 'rw')
  writeFully(file, bytes(text), 0)
  if (sync) file.syncSync()
  file.closeSync()
}

describe('power loss', () => {
  it('keeps what was synced together with its name', () => {
    const kept = outcomes((fs) => {
      write(fs, '/a', 'safe', true)
      fs.syncDirectory('/')
    }, content('/a'))
    assert.deepEqual(kept, new Set(['safe']))
  })

  it('may lose the name of a synced file, or the bytes of a named one', () => {
    assert.deepEqual(outcomes((fs) => write(fs, '/a', 'safe', true), content('/a')), new Set(['safe', 'none']))
    const unsynced = outcomes((fs) => {
      write(fs, '/a', 'lost?', false)
      fs.syncDirectory('/')
    }, content('/a'))
    for (const expected of ['', 'lost?', '\0\0\0\0\0']) assert.ok(unsynced.has(expected), JSON.stringify([...unsynced]))
  })

  it('tears at sectors and keeps later ones without earlier', () => {
    const sectors = outcomes((fs) => {
      write(fs, '/a', 'o'.repeat(2048), true)
      fs.syncDirectory('/')
      write(fs, '/a', 'n'.repeat(2048), false)
    }, (fs) => {
      const text = content('/a')(fs)
      assert.equal(text.length, 2048)
      return [0, 512, 1024, 1536].map((at) => {
        const sector = text.slice(at, at + 512)
        assert.ok(sector === 'o'.repeat(512) || sector === 'n'.repeat(512))
        return sector[0]
      }).join('')
    })
    for (const expected of ['oooo', 'nnnn', 'nooo', 'ooon', 'onon']) assert.ok(sectors.has(expected), [...sectors].join())
  })

  it('may keep a rename without the bytes of what was renamed', () => {
    const renamed = outcomes((fs) => {
      write(fs, '/a', 'old', true)
      fs.syncDirectory('/')
      write(fs, '/b', 'new', false)
      fs.rename('/b', '/a')
    }, content('/a'))
    for (const expected of ['old', 'new', '']) assert.ok(renamed.has(expected), [...renamed].join())
  })

  it('never sees a half of replaceFile', () => {
    const fs = new RecordingFileSystem()
    fs.makeDirectory('/d')
    fs.syncDirectory('/')
    for (let i = 0; i < 8; i++) {
      fs.replaceFile('/d/a', bytes(`version ${i} `.repeat(200)))
      fs.mark(i)
    }
    let states = 0
    const versions = new Set<string>()
    for (const state of fs.crashStates('replace', 30)) {
      states++
      const text = content('/d/a')(state.fs)
      versions.add(text)
      if (state.mark === undefined) continue
      const version = Number(/^version (\d)/.exec(text)?.[1])
      assert.ok(version >= (state.mark as number), `${state.operation}: ${text}`)
      assert.equal(text, `version ${version} `.repeat(200))
    }
    assert.ok(states > 1000 && versions.size === 9, `${states} ${versions.size}`)
  })

  it('loses for good what a failed sync was to keep, though the next sync succeeds', () => {
    const fs = new SimFileSystem()
    const file = fs.open('/a', 'create')
    fs.syncDirectory('/')
    writeFully(file, bytes('first'), 0)
    fs.faults.fail({ on: 'sync', times: 1 })
    assert.throws(() => file.syncSync(), { code: 'EIO' })
    writeFully(file, bytes('second'), 5)
    file.syncSync()
    assert.equal(content('/a')(fs), 'firstsecond')
    for (const seed of seeds) {
      assert.equal(content('/a')(fs.fork().powerLoss(new SimRandom(seed))), '\0\0\0\0\0second')
    }
  })

  it('promises only what was written before an asynchronous sync began', async () => {
    const simulation = simWorld(1)
    const { fs } = simulation.host('a')
    const file = fs.open('/a', 'create')
    fs.syncDirectory('/')
    writeFully(file, bytes('before'), 0)
    const syncing = file.sync()
    writeFully(file, bytes('AFTER!'), 0)
    const kept = (): Set<string> => new Set(seeds.map((seed) => content('/a')(fs.fork().powerLoss(new SimRandom(seed)))))
    assert.ok(kept().has(''))
    await simulation.settle(syncing)
    assert.deepEqual(kept(), new Set(['before', 'AFTER!']))
  })

  it('leaves every sector as it was at some moment, and a kill loses nothing', () => {
    const operation = fc.record({
      what: fc.constantFrom('write', 'write', 'write', 'truncate', 'sync'), at: fc.nat(3000), length: fc.nat(1500),
    })
    fc.assert(fc.property(fc.array(operation, { minLength: 1, maxLength: 12 }), fc.nat(), (operations, seed) => {
      const fs = new SimFileSystem()
      const file = fs.open('/a', 'create')
      fs.syncDirectory('/')
      let moments: Buffer[] = [Buffer.alloc(0)]
      operations.forEach(({ what, at, length }, i) => {
        if (what === 'write') writeFully(file, Buffer.alloc(length, i + 1), at)
        else if (what === 'truncate') file.truncateSync(at)
        else file.syncSync()
        moments = what === 'sync' ? [fs.readFile('/a')] : [...moments, fs.readFile('/a')]
      })
      const last = moments.at(-1)!
      assert.deepEqual(fs.fork().crash().readFile('/a'), last)
      const left = fs.powerLoss(new SimRandom(seed)).readFile('/a')
      assert.ok(left.length <= Math.max(...moments.map((moment) => moment.length)))
      for (let at = 0; at < left.length; at += 512) {
        const sector = left.subarray(at, at + 512)
        const matches = moments.some((moment) => {
          const then = Buffer.alloc(sector.length)
          moment.subarray(at, at + sector.length).copy(then)
          return then.equals(sector)
        })
        assert.ok(matches, `sector at ${at} never looked like this`)
      }
    }), { numRuns: 200 })
  })

  it('is over when it is over: a second one changes nothing', () => {
    for (const seed of seeds.slice(0, 50)) {
      const fs = new SimFileSystem()
      fs.makeDirectory('/x/y')
      write(fs, '/x/a', 'one', false)
      fs.rename('/x/a', '/x/y/b')
      write(fs, '/x/c', 'two', false)
      const once = fs.powerLoss(new SimRandom(seed))
      assert.equal(once.dirty, false)
      const look = (disk: SimFileSystem): string =>
        JSON.stringify(['/', '/x', '/x/y'].map((path) => (disk.exists(path) ? disk.list(path) : 0))) + content('/x/y/b')(disk)
      const before = look(once)
      assert.equal(look(once.powerLoss(new SimRandom(seed + 1))), before)
    }
  })
})

describe('forks', () => {
  it('are independent of each other in both directions', () => {
    const original = new SimFileSystem()
    write(original, '/a', 'shared bytes', false)
    const [first, second] = [original.fork(), original.fork()]
    write(first, '/a', 'FIRST', false)
    assert.deepEqual([original, second].map(content('/a')), ['shared bytes', 'shared bytes'])
    write(original, '/a', 'ORIGINAL', false)
    write(second, '/a', 'shared bytes, and more', false)
    second.rename('/a', '/b')
    assert.deepEqual([original, first].map(content('/a')), ['ORIGINALytes', 'FIRSTd bytes'])
    assert.deepEqual([content('/a')(second), content('/b')(second)], ['none', 'shared bytes, and more'])
    assert.equal(content('/a')(first.fork()), 'FIRSTd bytes')
  })
})

describe('disk faults', () => {
  it('fills up: writes what fits, then ENOSPC; removing makes room', () => {
    const fs = new SimFileSystem({ capacityBytes: 1000 })
    const file = fs.open('/a', 'create')
    assert.equal(file.writeSync(Buffer.alloc(600), 0, 600, 0), 600)
    assert.equal(fs.freeBytes('/'), 400)
    const other = fs.open('/b', 'create')
    assert.equal(other.writeSync(Buffer.alloc(600), 0, 600, 0), 400)
    assert.throws(() => other.writeSync(Buffer.alloc(1), 0, 1, 400), { code: 'ENOSPC' })
    assert.throws(() => writeFully(other, Buffer.alloc(500), 200), { code: 'ENOSPC' })
    assert.equal(other.writeSync(Buffer.alloc(300), 0, 300, 0), 300)
    fs.remove('/a')
    assert.equal(fs.freeBytes('/'), 0)
    file.closeSync()
    assert.equal(fs.freeBytes('/'), 600)
    other.truncateSync(100)
    assert.equal(fs.freeBytes('/'), 900)
    fs.rename('/b', '/c')
    assert.equal(fs.freeBytes('/'), 900)
    assert.equal(fs.fork().freeBytes('/'), 900)
    assert.equal(fs.crash().freeBytes('/'), 900)
  })

  it('fails what the test names, as often as it says', () => {
    const fs = new SimFileSystem()
    fs.makeDirectory('/d')
    const undo = fs.faults.fail({ on: ['open', 'rename'], path: /\.log$/, code: 'EIO' })
    assert.throws(() => fs.open('/d/a.log', 'rw'), { code: 'EIO' })
    fs.open('/d/a.index', 'rw').closeSync()
    assert.throws(() => fs.rename('/d/a.index', '/d/a.log'), { code: 'EIO' })
    undo()
    fs.open('/d/a.log', 'rw').closeSync()
    fs.faults.fail({ on: 'write', path: 'a.log', code: 'EROFS', times: 2 })
    const file = fs.open('/d/a.log', 'rw')
    for (let i = 0; i < 2; i++) assert.throws(() => file.writeSync(bytes('x'), 0, 1, 0), { code: 'EROFS' })
    assert.equal(file.writeSync(bytes('x'), 0, 1, 0), 1)
  })

  it('runs out of handles', () => {
    const fs = new SimFileSystem({ maxOpenFiles: 2 })
    const first = fs.open('/a', 'rw')
    fs.open('/b', 'rw')
    assert.throws(() => fs.open('/c', 'rw'), { code: 'EMFILE' })
    assert.equal(fs.exists('/c'), false)
    first.closeSync()
    first.closeSync()
    fs.open('/c', 'rw')
    assert.equal(fs.openHandles, 2)
  })

  it('writes in parts when it likes to', () => {
    const fs = new SimFileSystem({ partialProbability: 0.7, random: new SimRandom(1) })
    const file = fs.open('/a', 'rw')
    const written = new SimRandom(2).bytes(10_000)
    assert.ok(file.writeSync(written, 0, 10_000, 0) < 10_000 || file.writeSync(written, 0, 10_000, 0) < 10_000)
    writeFully(file, written, 0)
    assert.deepEqual(fs.readFile('/a'), written)
  })

  it('stalls syncs', async () => {
    const simulation = simWorld(1)
    const { fs } = simulation.host('a')
    const file = fs.open('/a', 'rw')
    fs.faults.stallMs = 5000
    await simulation.settle(file.sync())
    assert.ok(simulation.nowMs >= 5000)
  })
})
