import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBroker } from '@odradek/testing'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import { Pacer } from './pacer.ts'

function setUp(underWay: () => number): { readonly simulation: Simulation; readonly pacer: Pacer; readonly ended: () => boolean; readonly pause: () => void } {
  const simulation = simWorld(1)
  const pacer = new Pacer(simulation.host('client').scheduler, underWay, 0)
  let isOver = false
  return { simulation, pacer, ended: () => isOver, pause: () => void pacer.pause().then(() => (isOver = true)) }
}

test('the event loop has its turn after some bytes, and then they count from nothing', async () => {
  const { simulation, pacer, ended, pause } = setUp(() => 0)
  pacer.accepted(100_000)
  assert.equal(pacer.mayGoOn, true)
  pacer.accepted(100_000)
  assert.equal(pacer.mayGoOn, false)
  pause()
  await Promise.resolve()
  assert.equal(ended(), false)
  await simulation.advance(0)
  assert.deepEqual([ended(), pacer.mayGoOn], [true, true])
})

test('while much is under way the pause lasts until some has arrived', async () => {
  let underWay = 3_000_000
  const { simulation, pacer, ended, pause } = setUp(() => underWay)
  pacer.accepted(200_000)
  pause()
  await simulation.advance(0.5)
  underWay = 2_000_000
  pacer.delivered()
  await simulation.advance(0)
  assert.equal(ended(), false, 'it is still much')
  underWay = 1_000_000
  pacer.delivered()
  await simulation.advance(0)
  assert.deepEqual([ended(), pacer.mayGoOn], [true, true])
})

test('it is over after a millisecond whatever the brokers do: the buffer is there to be used', async () => {
  const { simulation, ended, pause } = setUp(() => 3_000_000)
  pause()
  await simulation.advance(0.9)
  assert.equal(ended(), false)
  await simulation.advance(0.2)
  assert.equal(ended(), true)
})

test('a loop over send, with memory enough for all of it, gives the event loop its turns', async () => {
  const broker = await startBroker({ topics: { many: 1 } })
  const producer = broker.client().producer({ batchBytes: 65_536 })
  const value = Buffer.alloc(1000, 'x')
  let turns = 0
  let delivered = 0
  const turn = (): void => {
    turns++
    next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  for (let sent = 0; sent < 20_000; sent++) {
    const accepted = await producer.enqueue('many', { value })
    accepted.delivered.then(() => delivered++, assert.fail)
  }
  const turnsOfLoop = turns
  clearImmediate(next)
  await producer.flush()
  await new Promise((resolve) => setImmediate(resolve))
  await producer.close()
  await broker.close()
  assert.equal(delivered, 20_000)
  // Without the pacer: none.
  assert.ok(turnsOfLoop > 10, `${turnsOfLoop} turns`)
})

test('records sent while the metadata of their topic is asked for stand in the order of the calls, and so do those after them', async () => {
  const broker = await startBroker({ topics: { ordered: 1 } })
  const producer = broker.client().producer({ lingerMs: 0 })
  const sending = ['a', 'b', 'c'].map((value) => producer.enqueue('ordered', { value }))
  const known = producer.partitionsFor('ordered').then(() => producer.enqueue('ordered', { value: 'd' }))
  const reports = await Promise.all([...sending, known].map(async (accepted) => (await accepted).delivered))
  assert.deepEqual(reports.map(({ offset }) => offset), [0, 1, 2, 3])
  await producer.close()
  await broker.close()
})

test('a serializer that fails, synchronously or not, fails its record alone', async () => {
  const broker = await startBroker({ topics: { typed: 1 } })
  const producer = broker.client().producer({ lingerMs: 0 })
  const failing = (error: string, isAsync: boolean): never => {
    const serialize = (): never => (isAsync ? (Promise.reject(new Error(error)) as never) : fail(error))
    return { name: 'typed', key: { serialize, deserialize: fail }, value: { serialize, deserialize: fail } } as never
  }
  await producer.partitionsFor('typed')
  await assert.rejects(producer.send(failing('at once', false), { value: 'x' }), /at once/)
  await assert.rejects(producer.send(failing('later', true), { value: 'x' }), /later/)
  assert.equal((await producer.send('typed', { value: 'good' })).offset, 0)
  await producer.close()
  await broker.close()
})

function fail(error: unknown): never {
  throw new Error(String(error))
}
