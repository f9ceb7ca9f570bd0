// A client's scenario with programs that are a few lines of Node, and brokers that are names: what is compared, what is
// demanded of ours alone, whose side failed, and that a failure runs once more on both sides, alone.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { realTime, Runner } from '../runner/attempts.ts'
import type { TestBroker } from './brokers.ts'
import { clientUnit } from './client-unit.ts'
import { compare } from './compare.ts'
import { runScenario, type Transcript } from './scenario.ts'

interface FakeBroker extends TestBroker {
  readonly did: string[]
}

function broker(name: string, restarts: boolean = true): FakeBroker {
  const did: string[] = []
  let up = false
  const go = async (what: string, isUp: boolean): Promise<void> => {
    did.push(what)
    if (isUp && !restarts && did.length > 1) throw new Error('it does not start')
    up = isUp
  }
  return {
    name, did, bootstrap: name, dataDir: '', proxy: undefined,
    pid: () => (up ? 1 : -1),
    start: () => go('start', true),
    kill: () => go('kill', false),
    stop: () => go('stop', false),
    dispose: () => go('dispose', false),
    output: () => `(output of ${name})`,
  }
}

/** A program in JavaScript: `broker` and `prefix` are given, `attempt` is the number in its prefix, `step` prints one. */
function program(code: string, timeoutMs?: number): { name: string; command: string; args: string[]; timeoutMs?: number } {
  const before = `
    const [broker, prefix] = process.argv.slice(1)
    const attempt = Number(prefix.split('-')[1])
    const step = (step, rest) => console.log(JSON.stringify({ step, ...rest }))
    const ask = (ask) => new Promise((resolve) => (process.stdin.once('data', (data) => resolve(String(data))), console.log(JSON.stringify({ ask }))))
    const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    setTimeout(() => {}, 0)
    ;(async () => { ${code} })().then(() => process.exit(0), (error) => (console.error(String(error)), process.exit(1)))`
  return { name: 'fake', command: process.execPath, args: ['-e', before], ...(timeoutMs === undefined ? {} : { timeoutMs }) }
}

interface Ran {
  readonly green: boolean
  readonly lines: readonly string[]
  readonly closing: readonly string[]
  readonly ours: FakeBroker
  readonly theirs: FakeBroker
}

async function ran(code: string, { ours = broker('ours'), theirs = broker('theirs') }: { ours?: FakeBroker; theirs?: FakeBroker } = {}): Promise<Ran> {
  const lines: string[] = []
  const runner = new Runner({ budgetMs: 600_000, time: realTime, say: (line) => void lines.push(line) })
  await runner.run([clientUnit('fake', async () => program(code), { ours, theirs }, { say: (line) => void lines.push(line) })])
  const before = lines.length
  const green = runner.close()
  return { green, lines, closing: lines.slice(before), ours, theirs }
}

describe('a scenario', () => {
  it('that is the same on both sides passes, and the brokers are started for it', async () => {
    const { green, lines, closing, ours, theirs } = await ran(`step('one', { n: 1 }); step('two', { n: 2 })`)
    assert.equal(green, true)
    assert.deepEqual(closing, ['3 passed, 0 failed'])
    assert.deepEqual([ours.did, theirs.did], [['start'], ['start']])
    assert.match(lines[0] ?? '', /^ok {3}fake +one +same$/)
  })

  it('that differs always is red', async () => {
    const { green, closing } = await ran(`step('one', { n: broker === 'ours' ? 1 : 2 })`)
    assert.equal(green, false)
    assert.deepEqual(closing, ['failed: fake: twice: fake one different', '1 passed, 1 failed'])
  })

  it('that differs once runs again with a prefix of its own, ours first and theirs when ours is done, and is unsteady', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'odradek-alone-'))
    try {
      const file = join(folder, 'seen')
      const { green, closing } = await ran(`
        const note = (what) => require('node:fs').appendFileSync(${JSON.stringify(file)}, prefix + ' ' + broker + ' ' + what + '\\n')
        note('begins')
        step('one', { n: broker === 'ours' && attempt === 1 ? 1 : 2 })
        await later(50)
        note('ends')
      `)
      assert.equal(green, true)
      assert.deepEqual(closing, ['unsteady: fake: failed the first time (fake one different), passed when it ran once more, alone', '2 passed, 0 failed'])
      const seen = readFileSync(file, 'utf8').trimEnd().split('\n')
      assert.deepEqual(seen.slice(4), ['fake-2- ours begins', 'fake-2- ours ends', 'fake-2- theirs begins', 'fake-2- theirs ends'])
      assert.deepEqual(seen.slice(0, 4).toSorted(), ['fake-1- ours begins', 'fake-1- ours ends', 'fake-1- theirs begins', 'fake-1- theirs ends'])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('that lacks a step on one side differs, and so does one that ends badly on both', async () => {
    assert.equal((await ran(`if (broker === 'theirs') step('one', {})`)).green, false)
    assert.equal((await ran(`throw new Error('no')`)).green, false)
  })
})

describe('sides', () => {
  it('ours that does not come through is red, whatever theirs does', async () => {
    const { green, closing } = await ran(`step('one', {}); if (broker === 'ours') throw new Error('fatal')`)
    assert.equal(green, false)
    assert.deepEqual(closing.at(-1), '1 passed, 1 failed')
  })

  it('theirs alone that failed is green, and said: what it reached is compared, what it did not is left out', async () => {
    const { green, lines, closing } = await ran(`step('one', {}); if (broker === 'theirs') throw new Error('fatal'); step('two', {})`)
    assert.equal(green, true)
    assert.match(closing[0] ?? '', /^peer: fake: only the peer's side failed, twice: .*1 steps are not compared: ended with code 1: Error: fatal/)
    assert.equal(closing.at(-1), '1 passed, 0 failed')
    assert.equal(lines.filter((line) => line.startsWith('peer fake')).length, 2)
  })

  it('theirs alone that failed is no excuse for what differs before, or for what is demanded of ours after', async () => {
    assert.equal((await ran(`step('one', { broker }); if (broker === 'theirs') throw new Error('no')`)).green, false)
    const { green, closing } = await ran(`if (broker === 'theirs') throw new Error('no'); step('one', { demanded: { once: false } })`)
    assert.equal(green, false)
    assert.match(closing[0] ?? '', /not kept by our broker: once/)
  })

  it('a broker that does not come back is the failure of its side, and ends the program', async () => {
    const asks = `step('one', {}); await ask('kill-and-restart'); step('two', {})`
    const good = await ran(asks)
    assert.equal(good.green, true)
    assert.deepEqual(good.ours.did, ['start', 'kill', 'start'])
    assert.equal((await ran(asks, { ours: broker('ours', false) })).green, false)
    const broken = await runScenario(program(asks), broker('theirs', false), 'fake-1-')
    assert.deepEqual(broken.steps.map(({ step }) => step), ['one'])
    assert.match(broken.failure ?? '', /asked for kill-and-restart: Error: it does not start/)
  })

  it('nothing is compared when the peer does not even start: that is red', async () => {
    const theirs = broker('theirs', false)
    theirs.did.push('tried')
    const { green, closing } = await ran(`step('one', {})`, { theirs })
    assert.equal(green, false)
    assert.match(closing[0] ?? '', /it does not start/)
  })
})

describe('what is demanded and counted', () => {
  const transcript = (step: Partial<Transcript['steps'][number]>): Transcript => ({
    steps: [{ step: 'one', result: '{}', broken: [], counted: undefined, ms: 1, ...step }], failure: undefined,
  })

  it('is demanded of ours and not of theirs', async () => {
    assert.equal((await ran(`step('one', { demanded: { once: broker === 'ours' } })`)).green, true)
    assert.equal((await ran(`step('one', { demanded: { once: broker === 'theirs' } })`)).green, false)
  })

  it('is counted on both sides, shown, and not compared', () => {
    const [row] = compare('fake', transcript({ counted: '{"twice":0}' }), transcript({ counted: '{"twice":7}' }))
    assert.equal(row?.mark, 'ok')
    assert.match(row?.line ?? '', /same \{"twice":0\}, Apache Kafka: \{"twice":7\}$/)
  })

  it('Apache Kafka beside itself: nothing is demanded, and no side is forgiven', () => {
    const failed = { ...transcript({}), failure: 'timed out' }
    assert.deepEqual(compare('fake', transcript({ broken: ['once'] }), transcript({}), { alone: true }).map(({ mark }) => mark), ['ok', 'ok'])
    assert.deepEqual(compare('fake', transcript({}), failed, { alone: true }).map(({ mark }) => mark), ['ok', 'FAIL'])
    assert.deepEqual(compare('fake', transcript({}), failed).map(({ mark }) => mark), ['ok', 'peer'])
  })
})

describe('a program that takes too long', () => {
  it('has failed, with the time it had', async () => {
    const { failure } = await runScenario(program('await later(60_000)', 100), broker('ours'), 'fake-1-')
    assert.match(failure ?? '', /^timed out after 0.1 s/)
  })

  it('or is cut off ends with all that it has started', { timeout: 20_000 }, async () => {
    const abort = new AbortController()
    const code = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
      step('child', { pid: child.pid })
      await ask('kill-and-restart')
      await later(60_000)`
    const { steps, failure } = await runScenario(program(code), { ...broker('ours'), kill: async () => abort.abort() }, 'fake-1-', abort.signal)
    assert.equal(failure, 'cut off')
    const { pid } = JSON.parse(steps[0]?.result ?? '') as { pid: number }
    // Its files are closed a moment before the table says that it is gone; a process that lives on runs into the test's limit.
    while (!ended(pid)) await new Promise((resolve) => setTimeout(resolve, 10))
  })
})

/** Whoever was given to another parent may stand in the table until that one takes note of its end. */
function ended(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return ['Z', 'X'].includes(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[0] ?? '')
  } catch {
    return true
  }
}
