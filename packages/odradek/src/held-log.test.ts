import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Simulation } from '@odradek/platform/sim'
import { heldLog } from './commands/held-log.ts'

test('a start that fails keeps to its sentence; one that gets ready, takes long or has much to say tells its log', async () => {
  const printed: string[] = []
  const refused = heldLog((text) => printed.push(text))
  refused.write('a disk is full')
  refused.drop()
  refused.write('and goes on about it')
  assert.equal(printed.length, 0)
  const ready = heldLog((text) => printed.push(text))
  ready.write('first')
  assert.equal(printed.length, 0)
  ready.release()
  ready.write('second')
  assert.deepEqual(printed, ['first', 'second'])
  const simulation = new Simulation(1)
  const slow = heldLog((text) => printed.push(text))
  slow.watch(simulation.host('machine').scheduler)
  slow.write('recovering')
  await simulation.run({ untilMs: 1000 })
  assert.equal(printed.includes('recovering'), false)
  await simulation.run({ untilMs: 10_000 })
  assert.equal(printed.at(-1), 'recovering')
  const wordy = heldLog((text) => printed.push(text))
  for (let line = 0; line < 500; line++) wordy.write(`line ${line}`)
  assert.equal(printed.at(-1), 'line 499')
})
