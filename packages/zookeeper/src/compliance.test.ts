// What every znode store must do, run against each implementation.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import * as fc from 'fast-check'
import { EmbeddedZnodeStore } from './embedded/embedded-znode-store.ts'
import { SimulatedEnsemble } from './simulated/simulated-ensemble.ts'
import type { ZnodeEvent, ZnodeOp, ZnodeStore } from './znode-store.ts'

interface Subject {
  readonly store: ZnodeStore
  settle<T>(promise: Promise<T>): Promise<T>
}

const data = (text: string): Buffer => Buffer.from(text)
const none = Buffer.alloc(0)

async function embedded(simulation: Simulation): Promise<Subject> {
  const { fs, clock, scheduler, log } = simulation.host('a')
  const store = await simulation.settle(EmbeddedZnodeStore.open({ fs, path: '/meta', clock, scheduler, log }))
  return { store, settle: (promise) => simulation.settle(promise) }
}

function simulated(maxDelayMs: number): (simulation: Simulation) => Promise<Subject> {
  return (simulation) => {
    const { clock, scheduler, random } = simulation.host('a')
    const store = new SimulatedEnsemble({ clock, scheduler, random, faults: { maxDelayMs } }).connect()
    return Promise.resolve({ store, settle: (promise) => simulation.settle(promise) })
  }
}

const implementations: [string, (simulation: Simulation) => Promise<Subject>][] = [
  ['embedded', embedded],
  ['simulated', simulated(0)],
  ['simulated with delays', simulated(20)],
]

for (const [name, open] of implementations) {
  describe(`znode store, ${name}`, () => {
    it('creates, reads, changes and deletes, and keeps the stat', async () => {
      const { store, settle } = await open(simWorld(1))
      const made = await settle(store.create('/a', data('1')))
      assert.ok(made.error === undefined)
      assert.equal(made.path, '/a')
      assert.equal(made.stat.version, 0)
      assert.equal(made.stat.czxid, made.stat.mzxid)
      const changed = await settle(store.set('/a', data('22'), 0))
      assert.ok(changed.error === undefined)
      assert.deepEqual([changed.stat.version, changed.stat.dataLength, changed.stat.czxid], [1, 2, made.stat.czxid])
      assert.ok(changed.stat.mzxid > made.stat.mzxid)
      const read = await settle(store.get('/a'))
      assert.ok(read.error === undefined)
      assert.equal(read.data.toString(), '22')
      assert.deepEqual(read.stat, changed.stat)
      assert.deepEqual(await settle(store.delete('/a', 1)), { error: undefined })
      assert.deepEqual(await settle(store.exists('/a')), { error: undefined, stat: undefined })
      await settle(store.close())
    })

    it('refuses with the error that fits, and changes nothing', async () => {
      const { store, settle } = await open(simWorld(2))
      await settle(store.create('/a', none))
      await settle(store.create('/a/b', none))
      await settle(store.create('/e', none, { ephemeral: true }))
      const before = await settle(store.exists('/a'))
      const refusals: [Promise<{ error: string | undefined }>, string][] = [
        [store.create('/a', none), 'NODEEXISTS'],
        [store.create('/x/y', none), 'NONODE'],
        [store.get('/x'), 'NONODE'],
        [store.set('/x', none, -1), 'NONODE'],
        [store.set('/a', none, 3), 'BADVERSION'],
        [store.delete('/a', -1), 'NOTEMPTY'],
        [store.delete('/a/b', 1), 'BADVERSION'],
        [store.delete('/x', -1), 'NONODE'],
        [store.children('/x'), 'NONODE'],
        [store.create('/e/c', none), 'NOCHILDRENFOREPHEMERALS'],
        [store.create('a', none), 'BADARGUMENTS'],
        [store.create('/a/', none), 'BADARGUMENTS'],
        [store.create('/a/../b', none), 'BADARGUMENTS'],
      ]
      for (const [outcome, error] of refusals) assert.equal((await settle(outcome)).error, error)
      assert.deepEqual(await settle(store.exists('/a')), before)
      await settle(store.close())
    })

    it('numbers sequential znodes by the parent, and never gives a number again', async () => {
      const { store, settle } = await open(simWorld(3))
      await settle(store.create('/q', none))
      const paths: string[] = []
      for (let i = 0; i < 3; i++) {
        const made = await settle(store.create('/q/n_', none, { sequential: true }))
        assert.ok(made.error === undefined)
        paths.push(made.path)
        await settle(store.delete(made.path, -1))
      }
      assert.deepEqual(paths, ['/q/n_0000000000', '/q/n_0000000001', '/q/n_0000000002'])
      const parent = await settle(store.exists('/q'))
      assert.equal(parent.error === undefined && parent.stat?.cversion, 6)
      await settle(store.close())
    })

    it('does all of a multi or nothing, and says what was refused', async () => {
      const { store, settle } = await open(simWorld(4))
      await settle(store.create('/a', none))
      const before = await settle(store.exists('/a'))
      const refused = await settle(
        store.multi([
          { op: 'create', path: '/a/b', data: none },
          { op: 'set', path: '/a', data: data('x'), version: 0 },
          { op: 'check', path: '/a', version: 7 },
        ]),
      )
      assert.deepEqual(refused, { error: 'BADVERSION', failedAt: 2 })
      assert.deepEqual(await settle(store.exists('/a')), before)
      const done = await settle(
        store.multi([
          { op: 'check', path: '/a', version: 0 },
          { op: 'create', path: '/a/b', data: none },
          { op: 'create', path: '/a/b/c', data: none },
          { op: 'set', path: '/a', data: data('x'), version: 0 },
          { op: 'delete', path: '/a/b/c', version: -1 },
        ]),
      )
      assert.ok(done.error === undefined)
      assert.equal(done.results[1]?.path, '/a/b')
      assert.equal(done.results[3]?.stat?.version, 1)
      const names = await settle(store.children('/a/b'))
      assert.deepEqual(names.error === undefined && names.names, [])
      await settle(store.close())
    })

    it('fires a watch once, for what it was armed for, before the change can be seen', async () => {
      const { store, settle } = await open(simWorld(5))
      const seen: string[] = []
      const watch =
        (label: string) =>
        (event: ZnodeEvent): void =>
          void seen.push(`${label}: ${event.type} ${event.path}`)
      await settle(store.create('/a', none))
      await settle(store.get('/a', watch('get')))
      await settle(store.children('/a', watch('children')))
      await settle(store.exists('/b', watch('exists')))
      await settle(store.get('/c', watch('missing')))
      await settle(
        Promise.all([
          store.set('/a', data('1'), -1),
          store.set('/a', data('2'), -1),
          store.create('/a/x', none),
          store.create('/a/y', none),
          store.create('/b', none).then(() => seen.push('b is there')),
          store.create('/c', none),
        ]),
      )
      assert.deepEqual(seen, ['get: changed /a', 'children: children /a', 'exists: created /b', 'b is there'])
      seen.length = 0
      await settle(store.get('/b', watch('again')))
      await settle(store.children('/b', watch('b')))
      await settle(store.delete('/b', -1))
      assert.deepEqual(seen, ['again: deleted /b', 'b: deleted /b'])
      await settle(store.close())
    })

    it('keeps the order of calls and answers', async () => {
      const { store, settle } = await open(simWorld(6))
      const order: number[] = []
      await settle(store.create('/a', none))
      await settle(
        Promise.all(
          Array.from({ length: 50 }, async (_, i) => {
            if (i % 2 === 0) await store.set('/a', data(String(i)), -1)
            else {
              const read = await store.get('/a')
              assert.equal(read.error === undefined && read.data.toString(), String(i - 1))
            }
            order.push(i)
          }),
        ),
      )
      assert.deepEqual(
        order,
        Array.from({ length: 50 }, (_, i) => i),
      )
      await settle(store.close())
    })

    it('agrees with a plain model on random requests', async () => {
      const path = fc.constantFrom('/a', '/b', '/a/a', '/a/b', '/b/a', '/a/a/a')
      const version = fc.constantFrom(-1, 0, 1)
      const op: fc.Arbitrary<ZnodeOp> = fc.oneof(
        path.map((p): ZnodeOp => ({ op: 'create', path: p, data: none })),
        fc.tuple(path, version).map(([p, v]): ZnodeOp => ({ op: 'set', path: p, data: data(p), version: v })),
        fc.tuple(path, version).map(([p, v]): ZnodeOp => ({ op: 'delete', path: p, version: v })),
        fc.tuple(path, version).map(([p, v]): ZnodeOp => ({ op: 'check', path: p, version: v })),
      )
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(op, { minLength: 1, maxLength: 4 }), { maxLength: 20 }),
          async (requests) => {
            const { store, settle } = await open(simWorld(7))
            let model = new Map<string, number>()
            for (const request of requests) {
              const next = new Map(model)
              const failedAt = request.findIndex((one) => !inModel(next, one))
              const outcome = await settle(store.multi(request))
              assert.equal(outcome.error === undefined ? -1 : outcome.failedAt, failedAt)
              if (failedAt === -1) model = next
            }
            for (const p of ['/a', '/b', '/a/a', '/a/b', '/b/a', '/a/a/a']) {
              const there = await settle(store.exists(p))
              assert.equal(there.error === undefined && there.stat?.version, model.get(p))
            }
            await settle(store.close())
          },
        ),
        { numRuns: 60 },
      )
    })
  })
}

/** Path to version. False: refused. */
function inModel(model: Map<string, number>, op: ZnodeOp): boolean {
  const parent = op.path.slice(0, op.path.lastIndexOf('/'))
  const there = model.get(op.path)
  if (op.op === 'create') {
    if (there !== undefined || (parent !== '' && !model.has(parent))) return false
    model.set(op.path, 0)
    return true
  }
  if (there === undefined || (op.version !== -1 && op.version !== there)) return false
  if (op.op === 'set') model.set(op.path, there + 1)
  if (op.op === 'delete') {
    if ([...model.keys()].some((path) => path.startsWith(`${op.path}/`))) return false
    model.delete(op.path)
  }
  return true
}
