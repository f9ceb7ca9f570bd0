/**
 * `npm run test:interop`: other people's clients and tools against our broker, the same scenario against Apache Kafka,
 * and a table: client, step, same or different. Peers are brought by the suite itself. `--matrix` runs every client and
 * suite, `--only name,...` some, `--timings` shows how long each step took on both sides, `--print` what it saw,
 * `--kafka-alone` runs the client
 * programs twice against Apache Kafka instead (a program must print the same both times). Ends with a line
 * `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { apacheKafka, odradekBroker, type TestBroker } from './brokers.ts'
import { clients } from './clients.ts'
import { knownDifference } from './differences.ts'
import { root } from './peers.ts'
import { type ClientProgram, type Comparison, compare, runScenario, type Transcript } from './scenario.ts'
import { suites } from './suites.ts'

const args = process.argv.slice(2)
const matrix = args.includes('--matrix')
const timings = args.includes('--timings')
const full = args.includes('--print')
const alone = args.includes('--kafka-alone')
const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '').split(',') : undefined
const wanted = (name: string, everyday: boolean): boolean => (only === undefined ? matrix || everyday : only.includes(name))

let passed = 0
let failed = 0
function count(ok: boolean, line: string): void {
  if (ok) passed++
  else failed++
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${line}`)
}

/** The text from a little before the first character that differs. */
function aroundDifference(text: string, other: string): string {
  let at = 0
  while (at < text.length && text[at] === other[at]) at++
  return `${at > 120 ? '…' : ''}${text.slice(Math.max(0, at - 120), at + 600)}`
}

const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--cli'], { cwd: root, encoding: 'utf8' })
if (build.status !== 0) {
  console.log(`the bundle was not built:\n${build.stdout}${build.stderr}\n0 passed, 1 failed`)
  process.exit(1)
}

const chosen = clients.filter((client) => wanted(client.name, client.everyday))
const names = ['ours', 'theirs'] as const

function show(row: Comparison): void {
  const known = knownDifference(row.client, row.step)
  const times = timings ? `  ${names[0]} ${row.oursMs} ms, ${names[1]} ${row.theirsMs} ms` : ''
  const label = `${row.client.padEnd(22)} ${row.step.padEnd(40)}`
  if (known !== undefined && !alone) {
    count(!row.same, `${label} ${row.same ? 'same, although listed in differences.ts' : `known: ${known.reason}`}${times}`)
    return
  }
  count(row.same, `${label} ${row.same ? 'same' : 'different'}${times}`)
  if (full && row.same) console.log(`       ${row.ours.slice(0, 400)}`)
  if (!row.same) console.log(`       ours:   ${aroundDifference(row.ours, row.theirs)}\n       theirs: ${aroundDifference(row.theirs, row.ours)}`)
}

/** One after the other against Apache Kafka alone; otherwise both sides at the same time. */
async function bothSides(program: ClientProgram, name: string, a: TestBroker, b: TestBroker): Promise<readonly [Transcript, Transcript]> {
  if (alone) return [await runScenario(program, b, `${name}-1-`), await runScenario(program, b, `${name}-2-`)]
  return Promise.all([runScenario(program, a, `${name}-1-`), runScenario(program, b, `${name}-1-`)])
}

async function runClients(): Promise<void> {
  if (chosen.length === 0) return
  const theirs = await apacheKafka('4.3.1', { proxied: true })
  const ours = alone ? theirs : await odradekBroker({ proxied: true, overrides: { 'broker.id': '1' } })
  // The programs are prepared one after the other (pip, Maven and Go share caches) while scenarios already run.
  let ready: Promise<unknown> = Promise.resolve()
  const programs = chosen.map((client) => {
    const program = ready.then(() => client.prepare())
    ready = program.catch(() => {})
    return program
  })
  for (const program of programs) program.catch(() => {})
  try {
    await Promise.all(alone ? [theirs.start()] : [ours.start(), theirs.start()])
    for (const [index, client] of chosen.entries()) {
      const started = Date.now()
      const failedBefore = failed
      try {
        const program = await programs[index]
        if (program === undefined) continue
        const [a, b] = await bothSides(program, client.name, ours, theirs)
        for (const row of compare(client.name, a, b)) show(row)
      } catch (error) {
        count(false, `${client.name.padEnd(22)} ${error instanceof Error ? error.message : String(error)}`)
      }
      console.log(`     ${client.name} took ${((Date.now() - started) / 1000).toFixed(1)} s`)
      if (failed > failedBefore) console.log(`last lines of ${ours.name}:\n${ours.output()}`)
      // A program that stopped half way may have left its broker down.
      for (const broker of new Set([ours, theirs])) if (broker.pid() < 0) await broker.start()
    }
  } finally {
    await Promise.all([...new Set([ours, theirs])].map((broker) => broker.dispose()))
  }
}

await runClients()

for (const suite of alone ? [] : suites.filter((candidate) => wanted(candidate.name, candidate.everyday))) {
  const started = Date.now()
  try {
    await suite.run((ok, line) => count(ok, `${suite.name.padEnd(22)} ${line}`))
  } catch (error) {
    count(false, `${suite.name.padEnd(22)} ${error instanceof Error ? error.stack : String(error)}`)
  }
  console.log(`     ${suite.name} took ${((Date.now() - started) / 1000).toFixed(1)} s`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
