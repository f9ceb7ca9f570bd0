/** Runs a client that is no program of ours, and measures its process from outside, its start included. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Outcome {
  readonly output: string
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

/** Ticks and peak memory of a live process, from /proc; nothing where there is none. */
function look(pid: number): { cpuSeconds: number; peakMegabytes: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    // A process that ended but was not waited for has no memory any more.
    return peak === undefined ? undefined : { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100, peakMegabytes: Number(peak) / 1024 }
  } catch {
    return undefined
  }
}

/** @throws Error with what it printed when it does not end well. */
export async function runProgram(command: string, args: readonly string[]): Promise<Outcome> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = { cpuSeconds: Number.NaN, peakMegabytes: Number.NaN }
  const watch = setInterval(() => (last = look(child.pid!) ?? last), 50)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => clearInterval(watch))
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}: ${output}`)
  return { output: output.trim(), ...last }
}
