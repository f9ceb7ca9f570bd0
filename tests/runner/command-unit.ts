/**
 * A command as a unit of a run: its output goes through as it comes, its closing line `N passed, N failed` is counted, and its
 * lists `unsteady: ...`, `peer: ...` and `failed: ...` are kept for the end. Without a closing line its exit code is the one row.
 */
import { spawn } from 'node:child_process'
import type { Unit } from './attempts.ts'
import { endTree } from './processes.ts'

export interface Command {
  readonly name: string
  readonly limitMs: number
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** See Unit. */
  readonly once?: boolean
  /** Arguments of the second attempt, from the output of the first: what brings a failure back. */
  readonly again?: (output: string) => readonly string[] | undefined
}

export interface CommandOptions {
  write(chunk: Buffer): void
  note(line: string): void
}

interface Ended {
  readonly code: number | string | null
  readonly output: string
}

function run(command: Command, args: readonly string[], signal: AbortSignal, write: (chunk: Buffer) => void): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command.command, args, { cwd: command.cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const aborted = (): void => endTree(child.pid ?? -1)
    signal.addEventListener('abort', aborted)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        write(chunk)
        output = (output + chunk.toString()).slice(-1_000_000)
      })
    }
    child.once('error', (error) => resolve({ code: String(error), output }))
    child.once('close', (code, name) => {
      signal.removeEventListener('abort', aborted)
      resolve({ code: code ?? name, output })
    })
  })
}

export function commandUnit(command: Command, { write, note }: CommandOptions): Unit {
  let before = ''
  return {
    name: command.name,
    limitMs: command.limitMs,
    ...(command.once === undefined ? {} : { once: command.once }),
    async run({ number, signal, tell, count }) {
      const args = (number === 2 ? command.again?.(before) : undefined) ?? command.args
      const { code, output } = await run(command, args, signal, write)
      before = output
      for (const line of output.split('\n')) if (/^(?:unsteady|peer|failed): /.test(line)) note(line)
      const closing = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1)
      const [passed, failed] = [Number(closing?.[1] ?? 0), Number(closing?.[2] ?? 0)]
      count(passed, failed)
      if (code !== 0 && failed === 0) tell('FAIL', `${command.name.padEnd(22)} ended with ${code}`)
      else if (closing === undefined) tell('ok', `${command.name.padEnd(22)} ended well`)
    },
  }
}
