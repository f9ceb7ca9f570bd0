/**
 * `npm run sim -- <seed>`: simulated stories, longer than those of `npm test`. Without a seed: one after the other from a
 * random one, for `--seconds N` (default 60). A failure prints its seed and ends with code 1; the seed brings it back.
 */
import { ReplicatedPartition } from '../packages/broker/src/testing/replicated-partition.ts'
import { sentAgainStory } from '../packages/broker/src/testing/sent-again-story.ts'
import { emptiedLogsStory } from '../packages/testing/src/testing/emptied-logs-story.ts'
import { oneBrokerStory } from '../packages/testing/src/testing/one-broker-story.ts'

const args = process.argv.slice(2)
const option = (name: string, fallback: number): number => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : fallback)
const seconds = option('--seconds', 60)
const crashes = option('--crashes', 12)
const given = args.find((arg, at) => !arg.startsWith('--') && !(args[at - 1] ?? '').startsWith('--'))

async function run(seed: string, say: (line: string) => void): Promise<void> {
  try {
    const { acknowledged, kills, powerLosses, simulatedMs, traceHash } = await oneBrokerStory(seed, { crashes, say })
    const seen = `${acknowledged} records acknowledged, ${kills} kills, ${powerLosses} power losses`
    const emptied = await emptiedLogsStory(seed, { crashes, say })
    const replicated = await ReplicatedPartition.play(seed, 600, { say })
    const again = await sentAgainStory(seed, crashes)
    console.log(`ok   seed ${seed}: ${seen}, ${(simulatedMs / 1000).toFixed(1)} s simulated, trace ${traceHash}; ` +
      `${emptied.foundEmpty} empty partitions after ${emptied.stops} stops, ${emptied.kills} kills, ${emptied.powerLosses} power losses; ` +
      `${replicated.acknowledged.size} records acknowledged by three replicas; ` +
      `${again.unanswered} unanswered batches sent again after ${again.stop} stops, ${again.kill} kills, ${again.power} power losses`)
  } catch (error) {
    console.log(`FAIL seed ${seed}: ${error instanceof Error ? error.stack : String(error)}\nagain: npm run sim -- ${seed} --crashes ${crashes}`)
    process.exit(1)
  }
}

if (given !== undefined) await run(given, (line) => console.log(`     ${line}`))
else {
  const end = Date.now() + seconds * 1000
  for (let seed = Math.floor(Math.random() * 0x7fffffff); Date.now() < end; seed++) await run(String(seed), () => {})
}
