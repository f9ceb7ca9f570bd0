/**
 * What decides a run: a unit (one client's scenario, one suite, one command) that fails runs once more, alone. When it passes
 * then, the run stays green and says `unsteady`; when only the peer's side failed both times, green too, and it says so;
 * anything else is red. Everything has a limit of time, and so has the run: what it cuts off, or never started, has failed
 * and is named. The rows of both attempts go out as they come; the lists stand at the end, and below them the closing line.
 */

/** `peer`: not ours failed but the software that we are compared with. */
export type Mark = 'ok' | 'FAIL' | 'peer'

export interface Attempt {
  /** 2 is the one that runs alone. */
  readonly number: 1 | 2
  /** Aborted when the time is over: whatever was started for this attempt has to end then. */
  readonly signal: AbortSignal
  tell(mark: Mark, line: string): void
  /** Rows that a command has printed and counted itself. */
  count(passed: number, failed: number): void
}

export interface Unit {
  readonly name: string
  readonly limitMs: number
  /** It repeats its own parts: when it has failed, it has. */
  readonly once?: boolean
  /** Tells at least one row; an exception is one more that failed. */
  run(attempt: Attempt): Promise<void>
}

export interface Time {
  nowMs(): number
  /** Calls `act` once after so long, unless the answer is called before. */
  after(ms: number, act: () => void): () => void
}

export interface RunnerOptions {
  /** For everything together, from the moment the runner is made. */
  readonly budgetMs: number
  readonly time: Time
  say(line: string): void
}

export const realTime: Time = {
  nowMs: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

/** What is cut off may still put down its brokers and remove its files. */
const graceMs = 20_000

interface Seen {
  passed: number
  failed: number
  /** The first row that is not `ok`. */
  trouble: string
  verdict: 'passed' | 'peer' | 'failed'
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`

export class Runner {
  readonly #options: RunnerOptions
  readonly #endMs: number
  readonly #unsteady: string[] = []
  readonly #peer: string[] = []
  readonly #bad: string[] = []
  #passed = 0
  #failed = 0

  constructor(options: RunnerOptions) {
    this.#options = options
    this.#endMs = options.time.nowMs() + options.budgetMs
  }

  /** All of them, `atOnce` at a time; then those that failed once more, one after the other. */
  async run(units: readonly Unit[], atOnce: number = 1): Promise<void> {
    const again: (readonly [unit: Unit, first: Seen])[] = []
    const left = [...units]
    const worker = async (): Promise<void> => {
      for (let unit = left.shift(); unit !== undefined; unit = left.shift()) {
        if (this.#leftMs() <= 0) this.fail(unit.name, `not run: the ${seconds(this.#options.budgetMs)} of this run were used up`)
        else {
          const first = await this.#attempt(unit, 1)
          if (first.verdict === 'passed') this.#passed += first.passed
          else again.push([unit, first])
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    for (const [unit, first] of again) await this.#onceMore(unit, first)
  }

  /** Something that cannot be repeated has failed. */
  fail(name: string, why: string): void {
    this.#options.say(`FAIL ${name}: ${why}`)
    this.#failed++
    this.#bad.push(`failed: ${name}: ${why.split('\n')[0]}`)
  }

  /** A line for the lists, as a command has printed it: `unsteady: ...`, `peer: ...`, `failed: ...`. */
  note(line: string): void {
    if (line.startsWith('unsteady: ')) this.#unsteady.push(line)
    else if (line.startsWith('peer: ')) this.#peer.push(line)
    else this.#bad.push(line)
  }

  /** Prints the lists and, as the last line, `N passed, N failed`. Answers whether the run is green. */
  close(): boolean {
    if (this.#passed + this.#failed === 0) this.fail('nothing', 'nothing was checked')
    for (const line of [...this.#unsteady, ...this.#peer, ...this.#bad]) this.#options.say(line)
    this.#options.say(`${this.#passed} passed, ${this.#failed} failed`)
    return this.#failed === 0
  }

  #leftMs(): number {
    return this.#endMs - this.#options.time.nowMs()
  }

  async #onceMore(unit: Unit, first: Seen): Promise<void> {
    if (unit.once === true) return this.#settle(unit.name, first, first.trouble)
    if (this.#leftMs() <= 0) {
      this.#options.say(`     no time is left to run ${unit.name} once more`)
      this.#settle(unit.name, first, `${first.trouble}; no time was left to run it once more`)
      return
    }
    this.#options.say(`     ${unit.name} runs once more, alone`)
    const second = await this.#attempt(unit, 2)
    if (second.verdict === 'passed') {
      const whose = first.verdict === 'peer' ? "only the peer's side failed" : 'failed'
      this.#passed += second.passed
      this.#unsteady.push(`unsteady: ${unit.name}: ${whose} the first time (${first.trouble}), passed when it ran once more, alone`)
    } else if (first.verdict === second.verdict) this.#settle(unit.name, second, `twice: ${second.trouble}`)
    else {
      // One of the two is a failure of ours, and no attempt passed.
      this.#settle(unit.name, first.verdict === 'failed' ? first : second, `twice: ${first.trouble}; then: ${second.trouble}`)
    }
  }

  #settle(name: string, seen: Seen, trouble: string): void {
    this.#passed += seen.passed
    this.#failed += seen.failed
    if (seen.verdict === 'peer') this.#peer.push(`peer: ${name}: only the peer's side failed, ${trouble}`)
    else this.#bad.push(`failed: ${name}: ${trouble}`)
  }

  async #attempt(unit: Unit, number: 1 | 2): Promise<Seen> {
    const { time, say } = this.#options
    const startedMs = time.nowMs()
    const abort = new AbortController()
    const seen: Seen = { passed: 0, failed: 0, trouble: '', verdict: 'passed' }
    const tell = (mark: Mark, line: string): void => {
      // What comes late belongs to no attempt.
      if (abort.signal.aborted) return
      if (mark === 'ok') seen.passed++
      if (mark === 'FAIL') seen.failed++
      if (mark === 'FAIL' || (mark === 'peer' && seen.verdict === 'passed')) {
        if (seen.verdict !== 'failed') seen.trouble = (line.split('\n')[0] ?? '').replaceAll(/\s+/g, ' ').trim()
        seen.verdict = mark === 'FAIL' ? 'failed' : 'peer'
      }
      say(`${mark.padEnd(4)} ${line}`)
    }
    const count = (passed: number, failed: number): void => {
      if (abort.signal.aborted) return
      seen.passed += passed
      seen.failed += failed
      if (failed > 0 && seen.verdict !== 'failed') Object.assign(seen, { verdict: 'failed', trouble: `${failed} failed` })
    }
    const done = unit.run({ number, signal: abort.signal, tell, count }).catch((error: unknown) => {
      tell('FAIL', `${unit.name.padEnd(22)} ${error instanceof Error ? error.stack : String(error)}`)
    })
    const cut = await this.#within(done, unit.limitMs)
    if (cut !== undefined) {
      tell('FAIL', `${unit.name.padEnd(22)} ${cut}`)
      abort.abort()
      await this.#within(done, graceMs, true)
    } else if (seen.passed + seen.failed === 0 && seen.verdict === 'passed') tell('FAIL', `${unit.name.padEnd(22)} it checked nothing`)
    say(`     ${unit.name} took ${((time.nowMs() - startedMs) / 1000).toFixed(1)} s`)
    return seen
  }

  /** Undefined when it was done in time, else why it was not. The run's own end counts unless it is past already. */
  async #within(done: Promise<void>, limitMs: number, isPast: boolean = false): Promise<string | undefined> {
    const leftMs = isPast ? Infinity : this.#leftMs()
    const why = limitMs <= leftMs ? `not done after ${seconds(limitMs)}` : `not done when the ${seconds(this.#options.budgetMs)} of this run were used up`
    let cancel = (): void => {}
    const late = new Promise<string>((resolve) => (cancel = this.#options.time.after(Math.min(limitMs, leftMs), () => resolve(why))))
    const cut = await Promise.race([done.then(() => undefined), late])
    cancel()
    return cut
  }
}
