/** A client's scenario as a unit of the run: against our broker and Apache Kafka at the same time, or one after the other. */
import type { Attempt, Unit } from '../runner/attempts.ts'
import type { TestBroker } from './brokers.ts'
import { compare, type CompareOptions } from './compare.ts'
import { type ClientProgram, runScenario, type Transcript } from './scenario.ts'

export interface Sides {
  /** The same broker as `theirs` where Apache Kafka is compared with itself. */
  readonly ours: TestBroker
  readonly theirs: TestBroker
}

export interface ClientOptions extends CompareOptions {
  say(lines: string): void
}

/** Long enough to bring what the program needs to a machine that has nothing. */
const limitMs = 600_000

async function bothSides(program: ClientProgram, name: string, { ours, theirs }: Sides, { number, signal }: Attempt): Promise<readonly [Transcript, Transcript]> {
  const prefix = (n: number): string => `${name}-${n}-`
  if (ours === theirs) {
    const first = await runScenario(program, theirs, prefix(number * 2 - 1), signal)
    return [first, await runScenario(program, theirs, prefix(number * 2), signal)]
  }
  const [a, b] = [(): Promise<Transcript> => runScenario(program, ours, prefix(number), signal), (): Promise<Transcript> => runScenario(program, theirs, prefix(number), signal)]
  // Alone means alone: not even the other side beside it.
  return number === 1 ? Promise.all([a(), b()]) : [await a(), await b()]
}

/** `prepare` is called for each attempt: what could not be brought once may come the second time. */
export function clientUnit(name: string, prepare: (attempt: 1 | 2) => Promise<ClientProgram>, sides: Sides, options: ClientOptions): Unit {
  const brokers = [...new Set([sides.ours, sides.theirs])]
  return {
    name,
    limitMs,
    async run(attempt) {
      // A program that stopped half way may have left its broker down.
      for (const broker of brokers) if (broker.pid() < 0) await broker.start()
      const program = await prepare(attempt.number)
      const [ours, theirs] = await bothSides(program, name, sides, attempt)
      const rows = compare(name, ours, theirs, options)
      for (const { mark, line } of rows) attempt.tell(mark, line)
      const marks = new Set(rows.map(({ mark }) => mark))
      if (marks.has('FAIL')) options.say(`last lines of ${sides.ours.name}:\n${sides.ours.output()}`)
      if (marks.has('FAIL') || marks.has('peer')) options.say(`last lines of ${sides.theirs.name}:\n${sides.theirs.output()}`)
    },
  }
}
