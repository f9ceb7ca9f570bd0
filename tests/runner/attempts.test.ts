// The rules that decide a run, with units that do as they are told and a clock that moves when asked to.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Attempt, Runner, type Time, type Unit } from './attempts.ts'

/** Time that stands still until `pass`. */
class ToldTime implements Time {
  #now = 0
  #waiting: { at: number; act: () => void }[] = []

  nowMs(): number {
    return this.#now
  }

  after(ms: number, act: () => void): () => void {
    const one = { at: this.#now + ms, act }
    this.#waiting.push(one)
    return () => (this.#waiting = this.#waiting.filter((other) => other !== one))
  }

  pass(ms: number): void {
    this.#now += ms
    const due = this.#waiting.filter(({ at }) => at <= this.#now)
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now)
    for (const { act } of due) act()
  }
}

type Told = readonly (readonly ['ok' | 'FAIL' | 'peer', string])[]

/** What a unit tells the first time and the second. */
function unit(name: string, ...attempts: readonly (Told | Error)[]): Unit {
  return {
    name,
    limitMs: 1000,
    async run({ number, tell }) {
      const told = attempts[number - 1]
      if (told === undefined) throw new Error(`${name} was run a second time`)
      if (told instanceof Error) throw told
      for (const [mark, line] of told) tell(mark, line)
    },
  }
}

interface Ran {
  readonly green: boolean
  readonly lines: readonly string[]
  /** What stands below the rows. */
  readonly closing: readonly string[]
}

function made(budgetMs: number = 100_000): { runner: Runner; time: ToldTime; lines: string[]; closed: () => Ran } {
  const lines: string[] = []
  const time = new ToldTime()
  const runner = new Runner({ budgetMs, time, say: (line) => void lines.push(line) })
  return {
    runner, time, lines,
    closed() {
      const before = lines.length
      const green = runner.close()
      return { green, lines, closing: lines.slice(before) }
    },
  }
}

async function ran(...units: readonly Unit[]): Promise<Ran> {
  const { runner, closed } = made()
  await runner.run(units)
  return closed()
}

const good: Told = [['ok', 'a'], ['ok', 'b']]
const bad: Told = [['ok', 'a'], ['FAIL', 'b   different\n  ours: 1']]
const peer: Told = [['ok', 'a'], ['peer', 'only the peer: timed out']]

describe('what fails', () => {
  it('not at all: nothing is repeated and no list is printed', async () => {
    const { green, closing } = await ran(unit('one', good), unit('two', good))
    assert.equal(green, true)
    assert.deepEqual(closing, ['4 passed, 0 failed'])
  })

  it('once, and passes when it runs alone: green, and named as unsteady above the closing line', async () => {
    const { green, lines, closing } = await ran(unit('one', bad, good), unit('two', good))
    assert.equal(green, true)
    assert.deepEqual(closing, ['unsteady: one: failed the first time (b different), passed when it ran once more, alone', '4 passed, 0 failed'])
    // Both outputs are there, the second below its heading and after everything else.
    const heading = lines.indexOf('     one runs once more, alone')
    assert.ok(lines.indexOf('FAIL b   different\n  ours: 1') < heading)
    assert.ok(lines.findIndex((line) => line.includes('two took')) < heading)
    assert.deepEqual(lines.slice(heading + 1, heading + 3), ['ok   a', 'ok   b'])
  })

  it('twice: red, counted once', async () => {
    const { green, closing } = await ran(unit('one', bad, [['FAIL', 'c']]), unit('two', good))
    assert.equal(green, false)
    assert.deepEqual(closing, ['failed: one: twice: c', '2 passed, 1 failed'])
  })

  it('with an exception, as with a row', async () => {
    assert.deepEqual((await ran(unit('one', new Error('no broker'), good))).green, true)
    const { green, closing } = await ran(unit('one', new Error('no broker'), new Error('no broker')))
    assert.equal(green, false)
    assert.match(closing[0] ?? '', /^failed: one: twice: one Error: no broker$/)
    assert.equal(closing.at(-1), '0 passed, 1 failed')
  })

  it('by checking nothing', async () => {
    const { green, closing } = await ran(unit('one', [], []))
    assert.equal(green, false)
    assert.deepEqual(closing, ['failed: one: twice: one it checked nothing', '0 passed, 1 failed'])
  })

  it('and repeats its own parts: it is not repeated, and what it printed for the lists stands there', async () => {
    const { runner, closed } = made()
    const command: Unit = {
      name: 'command', limitMs: 1000, once: true,
      run: async ({ number, count }) => {
        assert.equal(number, 1)
        count(7, 2)
        runner.note('failed: part: twice: x')
        runner.note('unsteady: another')
        runner.note('peer: a third')
      },
    }
    await runner.run([command])
    const { green, closing } = closed()
    assert.equal(green, false)
    assert.deepEqual(closing, ['unsteady: another', 'peer: a third', 'failed: part: twice: x', 'failed: command: 2 failed', '7 passed, 2 failed'])
  })

  it('is not hidden by a unit that is unsteady', async () => {
    const { green, closing } = await ran(unit('one', bad, good), unit('two', bad, bad))
    assert.equal(green, false)
    assert.deepEqual(closing.map((line) => line.split(':')[0]), ['unsteady', 'failed', '3 passed, 1 failed'])
  })

  it('a run that had nothing to do', () => {
    const { green, closing } = made().closed()
    assert.equal(green, false)
    assert.equal(closing.at(-1), '0 passed, 1 failed')
  })
})

describe("the peer's side", () => {
  it('failed once: green, and unsteady', async () => {
    const { green, closing } = await ran(unit('one', peer, good))
    assert.equal(green, true)
    assert.deepEqual(closing, [
      "unsteady: one: only the peer's side failed the first time (only the peer: timed out), passed when it ran once more, alone", '2 passed, 0 failed',
    ])
  })

  it('failed both times: green, and said', async () => {
    const { green, closing } = await ran(unit('one', peer, peer))
    assert.equal(green, true)
    assert.deepEqual(closing, ["peer: one: only the peer's side failed, twice: only the peer: timed out", '1 passed, 0 failed'])
  })

  it('does not excuse ours: with one failure of ours and no attempt that passed the run is red', async () => {
    for (const attempts of [[bad, peer], [peer, bad], [[...peer, ...bad], bad]] as const) {
      const { green, closing } = await ran(unit('one', ...attempts))
      assert.equal(green, false)
      assert.deepEqual(closing.map((line) => line.split(':')[0]), ['failed', /^\d+ passed, 1 failed$/.exec(closing.at(-1) ?? '')?.[0]])
    }
  })
})

describe('alone', () => {
  it('the second attempts come one after the other when all first ones are done, however many ran at once', async () => {
    const { runner, closed } = made()
    let running = 0
    const seen: string[] = []
    const units = ['a', 'b', 'c'].map((name): Unit => ({
      name,
      limitMs: 1000,
      async run({ number, tell }) {
        running++
        await new Promise((resolve) => setImmediate(resolve))
        seen.push(`${name}${number} beside ${running - 1}`)
        running--
        tell(number === 1 ? 'FAIL' : 'ok', name)
      },
    }))
    await runner.run(units, 2)
    assert.equal(closed().green, true)
    assert.deepEqual(seen.slice(-3), ['a2 beside 0', 'b2 beside 0', 'c2 beside 0'])
    assert.ok(seen.slice(0, 3).some((line) => line.endsWith('beside 1')))
  })
})

describe('time', () => {
  /** Runs until it is aborted, then ends as a suite that puts down its brokers. */
  function endless(name: string, limitMs: number, ended: string[], late: (tell: Attempt['tell']) => void = () => {}): Unit {
    return {
      name,
      limitMs,
      run: ({ signal, tell, number }) => new Promise((resolve) => {
        tell('ok', `${name} began`)
        signal.addEventListener('abort', () => {
          ended.push(`${name}${number}`)
          late(tell)
          resolve()
        })
      }),
    }
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  it('a unit beyond its limit is ended and has failed, like any other failure', async () => {
    const { runner, time, closed } = made()
    const ended: string[] = []
    const run = runner.run([endless('slow', 5000, ended, (tell) => tell('ok', 'late')), unit('two', good)])
    await turn()
    time.pass(5000)
    await turn()
    time.pass(5000)
    await run
    const { green, lines, closing } = closed()
    assert.equal(green, false)
    assert.deepEqual(ended, ['slow1', 'slow2'])
    assert.deepEqual(closing, ['failed: slow: twice: slow not done after 5 s', '3 passed, 1 failed'])
    assert.ok(!lines.some((line) => line.includes('late')))
  })

  it('a unit that does not even end when told to is left behind', async () => {
    const { runner, time, closed } = made()
    const run = runner.run([{ name: 'deaf', limitMs: 5000, run: () => new Promise(() => {}) }, unit('two', good)])
    for (let i = 0; i < 4; i++) {
      await turn()
      time.pass(20_000)
    }
    await run
    assert.deepEqual(closed().closing, ['failed: deaf: twice: deaf not done after 5 s', '2 passed, 1 failed'])
  })

  it('when the time of the run is over, what runs has failed, what follows is named as not run, and the closing line stands', async () => {
    const { runner, time, closed } = made(8000)
    const ended: string[] = []
    const run = runner.run([unit('one', good), endless('slow', 60_000, ended), unit('three', good), unit('four', good)])
    await turn()
    time.pass(8000)
    await run
    await runner.run([unit('five', good)])
    const { green, closing } = closed()
    assert.equal(green, false)
    assert.deepEqual(ended, ['slow1'])
    assert.deepEqual(closing, [
      'failed: three: not run: the 8 s of this run were used up',
      'failed: four: not run: the 8 s of this run were used up',
      'failed: slow: slow not done when the 8 s of this run were used up; no time was left to run it once more',
      'failed: five: not run: the 8 s of this run were used up',
      '3 passed, 4 failed',
    ])
  })

  it('with no time for a second attempt a failure stays one, and the failure of a peer stays excused', async () => {
    const { runner, time, closed } = made(8000)
    const slowly = (name: string, told: Told): Unit => ({ ...unit(name, told), run: async (attempt) => (time.pass(3000), unit(name, told).run(attempt)) })
    await runner.run([slowly('ours', bad), slowly('theirs', peer), slowly('last', good)])
    const { green, closing } = closed()
    assert.equal(green, false)
    assert.deepEqual(closing, [
      "peer: theirs: only the peer's side failed, only the peer: timed out; no time was left to run it once more",
      'failed: ours: b different; no time was left to run it once more',
      '4 passed, 1 failed',
    ])
  })
})
