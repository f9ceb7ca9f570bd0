/**
 * Our client against brokers: its own suites (`tests/client`), each a program that starts its broker and prints a line a
 * scenario. Two run at a time.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { endTree } from '../../runner/processes.ts'
import { root } from '../peers.ts'
import type { Report, Suite } from '../suites.ts'

interface Program {
  /** A file of `tests/client`. */
  readonly file: string
  readonly broker?: string
}

/** Lines of a program: `ok`, `-` and `FAILED`, with what follows a failure up to the next of them. */
function runProgram({ file, broker }: Program, report: Report, signal?: AbortSignal): Promise<void> {
  const args = ['--conditions=@odradek/source', join(root, 'tests/client', `${file}.ts`), ...(broker === undefined ? [] : ['--broker', broker])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: root })
  const aborted = (): void => endTree(child.pid ?? -1)
  signal?.addEventListener('abort', aborted)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => child.once('exit', (code) => {
    signal?.removeEventListener('abort', aborted)
    let told = 0
    let failures = 0
    for (const block of output.split(/^(?=ok {6}|FAILED {2}|- {7}|all well$|\d+ failed$)/m)) {
      const [line = '', ...details] = block.trimEnd().split('\n')
      if (line.startsWith('ok ')) report(true, line.slice(8))
      else if (line.startsWith('FAILED ')) report(false, `${line.slice(8)}\n${details.join('\n')}`)
      else if (line.startsWith('- ')) console.log(`-    ${file}: ${line.slice(8)}`)
      else continue
      told++
      if (line.startsWith('FAILED ')) failures++
    }
    if (told === 0 || (code !== 0 && failures === 0)) report(false, `ended with ${code}:\n${output.slice(-3000)}`)
    resolve()
  }))
}

/** One suite for each program, so that one which fails is run once more without the others. */
function group(name: string, everyday: boolean, programs: readonly Program[]): readonly Suite[] {
  return programs.map((program) => ({
    name: `${name}: ${program.file}${program.broker === undefined ? '' : ` ${program.broker}`}`,
    group: name,
    everyday,
    run: (report, signal) => runProgram(program, report, signal),
  }))
}

export const clientSuites: readonly Suite[] = [
  ...group('client', true, [
    { file: 'consumer-suite', broker: 'kafka-4.3.1' }, { file: 'consumer-suite', broker: 'odradek' },
    { file: 'fault-suite', broker: 'odradek' }, { file: 'fault-suite', broker: 'kafka-4.3.1' },
    { file: 'java-suite', broker: 'odradek' }, { file: 'java-suite', broker: 'kafka-4.3.1' }, { file: 'security-suite' },
    { file: 'admin-suite', broker: 'odradek' }, { file: 'admin-suite', broker: 'kafka-4.3.1' },
    { file: 'examples-suite' },
  ]),
  ...group('client-3.9.2', false, [
    { file: 'consumer-suite', broker: 'kafka-3.9.2' }, { file: 'fault-suite', broker: 'kafka-3.9.2' }, { file: 'java-suite', broker: 'kafka-3.9.2' },
    { file: 'admin-suite', broker: 'kafka-3.9.2' },
  ]),
  ...group('reactive', true, [{ file: 'rx-suite', broker: 'kafka-4.3.1' }, { file: 'rx-suite', broker: 'odradek' }, { file: 'reactor-behaviours' }]),
  ...group('reactive-3.9.2', false, [{ file: 'rx-suite', broker: 'kafka-3.9.2' }]),
  ...group('client-cluster', false, [{ file: 'consumer-cluster-suite' }]),
]
