// What every FileSystem does, real and simulated.
import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import * as fc from 'fast-check'
import { type FileSystem, readFully, writeFully } from './file-system.ts'
import { nodeFileSystem } from './node/index.ts'
import { SimFileSystem } from './sim/index.ts'

const bytes = (text: string): Buffer => Buffer.from(text)

function code(expected: string | readonly string[]) {
  return (error: unknown): boolean => {
    const codes = [expected].flat()
    const got = (error as { code?: string }).code
    assert.ok(codes.includes(got ?? ''), `${String(got)}, expected ${codes.join(' or ')}: ${String(error)}`)
    return true
  }
}

/** `fresh` gives an empty folder that exists. */
function compliance(name: string, system: () => FileSystem, fresh: () => string): void {
  describe(`file system: ${name}`, () => {
    it('opens as the mode says', () => {
      const f = system()
      const root = fresh()
      assert.throws(() => f.open(`${root}/a`, 'r'), code('ENOENT'))
      assert.throws(() => f.open(`${root}/none/a`, 'rw'), code('ENOENT'))
      f.open(`${root}/a`, 'create').closeSync()
      assert.throws(() => f.open(`${root}/a`, 'create'), code('EEXIST'))
      const writing = f.open(`${root}/a`, 'rw')
      writeFully(writing, bytes('content'), 0)
      writing.closeSync()
      const again = f.open(`${root}/a`, 'rw')
      assert.equal(again.sizeSync(), 7)
      again.closeSync()
      const reading = f.open(`${root}/a`, 'r')
      assert.throws(() => reading.writeSync(bytes('x'), 0, 1, 0), code('EBADF'))
      reading.closeSync()
      f.makeDirectory(`${root}/folder`)
      assert.throws(() => f.open(`${root}/folder`, 'r'), code('EISDIR'))
      assert.throws(() => f.open(`${root}/a/b`, 'rw'), code('ENOTDIR'))
    })

    it('reads and writes at positions', async () => {
      const f = system()
      const path = `${fresh()}/a`
      const file = f.open(path, 'create')
      assert.equal(file.writeSync(bytes('..hello..'), 2, 5, 3), 5)
      assert.equal(file.sizeSync(), 8)
      const target = Buffer.alloc(10, '_')
      assert.equal(file.readSync(target, 1, 9, 2), 6)
      assert.equal(target.toString('latin1'), '_\0hello___')
      assert.equal(file.readSync(target, 0, 5, 8), 0)
      assert.equal(file.writevSync([bytes('ab'), bytes(''), bytes('cde')], 0), 5)
      assert.equal(file.writevSync([], 0), 0)
      assert.equal(f.readFile(path).toString('latin1'), 'abcdello')
      assert.equal(await file.read(target, 0, 3, 4), 3)
      assert.equal(target.toString('latin1', 0, 3), 'ell')
      assert.throws(() => readFully(file, target, 0, 9, 0), code('EOF'))
      file.closeSync()
    })

    it('truncates, and extends with zeros', () => {
      const f = system()
      const path = `${fresh()}/a`
      const file = f.open(path, 'create')
      writeFully(file, bytes('abcdefgh'), 0)
      file.truncateSync(3)
      assert.equal(file.sizeSync(), 3)
      file.truncateSync(5)
      assert.equal(f.readFile(path).toString('latin1'), 'abc\0\0')
      file.truncateSync(2)
      writeFully(file, bytes('z'), 6)
      assert.equal(f.readFile(path).toString('latin1'), 'ab\0\0\0\0z')
      file.closeSync()
    })

    it('refuses a closed handle, and closes twice', async () => {
      const f = system()
      const file = f.open(`${fresh()}/a`, 'create')
      writeFully(file, bytes('x'), 0)
      // More of them than there are threads to do them.
      const working = Array.from({ length: 30 }, () => [file.sync(), file.read(Buffer.alloc(1), 0, 1, 0)]).flat()
      file.closeSync()
      file.closeSync()
      await Promise.all<unknown>(working)
      assert.throws(() => file.readSync(Buffer.alloc(1), 0, 1, 0), code('EBADF'))
      assert.throws(() => file.writeSync(bytes('x'), 0, 1, 0), code('EBADF'))
      await assert.rejects(file.sync(), code('EBADF'))
      await assert.rejects(file.read(Buffer.alloc(1), 0, 1, 0), code('EBADF'))
    })

    it('lists, stats and makes folders with their parents', () => {
      const f = system()
      const root = fresh()
      f.makeDirectory(`${root}/x/y/z`)
      f.makeDirectory(`${root}/x/y`)
      f.open(`${root}/x/file`, 'create').closeSync()
      const names = [...f.list(`${root}/x`)].sort((a, b) => a.name.localeCompare(b.name))
      assert.deepEqual(names, [{ name: 'file', isDirectory: false, isFile: true }, { name: 'y', isDirectory: true, isFile: false }])
      assert.throws(() => f.list(`${root}/none`), code('ENOENT'))
      assert.throws(() => f.list(`${root}/x/file`), code('ENOTDIR'))
      assert.throws(() => f.makeDirectory(`${root}/x/file`), code('EEXIST'))
      assert.equal(f.stat(`${root}/none`), undefined)
      assert.equal(f.stat(`${root}/x/file/none`), undefined)
      assert.equal(f.stat(`${root}/x`)?.isDirectory, true)
      assert.equal(f.stat(`${root}/x/file`)?.size, 0)
      assert.equal(f.exists(`${root}/x/y/z`), true)
      assert.equal(f.exists(`${root}/x/y/z/none`), false)
      f.setModifiedMs(`${root}/x/file`, 1_700_000_000_000)
      assert.equal(f.stat(`${root}/x/file`)?.modifiedMs, 1_700_000_000_000)
      assert.ok(f.freeBytes(root) > 0)
      assert.equal(f.realPath(`${root}/x/../x/y`), `${f.realPath(root)}/x/y`)
      assert.throws(() => f.realPath(`${root}/none`), code('ENOENT'))
    })

    it('renames over what is there', () => {
      const f = system()
      const root = fresh()
      f.replaceFile(`${root}/a`, bytes('a'))
      f.replaceFile(`${root}/b`, bytes('b'))
      f.makeDirectory(`${root}/full/inner`)
      f.rename(`${root}/a`, `${root}/b`)
      assert.equal(f.readFile(`${root}/b`).toString(), 'a')
      assert.equal(f.exists(`${root}/a`), false)
      assert.throws(() => f.rename(`${root}/a`, `${root}/c`), code('ENOENT'))
      f.makeDirectory(`${root}/folder`)
      assert.throws(() => f.rename(`${root}/b`, `${root}/folder`), code(['EISDIR', 'EPERM']))
      assert.throws(() => f.rename(`${root}/folder`, `${root}/b`), code('ENOTDIR'))
      assert.throws(() => f.rename(`${root}/folder`, `${root}/full`), code(['ENOTEMPTY', 'EEXIST']))
      assert.throws(() => f.rename(`${root}/full`, `${root}/full/inner/x`), code('EINVAL'))
      f.rename(`${root}/full`, `${root}/folder`)
      assert.equal(f.exists(`${root}/folder/inner`), true)
      f.rename(`${root}/b`, `${root}/b`)
      assert.equal(f.exists(`${root}/b`), true)
      f.syncDirectory(root)
    })

    it('keeps an open file alive when its name is taken away', () => {
      const f = system()
      const root = fresh()
      const file = f.open(`${root}/a`, 'create')
      writeFully(file, bytes('still'), 0)
      f.remove(`${root}/a`)
      assert.equal(f.exists(`${root}/a`), false)
      const target = Buffer.alloc(5)
      readFully(file, target, 0, 5, 0)
      assert.equal(target.toString(), 'still')
      f.open(`${root}/a`, 'create').closeSync()
      assert.equal(file.sizeSync(), 5)
      file.closeSync()
    })

    it('removes what is there and is content with what is not', () => {
      const f = system()
      const root = fresh()
      f.remove(`${root}/none`)
      f.removeTree(`${root}/none`)
      f.makeDirectory(`${root}/x/y`)
      f.replaceFile(`${root}/x/y/file`, bytes('1'))
      assert.throws(() => f.remove(`${root}/x`), code(['EISDIR', 'EPERM']))
      f.removeTree(`${root}/x`)
      assert.deepEqual(f.list(root), [])
    })

    it('replaces files whole, and the last replacement wins', async () => {
      const f = system()
      const root = fresh()
      const path = `${root}/a`
      f.replaceFile(path, bytes('first, long'))
      f.replaceFile(path, bytes('second'))
      assert.equal(f.readFile(path).toString(), 'second')
      const several = ['a', 'b', 'c'].map((text) => f.replaceFileAsync(path, bytes(text)))
      await Promise.all(several)
      assert.equal(f.readFile(path).toString(), 'c')
      const overtaken = f.replaceFileAsync(path, bytes('older'))
      f.replaceFile(path, bytes('newer'))
      await overtaken
      assert.equal(f.readFile(path).toString(), 'newer')
      const overtakenLater = f.replaceFileAsync(path, bytes('older'))
      for (let i = 0; i < 5; i++) await undefined
      f.replaceFile(path, bytes('newest'))
      await overtakenLater
      assert.equal(f.readFile(path).toString(), 'newest')
      await assert.rejects(f.replaceFileAsync(`${root}/none/a`, bytes('x')), code('ENOENT'))
      assert.deepEqual(f.list(root), [{ name: 'a', isDirectory: false, isFile: true }])
      await f.syncDirectoryAsync(root)
    })

    it('locks a folder once, under whatever name', async () => {
      const f = system()
      const root = fresh()
      const lock = await f.lockDirectory(root)
      assert.ok(lock)
      assert.equal(await f.lockDirectory(`${root}/../${root.split('/').at(-1)!}/.`), undefined)
      await lock.release()
      await lock.release()
      const again = await f.lockDirectory(root)
      assert.ok(again)
      await again.release()
      await assert.rejects(f.lockDirectory(`${root}/none`), code('ENOENT'))
    })
  })
}

const scratch = fs.mkdtempSync(join(tmpdir(), 'odradek-files-'))
after(() => fs.rmSync(scratch, { recursive: true, force: true }))
compliance('node', nodeFileSystem, () => fs.mkdtempSync(join(scratch, 'f-')))

const shared = new SimFileSystem()
let folders = 0
compliance('sim', () => shared, () => {
  const path = `/data/${folders++}`
  shared.makeDirectory(path)
  return path
})
compliance('sim after forks', () => {
  // Every test starts on a disk whose bytes are shared with a copy.
  shared.fork()
  return shared
}, () => {
  const path = `/data/${folders++}`
  shared.makeDirectory(path)
  return path
})

describe('file system: node and sim agree', () => {
  const operation = fc.oneof(
    fc.record({ do: fc.constant('write' as const), at: fc.nat(2000), length: fc.nat(900) }),
    fc.record({ do: fc.constant('truncate' as const), at: fc.nat(2500), length: fc.constant(0) }),
    fc.record({ do: fc.constant('fork' as const), at: fc.constant(0), length: fc.constant(0) }),
    fc.record({ do: fc.constant('sync' as const), at: fc.constant(0), length: fc.constant(0) }),
  )

  it('on any sequence of writes and truncations, copies left as they were', () => {
    const node = nodeFileSystem()
    let runs = 0
    fc.assert(fc.property(fc.array(operation, { maxLength: 25 }), (operations) => {
      const path = join(scratch, `agree-${runs++}`)
      const sim = new SimFileSystem()
      const pair = [node.open(path, 'create'), sim.open('/a', 'create')]
      const copies: { fork: SimFileSystem; content: Buffer }[] = []
      operations.forEach(({ do: what, at, length }, i) => {
        if (what === 'fork') copies.push({ fork: sim.fork(), content: sim.readFile('/a') })
        for (const file of pair) {
          if (what === 'write') writeFully(file, Buffer.alloc(length, i + 1), at)
          else if (what === 'truncate') file.truncateSync(at)
          else if (what === 'sync' && file === pair[1]) file.syncSync()
        }
      })
      assert.deepEqual(sim.readFile('/a'), node.readFile(path))
      for (const { fork, content } of copies) assert.deepEqual(fork.readFile('/a'), content)
      for (const file of pair) file.closeSync()
      node.remove(path)
    }), { numRuns: 100 })
  })
})

describe('file system: node only', () => {
  it('opens links to regular files, none to anything else, and creates nothing through one', () => {
    const f = nodeFileSystem()
    const root = fs.mkdtempSync(join(scratch, 'f-'))
    f.replaceFile(`${root}/real`, bytes('secret'))
    fs.symlinkSync(`${root}/real`, `${root}/link`)
    fs.symlinkSync(`${root}/not-yet`, `${root}/dangling`)
    fs.symlinkSync(root, `${root}/folder`)
    for (const mode of ['r', 'rw', 'create'] as const) {
      assert.throws(() => f.open(`${root}/dangling`, mode), code(['ENOENT', 'ELOOP', 'EEXIST']))
      assert.throws(() => f.open(`${root}/folder`, mode), code(['EISDIR', 'EEXIST']))
    }
    assert.deepEqual([f.exists(`${root}/dangling`), f.stat(`${root}/dangling`), f.exists(`${root}/not-yet`)], [false, undefined, false])
    assert.deepEqual(['real', 'link', 'dangling', 'folder', 'none'].map((name) => f.isLink(`${root}/${name}`)), [false, true, true, true, false])
    assert.throws(() => f.open(`${root}/link`, 'create'), code(['EEXIST']))
    for (const name of ['real', 'link', 'dangling', 'folder']) assert.throws(() => f.makeDirectory(`${root}/${name}`), code(['EEXIST']))
    const file = f.open(`${root}/link`, 'rw')
    file.writeSync(bytes('S'), 0, 1, 0)
    file.closeSync()
    assert.equal(f.readFile(`${root}/real`).toString(), 'Secret')
    for (const name of ['dangling', 'folder']) f.remove(`${root}/${name}`)
    f.removeTree(`${root}/link`)
    assert.equal(f.readFile(`${root}/real`).toString(), 'Secret')
  })

  it('writes more buffers at once than the system call takes', () => {
    const f = nodeFileSystem()
    const path = join(scratch, 'many')
    const file = f.open(path, 'create')
    const pieces = Array.from({ length: 3000 }, (_, i) => Buffer.from([i & 255]))
    let position = 0
    let rest: Buffer[] = pieces
    while (rest.length > 0) {
      const written = file.writevSync(rest, position)
      position += written
      rest = pieces.slice(position)
    }
    file.closeSync()
    assert.deepEqual(f.readFile(path), Buffer.concat(pieces))
  })
})
