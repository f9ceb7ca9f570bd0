/**
 * Our client against brokers: its own suites (`tests/client`), each a program that starts its broker and prints a line a
 * scenario. Two run at a time.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../peers.ts'
import type { Report, Suite } from '../suites.ts'

interface Program {
  /** A file of `tests/client`. */
  readonly file: string
  readonly broker?: string
}

/** Lines of a program: `ok`, `-` and `FAILED`, with what follows a failure up to the next of them. */
function runProgram({ file, broker }: Program, report: Report): Promise<void> {
  const label = broker === undefined ? file : `${file} ${broker}`
  const args = ['--conditions=@odradek/source', join(root, 'tests/client', `${file}.ts`), ...(broker === undefined ? [] : ['--broker', broker])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: root })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => child.once('exit', (code) => {
    let told = 0
    let failures = 0
    for (const block of output.split(/^(?=ok {6}|FAILED {2}|- {7}|all well$|\d+ failed$)/m)) {
      const [line = '', ...details] = block.trimEnd().split('\n')
      if (line.startsWith('ok ')) report(true, `${label}: ${line.slice(8)}`)
      else if (line.startsWith('FAILED ')) report(false, `${label}: ${line.slice(8)}\n${details.join('\n')}`)
      else if (line.startsWith('- ')) console.log(`-    ${label}: ${line.slice(8)}`)
      else continue
      told++
      if (line.startsWith('FAILED ')) failures++
    }
    if (told === 0 || (code !== 0 && failures === 0)) report(false, `${label} ended with ${code}:\n${output.slice(-3000)}`)
    resolve()
  }))
}

function suite(name: string, everyday: boolean, programs: readonly Program[]): Suite {
  return {
    name,
    everyday,
    async run(report) {
      const left = [...programs]
      const worker = async (): Promise<void> => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) await runProgram(next, report)
      }
      await Promise.all([worker(), worker()])
    },
  }
}

export const clientSuites: readonly Suite[] = [
  suite('client', true, [
    { file: 'consumer-suite', broker: 'kafka-4.3.1' }, { file: 'consumer-suite', broker: 'odradek' },
    { file: 'fault-suite', broker: 'odradek' }, { file: 'fault-suite', broker: 'kafka-4.3.1' },
    { file: 'java-suite', broker: 'odradek' }, { file: 'java-suite', broker: 'kafka-4.3.1' }, { file: 'security-suite' },
    { file: 'admin-suite', broker: 'odradek' }, { file: 'admin-suite', broker: 'kafka-4.3.1' },
    { file: 'examples-suite' },
  ]),
  suite('client-3.9.2', false, [
    { file: 'consumer-suite', broker: 'kafka-3.9.2' }, { file: 'fault-suite', broker: 'kafka-3.9.2' }, { file: 'java-suite', broker: 'kafka-3.9.2' },
    { file: 'admin-suite', broker: 'kafka-3.9.2' },
  ]),
  suite('reactive', true, [{ file: 'rx-suite', broker: 'kafka-4.3.1' }, { file: 'rx-suite', broker: 'odradek' }, { file: 'reactor-behaviours' }]),
  suite('reactive-3.9.2', false, [{ file: 'rx-suite', broker: 'kafka-3.9.2' }]),
  suite('client-cluster', false, [{ file: 'consumer-cluster-suite' }]),
]
