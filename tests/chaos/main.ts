/**
 * `npm run chaos`: one broker through kills, stops and suspensions under load (`run.ts`, `README.md`). `--cycles N` (40),
 * `--seed N` (printed; everything random comes from it), `--broker ours` or `kafka-4.3.1` (whose faults are counted, not
 * demanded away), `--keep` keeps the data directory, `--go-on` does not end at the first fault, `--topics name,...` takes only
 * these. Ends with a line `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../interop/peers.ts'
import { endDescendants } from '../runner/processes.ts'
import { type ChaosBroker, chaos, everyWriter } from './suite.ts'
import { topics } from './topics.ts'
import { seeded } from './seeded.ts'

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '40' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 0x7fffffff)) },
    broker: { type: 'string', default: 'ours' },
    keep: { type: 'boolean', default: false },
    topics: { type: 'string', default: topics.map(({ name }) => name).join(',') },
    'go-on': { type: 'boolean', default: false },
  },
})
const [cycles, seed] = [Number(values.cycles), Number(values.seed)]
const chosen = topics.filter(({ name }) => values.topics.split(',').includes(name))
if (!(chosen.length > 0 && Number.isInteger(cycles) && cycles > 0 && Number.isInteger(seed)) || !['ours', 'kafka-4.3.1'].includes(values.broker)) {
  console.log('usage: npm run chaos -- [--cycles N] [--seed N] [--broker ours|kafka-4.3.1] [--keep] [--go-on] [--topics name,...]')
  process.exit(2)
}

for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
  process.once(signal, () => {
    endDescendants()
    process.exit(code)
  })
}
const build = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--cli'], { cwd: root, encoding: 'utf8' })
if (build.status !== 0) {
  console.log(`the bundle was not built:\n${build.stdout}${build.stderr}\n0 passed, 1 failed`)
  process.exit(1)
}

let passed = 0
let failed = 0
console.log(`${cycles} cycles, seed ${seed}, broker ${values.broker}`)
await chaos({
  broker: values.broker as ChaosBroker,
  keep: values.keep,
  random: seeded(seed),
  plan: {
    topics: chosen, cycles, runMs: [2000, 6000], suspendMostMs: 15_000, readEvery: 10, writers: everyWriter, members: ['librdkafka', 'odradek', 'librdkafka'], roundMs: 40,
    stopsAtFault: values.broker === 'ours' && !values['go-on'],
  },
}, (ok, line) => {
  if (ok) passed++
  else failed++
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${line}`)
})
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
