/**
 * Runs a client program of any language through one scenario against a broker, and compares transcripts.
 *
 * A program is called with `<bootstrap> <prefix>`: the prefix keeps its topics and groups apart. It prints one JSON
 * object a line: `{"step": "...", ...what it saw}`; a value that differs from run to run (times, ids) stays out. What holds
 * for our broker alone stands under `demanded` (names that must be `true` there), and what is only worth knowing under
 * `counted`: neither is compared. It may print `{"ask": ...}` and then waits for a line on its standard input: `kill-and-restart` (SIGKILL of the broker, and up
 * again), `cut-connections` (all of them, at once), `lose-answers` (for half a second requests reach the broker and nothing
 * comes back; then the connections are cut). Anything else that it prints is ignored. It ends with code 0 when it came
 * through.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { endTree } from '../runner/processes.ts'
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
  /** What is compared. */
  readonly result: string
  /** What does not hold of what our broker has to keep. */
  readonly broken: readonly string[]
  /** What is shown and not compared. */
  readonly counted: string | undefined
  /** Milliseconds since the step before. */
  readonly ms: number
}

export interface Transcript {
  readonly steps: readonly Step[]
  /** Undefined when the program came through. */
  readonly failure: string | undefined
}

/** Answers a transcript whatever happens; when the signal is aborted the program ends with all that it has started. */
export async function runScenario(program: ClientProgram, broker: TestBroker, prefix: string, signal?: AbortSignal): Promise<Transcript> {
  const child = spawn(program.command, [...program.args, broker.bootstrap, prefix], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...program.env },
  })
  const steps: Step[] = []
  let errors = ''
  let stopped: string | undefined
  const stop = (why: string): void => {
    stopped ??= why
    if (child.pid !== undefined) endTree(child.pid)
  }
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-6000)))
  child.stdin.on('error', () => {})
  const limitMs = program.timeoutMs ?? 120_000
  const timer = setTimeout(() => stop(`timed out after ${limitMs / 1000} s`), limitMs)
  const aborted = (): void => stop('cut off')
  signal?.addEventListener('abort', aborted)
  const exited = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, name) => resolve(code ?? name))
    child.once('error', (error) => resolve(String(error)))
  })
  let before = Date.now()
  for await (const line of createInterface({ input: child.stdout })) {
    const parsed = parse(line)
    if (typeof parsed?.['ask'] === 'string') {
      await answer(parsed['ask'], broker).then(
        () => child.stdin.write('done\n'),
        (error: unknown) => stop(`asked for ${String(parsed['ask'])}: ${String(error)}`),
      )
    } else if (typeof parsed?.['step'] === 'string') {
      const now = Date.now()
      steps.push(stepOf(parsed, now - before))
      before = now
    }
  }
  const code = await exited
  clearTimeout(timer)
  signal?.removeEventListener('abort', aborted)
  const said = errors.trim().split('\n').slice(-12).join('\n')
  const failure = stopped !== undefined ? `${stopped}${said === '' ? '' : `: ${said}`}` : code === 0 ? undefined : `ended with code ${code}: ${said}`
  return { steps, failure }
}

function stepOf(parsed: Readonly<Record<string, unknown>>, ms: number): Step {
  const { step, demanded = {}, counted, ...rest } = parsed
  const broken = Object.entries(demanded as Record<string, unknown>).filter(([, holds]) => holds !== true).map(([name]) => name)
  return { step: String(step), result: JSON.stringify(rest), broken, counted: counted === undefined ? undefined : JSON.stringify(counted), ms }
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
