/**
 * Transactions are not served: a transactional producer of each client family is told so at once, with an error that it
 * hands to the application and does not retry. Why this error: docs/decisions/0020-refusing-transactions.md.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { odradekBroker } from '../brokers.ts'
import { goProgram, javaClasses, kafkaJars, pythonWith } from '../peers.ts'
import type { Report, Suite } from '../suites.ts'

const run = promisify(execFile)
const folder = join(import.meta.dirname, '../clients')
/** It takes some milliseconds; a client that retries needs far longer. */
const atOnceMs = 1000

interface Refusal {
  readonly refused: string
  readonly fatal: boolean
  readonly ms: number
}

async function programs(): Promise<readonly (readonly [name: string, command: string, args: readonly string[], expected: string])[]> {
  const java = await javaClasses('transactional', [join(folder, 'java/Transactional.java')], await kafkaJars('4.3.1'))
  return [
    ['java-4.3.1', 'java', ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=off', '-cp', java, 'Transactional'], 'TransactionalIdAuthorizationException'],
    ['confluent-kafka-python', await pythonWith(['confluent-kafka==2.16.0']), [join(folder, 'transactional.py')], 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'],
    ['franz-go', await goProgram(join(folder, 'franz-go'), 'franz-go-transactional', './transactional'), [], 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'],
    ['kafkajs', process.execPath, [join(folder, 'transactional.mjs')], 'KafkaJSGroupCoordinatorNotFound'],
  ]
}

async function refused(report: Report): Promise<void> {
  const broker = await odradekBroker()
  await broker.start()
  try {
    for (const [name, command, args, expected] of await programs()) {
      const { stdout } = await run(command, [...args, broker.bootstrap, `${name}-`], { timeout: 60_000 })
      const line = stdout.split('\n').find((candidate) => candidate.startsWith('{'))
      if (line === undefined) throw new Error(`${name} printed no answer: ${stdout}`)
      const seen = JSON.parse(line) as Refusal
      const ok = seen.refused === expected && seen.fatal && seen.ms < atOnceMs
      report(ok, `${name.padEnd(22)} ${seen.refused} after ${seen.ms} ms, ${seen.fatal ? 'final' : 'not final'}`)
    }
  } finally {
    await broker.dispose()
  }
}

export const transactionalProducer: Suite = { name: 'transactional-producer-is-refused', everyday: true, run: refused }
