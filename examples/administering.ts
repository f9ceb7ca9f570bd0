/** What the guide to the admin shows. KAFKA names the broker. */
// #region setup
import { AdminError, createKafka } from '@odradek/client'

const kafka = createKafka({ brokers: process.env['KAFKA'] ?? '127.0.0.1:9092' })
const admin = kafka.admin()
// #endregion

async function create(): Promise<void> {
  // #region create
  const topics = await admin.createTopics([
    { name: 'parcels', partitions: 3, configs: { 'retention.ms': 86_400_000 } },
    { name: 'letters', partitions: 1 },
  ], { ifNotExists: true })
  for (const { name, partitions, existed, differences } of topics) {
    console.log(`${name}: ${partitions} partition(s), ${existed ? `was there; ${differences.join('; ')}` : 'made now'}`)
  }
  // #endregion
}

async function many(): Promise<void> {
  // #region many
  try {
    await admin.createTopics([{ name: 'stamps' }, { name: 'letters' }, { name: 'post cards' }])
  } catch (error) {
    if (!(error instanceof AdminError)) throw error
    for (const { name, error: failure, mayBeDone } of error.results) {
      console.log(`${name}: ${failure === undefined ? 'done' : mayBeDone ? 'nobody knows' : failure.code}`)
    }
  }
  // #endregion
}

async function configure(): Promise<void> {
  // #region configure
  const parcels = { type: 'topic', name: 'parcels' } as const
  await admin.alterConfigs(parcels, { set: { 'retention.ms': 3_600_000 }, delete: ['cleanup.policy'] })
  await admin.createPartitions({ parcels: 6 })
  const [retention] = await admin.describeConfigs(parcels, { keys: ['retention.ms'] })
  console.log(`retention.ms=${retention?.value} (${retention?.source})`)
  // #endregion
}

async function groups(): Promise<void> {
  // #region groups
  const at = { topic: 'letters', partition: 0 }
  const [end] = await admin.listOffsets([{ ...at, at: 'latest' }])
  await admin.setGroupOffsets('sorting', [{ ...at, offset: end!.offset }])
  const { type, state, members } = await admin.describeGroup('sorting')
  console.log(`sorting: ${type}, ${state}, ${members.length} members`)
  console.log(await admin.deleteGroups(['sorting', 'never-was'], { ifExists: true }))
  // #endregion
}

async function tidy(): Promise<void> {
  // #region tidy
  console.log(await admin.deleteTopics(['parcels', 'letters', 'stamps', 'never-was'], { ifExists: true, timeoutMs: 10_000 }))
  await admin.close()
  // #endregion
}

await create()
await many()
await configure()
await groups()
await tidy()
