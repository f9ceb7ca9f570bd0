/**
 * Runs a client program of any language through one scenario against a broker, and compares transcripts.
 *
 * A program is called with `<bootstrap> <prefix>`: the prefix keeps its topics and groups apart. It prints one JSON
 * object a line: `{"step": "...", ...what it saw}`; a value that differs from run to run (times, ids) stays out. It may
 * print `{"ask": ...}` and then waits for a line on its standard input: `kill-and-restart` (SIGKILL of the broker, and up
 * again), `cut-connections` (all of them, at once), `lose-answers` (for half a second requests reach the broker and nothing
 * comes back; then the connections are cut). Anything else that it prints is ignored. It ends with code 0 when it came
 * through.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TestBroker } from './brokers.ts'

export interface ClientProgram {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

export interface Step {
  readonly step: string
  readonly result: string
  /** Milliseconds since the step before. */
  readonly ms: number
}

export interface Transcript {
  readonly steps: readonly Step[]
  /** Undefined when the program came through. */
  readonly failure: string | undefined
}

export async function runScenario(program: ClientProgram, broker: TestBroker, prefix: string): Promise<Transcript> {
  const child = spawn(program.command, [...program.args, broker.bootstrap, prefix], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...program.env },
  })
  const steps: Step[] = []
  let errors = ''
  let timedOut = false
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-6000)))
  child.stdin.on('error', () => {})
  const timer = setTimeout(() => {
    timedOut = true
    child.kill('SIGKILL')
  }, program.timeoutMs ?? 120_000)
  let before = Date.now()
  const lines = createInterface({ input: child.stdout })
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  for await (const line of lines) {
    const parsed = parse(line)
    if (parsed === undefined) continue
    if (typeof parsed['ask'] === 'string') {
      await answer(parsed['ask'], broker)
      child.stdin.write('done\n')
    } else if (typeof parsed['step'] === 'string') {
      const { step, ...rest } = parsed
      const now = Date.now()
      steps.push({ step: String(step), result: JSON.stringify(rest), ms: now - before })
      before = now
    }
  }
  const code = await exited
  clearTimeout(timer)
  const failure = timedOut ? 'timed out' : code === 0 ? undefined : `ended with code ${code}: ${errors.trim().split('\n').slice(-12).join('\n')}`
  return { steps, failure }
}

async function answer(ask: string, broker: TestBroker): Promise<void> {
  if (ask === 'kill-and-restart') {
    await broker.kill()
    await broker.start()
  } else if (ask === 'cut-connections') broker.proxy?.cut()
  else if (ask === 'lose-answers') broker.proxy?.loseAnswers(500)
  else throw new Error(`no such thing to ask for: ${ask}`)
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}

export interface Comparison {
  readonly client: string
  readonly step: string
  readonly same: boolean
  readonly ours: string
  readonly theirs: string
  readonly oursMs: number
  readonly theirsMs: number
}

/** Step by step; a step that one side lacks is a difference. */
export function compare(client: string, ours: Transcript, theirs: Transcript): readonly Comparison[] {
  const rows: Comparison[] = []
  const count = Math.max(ours.steps.length, theirs.steps.length)
  for (let index = 0; index < count; index++) {
    const a = ours.steps[index]
    const b = theirs.steps[index]
    rows.push({
      client,
      step: a?.step ?? b?.step ?? '',
      same: a !== undefined && b !== undefined && a.step === b.step && a.result === b.result,
      ours: a === undefined ? '(missing)' : a.result,
      theirs: b === undefined ? '(missing)' : b.result,
      oursMs: a?.ms ?? 0,
      theirsMs: b?.ms ?? 0,
    })
  }
  const ended = { ours: ours.failure ?? 'came through', theirs: theirs.failure ?? 'came through' }
  rows.push({ client, step: 'end', same: ours.failure === undefined && theirs.failure === undefined, ...ended, oursMs: 0, theirsMs: 0 })
  return rows
}
