/**
 * `npm run test:interop`: other people's clients and tools against our broker, the same scenario against Apache Kafka,
 * and a table: client, step, same or different. Peers are brought by the suite itself. `--matrix` runs every client,
 * `--only name,...` some. Ends with a line `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { apacheKafka, odradekBroker, type TestBroker } from './brokers.ts'
import { clients } from './clients.ts'
import { root } from './peers.ts'
import { compare, runScenario } from './scenario.ts'
import { suites } from './suites.ts'

const args = process.argv.slice(2)
const matrix = args.includes('--matrix')
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

const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--bundle'], { cwd: root, encoding: 'utf8' })
if (build.status !== 0) {
  console.log(`the bundle was not built:\n${build.stdout}${build.stderr}\n0 passed, 1 failed`)
  process.exit(1)
}

const chosen = clients.filter((client) => wanted(client.name, client.everyday))
let ours: TestBroker | undefined
let theirs: TestBroker | undefined
try {
  if (chosen.length > 0) {
    ours = await odradekBroker()
    theirs = await apacheKafka()
    await Promise.all([ours.start(), theirs.start()])
  }
  for (const client of chosen) {
    if (ours === undefined || theirs === undefined) break
    const started = Date.now()
    try {
      const program = await client.prepare()
      const [a, b] = await Promise.all([
        runScenario(program, ours, `${client.name}-`),
        runScenario(program, theirs, `${client.name}-`),
      ])
      for (const row of compare(client.name, a, b)) {
        count(row.same, `${row.client.padEnd(22)} ${row.step.padEnd(40)} ${row.same ? 'same' : 'different'}`)
        if (!row.same) console.log(`       ours:   ${aroundDifference(row.ours, row.theirs)}\n       theirs: ${aroundDifference(row.theirs, row.ours)}`)
      }
    } catch (error) {
      count(false, `${client.name.padEnd(22)} ${error instanceof Error ? error.message : String(error)}`)
    }
    console.log(`     ${client.name} took ${((Date.now() - started) / 1000).toFixed(1)} s`)
  }
} finally {
  if (failed > 0 && ours !== undefined) console.log(`last lines of our broker:\n${ours.output()}`)
  await Promise.all([ours?.dispose(), theirs?.dispose()])
}

for (const suite of suites.filter((candidate) => wanted(candidate.name, candidate.everyday))) {
  try {
    await suite.run((ok, line) => count(ok, `${suite.name.padEnd(22)} ${line}`))
  } catch (error) {
    count(false, `${suite.name.padEnd(22)} ${error instanceof Error ? error.stack : String(error)}`)
  }
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
