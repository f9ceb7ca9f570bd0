/**
 * `npm run test:interop`: other people's clients and tools against our broker, the same scenario against Apache Kafka,
 * and a table: client, step, same or different. Peers are brought by the suite itself. What fails runs once more, alone
 * (`../runner/attempts.ts`). Ends with a line `N passed, N failed`.
 *
 *   --matrix         every client and suite, not only those of every day
 *   --only name,...  these clients, suites or groups of suites
 *   --timings        how long each step took on both sides
 *   --print          what was seen
 *   --kafka-alone    the client programs twice against Apache Kafka instead: a program must print the same both times
 *   --seconds N      what is not done after so long has failed (1,500; with --matrix 5,400)
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { realTime, Runner } from '../runner/attempts.ts'
import { endDescendants } from '../runner/processes.ts'
import { apacheKafka, odradekBroker } from './brokers.ts'
import { clientUnit } from './client-unit.ts'
import { type Client, clients } from './clients.ts'
import { root } from './peers.ts'
import type { ClientProgram } from './scenario.ts'
import { inGroups, suites, suiteUnit } from './suites.ts'

const { values: options } = parseArgs({
  options: {
    matrix: { type: 'boolean', default: false }, only: { type: 'string' }, timings: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false }, 'kafka-alone': { type: 'boolean', default: false }, seconds: { type: 'string' },
  },
})
const alone = options['kafka-alone']
const only = options.only?.split(',')
const budgetMs = Number(options.seconds ?? (options.matrix ? 5400 : 1500)) * 1000

const say = (line: string): void => console.log(line)

function wanted({ name, group, everyday }: { readonly name: string; readonly group?: string; readonly everyday: boolean }): boolean {
  return only === undefined ? options.matrix || everyday : only.includes(name) || (group !== undefined && only.includes(group))
}

function unknownNames(): readonly string[] {
  const known = new Set([...clients, ...suites].flatMap(({ name, group }: { name: string; group?: string }) => [name, group ?? name]))
  return (only ?? []).filter((name) => !known.has(name))
}

/** The programs are prepared one after the other (pip, Maven and Go share caches) while scenarios already run. */
function preparedInOrder(chosen: readonly Client[]): (client: Client) => Promise<ClientProgram> {
  let before: Promise<unknown> = Promise.resolve()
  const programs = new Map(chosen.map((client) => {
    const program = before.then(() => client.prepare())
    before = program.catch(() => {})
    return [client, program]
  }))
  return (client) => programs.get(client) ?? client.prepare()
}

async function runClients(runner: Runner): Promise<void> {
  const chosen = clients.filter(wanted)
  if (chosen.length === 0) return
  const theirs = await apacheKafka('4.3.1', { proxied: true })
  const ours = alone ? theirs : await odradekBroker({ proxied: true, overrides: { 'broker.id': '1' } })
  const prepared = preparedInOrder(chosen)
  try {
    await Promise.all([...new Set([ours, theirs])].map((broker) => broker.start()))
    await runner.run(chosen.map((client) => clientUnit(client.name, (attempt) => (attempt === 1 ? prepared(client) : client.prepare()), { ours, theirs }, { ...options, alone, say })))
  } finally {
    await Promise.all([...new Set([ours, theirs])].map((broker) => broker.dispose()))
  }
}

/** What is random in a suite comes from here: the second attempt does the same as the first. */
process.env['SEED'] ??= String(Math.floor(Math.random() * 0x7fffffff))
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
  process.once(signal, () => {
    endDescendants()
    process.exit(code)
  })
}

const runner = new Runner({ budgetMs, time: realTime, say })
console.log(`seed ${process.env['SEED']}`)
for (const name of unknownNames()) runner.fail(name, 'no client, suite or group has this name')
const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--cli'], { cwd: root, encoding: 'utf8' })
if (build.status !== 0) runner.fail('the bundle', `not built\n${build.stdout}${build.stderr}`)
else {
  await runClients(runner).catch((error: unknown) => runner.fail('the clients', error instanceof Error ? error.stack ?? error.message : String(error)))
  for (const list of inGroups(alone ? [] : suites.filter(wanted))) await runner.run(list.map(suiteUnit), list.length > 1 ? 2 : 1)
}
const green = runner.close()
endDescendants()
process.exit(green ? 0 : 1)
