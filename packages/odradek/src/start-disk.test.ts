/** Disks on which a broker cannot start: told in one sentence, and nothing is left behind. On a simulated disk. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBroker } from '@odradek/broker'
import { Simulation } from '@odradek/platform/sim'
import type { DiskFault, SimProcess } from '@odradek/platform/sim'
import { startFailure } from './commands/start-failure.ts'

interface Outcome {
  /** What `odradek start` would print; undefined when the broker started. */
  readonly sentence: string | undefined
  readonly left: readonly string[]
}

async function startOn(prepare: (host: SimProcess) => void, dataDirectory = '/home/data'): Promise<Outcome> {
  const simulation = new Simulation(1)
  const host = simulation.host('machine')
  host.fs.makeDirectory('/home')
  prepare(host)
  let outcome: Outcome | undefined
  const run = async (): Promise<void> => {
    try {
      const broker = await startBroker({ world: host, config: { 'log.dirs': dataDirectory } })
      await broker.close()
      outcome = { sentence: undefined, left: [] }
    } catch (error) {
      outcome = { sentence: startFailure(error), left: host.fs.list('/home').map((entry) => entry.name) }
    }
  }
  void run()
  await simulation.run({ until: () => outcome !== undefined, withinMs: 60_000 })
  assert.ok(outcome)
  return outcome
}

const fault = (what: DiskFault) => (host: SimProcess): void => {
  host.fs.faults.fail(what)
}

test('a disk with too little space, of every size up to enough', async () => {
  let started = 0
  let refused = 0
  for (let bytes = 0; bytes <= 4000 && started === 0; bytes += 37) {
    const { sentence, left } = await startOn((host) => {
      host.fs.faults.capacityBytes = bytes
    })
    if (sentence === undefined) started += 1
    else {
      refused += 1
      assert.match(sentence, /^The disk that holds \S+ is full; free some space or choose another data directory \(log\.dirs\)\.$/, `${bytes} bytes`)
      assert.deepEqual(left, [], `${bytes} bytes`)
    }
  }
  assert.equal(started, 1)
  assert.ok(refused > 3)
})

test('a disk that refuses: no permission, read-only, no more handles', async () => {
  const cases: [DiskFault, RegExp][] = [
    [{ on: 'makeDirectory', code: 'EACCES' }, /this user may not write there|^No permission to write to /],
    [{ on: 'makeDirectory', code: 'EROFS' }, /may not write there|read-only file system/],
    [{ on: 'open', code: 'EMFILE' }, /^Too many files are open; /],
    [{ on: 'open', code: 'EACCES' }, /this user may not write there|^No permission to write to /],
  ]
  for (const [what, expected] of cases) {
    const { sentence, left } = await startOn(fault(what))
    assert.match(sentence ?? 'it started', expected, JSON.stringify(what))
    assert.deepEqual(left, [], JSON.stringify(what))
  }
})
