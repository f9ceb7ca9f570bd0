// Sessions: what happens to those who are away.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import type { Simulation } from '@odradek/platform/sim'
import { SimulatedEnsemble } from './simulated-ensemble.ts'

const none = Buffer.alloc(0)

function ensembleOf(simulation: Simulation): SimulatedEnsemble {
  const { clock, scheduler, random } = simulation.host('a')
  return new SimulatedEnsemble({ clock, scheduler, random })
}

test('a session that is away too long loses its ephemerals at once, and learns it when it comes back', async () => {
  const simulation = simWorld(1)
  const ensemble = ensembleOf(simulation)
  const [away, other] = [ensemble.connect({ sessionTimeoutMs: 1000 }), ensemble.connect()]
  const states: string[] = []
  away.onSession((state) => states.push(state))
  await simulation.settle(away.create('/e', none, { ephemeral: true }))
  const seen: string[] = []
  await simulation.settle(other.exists('/e', ({ type }) => seen.push(type)))
  const firstSession = away.sessionId
  away.disconnect(5000)
  assert.equal((await simulation.settle(away.get('/e'))).error, 'CONNECTIONLOSS')
  await simulation.advance(900)
  assert.deepEqual(seen, [])
  await simulation.advance(200)
  assert.deepEqual(seen, ['deleted'])
  assert.deepEqual(states, ['disconnected'], 'its owner still believes in it')
  await simulation.advance(5000)
  assert.deepEqual(states, ['disconnected', 'expired'])
  assert.equal((await simulation.settle(away.create('/f', none))).error, 'SESSIONEXPIRED')
  await simulation.settle(away.renew())
  assert.notEqual(away.sessionId, firstSession)
  assert.equal((await simulation.settle(away.create('/f', none))).error, undefined)
})

test('a short absence keeps ephemerals and watches; what happened meanwhile is told on return', async () => {
  const simulation = simWorld(2)
  const ensemble = ensembleOf(simulation)
  const [away, other] = [ensemble.connect(), ensemble.connect()]
  await simulation.settle(away.create('/e', none, { ephemeral: true }))
  await simulation.settle(other.create('/a', none))
  const seen: string[] = []
  await simulation.settle(away.get('/a', ({ type }) => seen.push(type)))
  away.disconnect(500)
  await simulation.settle(other.set('/a', none, -1))
  await simulation.advance(400)
  assert.deepEqual(seen, [])
  await simulation.advance(200)
  assert.deepEqual(seen, ['changed'])
  assert.equal(ensemble.tree.nodes.has('/e'), true)
})

test('a lost reply: it was done; a lost request: it was not; both look the same', async () => {
  for (const [fault, done] of [
    ['lostReply', true],
    ['lostRequest', false],
  ] as const) {
    const simulation = simWorld(3)
    const ensemble = ensembleOf(simulation)
    const store = ensemble.connect()
    ensemble.faults[fault] = 1
    assert.equal((await simulation.settle(store.create('/a', none))).error, 'CONNECTIONLOSS')
    assert.equal(ensemble.tree.nodes.has('/a'), done)
  }
})
