/** The TypeScript of README.md does what it says: each block runs as a program of its own, against a broker in this process. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { startBroker, type TestBroker } from '@odradek/testing'

const root = join(import.meta.dirname, '..')
const blocks = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code ?? '')

let broker: TestBroker
let folder: string
before(async () => {
  broker = await startBroker({ topics: { orders: 1 } })
  // Inside the repository, so that the packages are found as from a program of its reader.
  mkdirSync(join(root, '.cache'), { recursive: true })
  folder = mkdtempSync(join(root, '.cache/readme-'))
})
after(async () => {
  await broker.close()
  rmSync(folder, { recursive: true, force: true })
})

async function run(code: string): Promise<void> {
  const path = join(folder, `${blocks.indexOf(code)}.ts`)
  writeFileSync(path, code.replaceAll('127.0.0.1:9092', broker.bootstrap))
  await import(pathToFileURL(path).href)
}

test('sending a record', async () => {
  const code = blocks.find((block) => block.includes('producer.send('))
  assert.ok(code)
  await run(code)
  const admin = broker.client().admin()
  const [end] = await admin.listOffsets([{ topic: 'orders', partition: 0, at: 'latest' }])
  await admin.close()
  assert.equal(end?.offset, 1)
})

test('the others', async () => {
  const others = blocks.filter((block) => !block.includes('producer.send('))
  assert.ok(others.length > 0)
  for (const code of others) await run(code)
})
