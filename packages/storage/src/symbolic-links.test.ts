/** Files and folders that an operator moved to another disk, with a symbolic link where they were. */
import assert from 'node:assert/strict'
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { Log } from '@odradek/platform'
import { nodeFileSystem, nodeWorld } from '@odradek/platform/node'
import { readRecords } from '@odradek/protocol/internal'
import { inspectDirectory } from './adopt.ts'
import { defaultLogConfig } from './log-config.ts'
import { LogManager } from './log-manager.ts'
import { batchOf, readAll } from './testing/test-world.ts'

const RECORDS = 20

class Site {
  readonly scratch = mkdtempSync(join(tmpdir(), 'odradek-links-'))
  readonly data = join(this.scratch, 'data')
  readonly elsewhere = join(this.scratch, 'elsewhere')
  readonly lines: string[] = []
  config = { ...defaultLogConfig, segmentBytes: 160, indexIntervalBytes: 1, fileDeleteDelayMs: 0 }

  constructor() {
    mkdirSync(this.elsewhere)
  }

  open(): Promise<LogManager> {
    const note = (fields: object | string, message?: string): void => {
      this.lines.push(`${message} ${JSON.stringify(fields)}`)
    }
    const log: Log = { debug: () => {}, info: () => {}, warn: note, error: note }
    this.lines.length = 0
    return LogManager.open({
      world: { ...nodeWorld(), log }, directories: [this.data], brokerId: 1, clusterId: 'here',
      configFor: () => this.config,
      listener: { written: () => {}, directoryFailed: (path) => assert.fail(path) },
    })
  }

  async fill(...topics: string[]): Promise<void> {
    const manager = await this.open()
    for (const topic of topics) for (let i = 0; i < RECORDS; i++) append(manager, topic, i)
    await manager.close()
  }

  path(...names: string[]): string {
    return join(this.data, ...names)
  }

  /** Moves something out of the data directory and leaves a link. */
  move(path: string): string {
    const to = join(this.elsewhere, basename(path))
    renameSync(path, to)
    symlinkSync(to, path)
    return to
  }
}

function site(t: TestContext): Site {
  const made = new Site()
  t.after(() => rmSync(made.scratch, { recursive: true }))
  return made
}

function append(manager: LogManager, topic: string, value: number): unknown {
  const log = manager.create(topic, 0, 'AAAAAAAAAAAAAAAAAAAAAQ')
  if ('error' in log) return log.error
  const { error } = log.append(batchOf([`${value}`]), { leaderEpoch: 0, origin: 'client' })
  log.writePending()
  return error
}

function valuesOf(manager: LogManager, topic: string): number[] {
  return readRecords(readAll(manager.log(topic, 0)!)).map(({ value }) => Number(value!.toString()))
}

const aWhile = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5))

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** What a folder holds, by name and content. */
const contents = (folder: string): unknown[] => readdirSync(folder).toSorted().map((name) => {
  const path = join(folder, name)
  return [name, lstatSync(path).isFile() ? readFileSync(path).toString('hex') : 'no file']
})

test('files of a partition that are symbolic links are read, written and cut through them', async (t) => {
  const here = site(t)
  await here.fill('t')
  const files = readdirSync(here.path('t-0')).toSorted()
  const logs = files.filter((name) => name.endsWith('.log'))
  const others = files.filter((name) => /\.(index|timeindex|snapshot)$|^(leader-epoch-checkpoint|partition.metadata)$/.test(name))
  for (const name of [...others, logs[0]!, logs[3]!, logs.at(-1)!]) here.move(here.path('t-0', name))
  const second = await here.open()
  assert.deepEqual([here.lines, valuesOf(second, 't'), second.log('t', 0)!.logStartOffset], [[], numbers(RECORDS), 0])
  for (let i = RECORDS; i < 2 * RECORDS; i++) assert.equal(append(second, 't', i), undefined)
  await second.close()
  // A torn tail, after a stop that was not clean.
  const active = readdirSync(here.path('t-0')).filter((name) => name.endsWith('.log')).toSorted().at(-1)!
  const target = here.move(here.path('t-0', active))
  rmSync(here.path('.kafka_cleanshutdown'))
  rmSync(here.path('recovery-point-offset-checkpoint'))
  const size = lstatSync(target).size
  const file = nodeFileSystem().open(target, 'rw')
  file.writeSync(Buffer.from('torn'), 0, 4, size)
  file.closeSync()
  const third = await here.open()
  assert.deepEqual(valuesOf(third, 't'), numbers(2 * RECORDS))
  assert.equal(lstatSync(target).size, size)
  assert.ok(lstatSync(here.path('t-0', active)).isSymbolicLink())
  await third.close()
})

test('a link that leads nowhere is no order to drop anything: that partition is refused until it is mended', async (t) => {
  const here = site(t)
  await here.fill('t', 'fine')
  const names = readdirSync(here.path('t-0')).toSorted()
  const [first = ''] = names.filter((name) => name.endsWith('.log'))
  const last = names.filter((name) => name.endsWith('.log')).at(-1)!
  for (const name of [first, last, names.find((each) => each.endsWith('.snapshot'))!, 'partition.metadata']) {
    for (const to of name === first ? ['nothing', 'a folder', 'itself'] : ['nothing']) {
      const target = here.move(here.path('t-0', name))
      renameSync(target, `${target}.away`)
      if (to === 'a folder') mkdirSync(target)
      if (to === 'itself') symlinkSync(target, target)
      const before = contents(here.path('t-0'))
      const manager = await here.open()
      const said = here.lines.filter((line) => line.includes('not served') && line.includes(name))
      assert.equal(said.length, 1, here.lines.join('\n'))
      assert.equal(append(manager, 't', 1), 'KAFKA_STORAGE_ERROR')
      assert.deepEqual(valuesOf(manager, 'fine'), numbers(RECORDS))
      await manager.runRetention()
      await manager.close()
      assert.deepEqual(contents(here.path('t-0')), before)
      rmSync(target, { force: true, recursive: true })
      rmSync(here.path('t-0', name))
      renameSync(`${target}.away`, here.path('t-0', name))
      const after = await here.open()
      assert.deepEqual([valuesOf(after, 't'), after.log('t', 0)!.logStartOffset], [numbers(RECORDS), 0])
      await after.close()
    }
  }
})

test('files of a data directory that are links are read; one that leads nowhere is refused with a sentence', async (t) => {
  const here = site(t)
  await here.fill('t')
  const manager = await here.open()
  const log = manager.log('t', 0)!
  log.advanceHighWatermark(RECORDS)
  assert.deepEqual(await log.deleteRecordsBefore(11), { logStartOffset: 11 })
  await manager.close()
  for (const name of ['log-start-offset-checkpoint', 'meta.properties']) {
    const target = here.move(here.path(name))
    const second = await here.open()
    assert.deepEqual([here.lines, second.log('t', 0)!.logStartOffset], [[], 11])
    await second.close()
    rmSync(here.path(name))
    symlinkSync(`${target}.away`, here.path(name))
    await assert.rejects(here.open(), new RegExp(`cannot be used: .*${name}`))
    assert.ok(lstatSync(here.path(name)).isSymbolicLink())
    rmSync(here.path(name))
    renameSync(target, here.path(name))
  }
})

test('a partition folder that is a link is served; its deletion takes the link, and leaves what it leads to', async (t) => {
  const here = site(t)
  await here.fill('t', 'u')
  const target = here.move(here.path('t-0'))
  // A second name of a folder is none: of two logs in one folder each would write over the other.
  symlinkSync(target, here.path('zz-0'))
  symlinkSync(here.path('u-0'), here.path('inside-0'))
  const found = inspectDirectory(nodeFileSystem(), here.data)!.partitions
  assert.ok(found.some(({ topic, topicId }) => topic === 't' && topicId !== undefined))
  const manager = await here.open()
  assert.deepEqual(valuesOf(manager, 't'), numbers(RECORDS))
  assert.deepEqual([manager.log('zz', 0), manager.log('inside', 0)], [undefined, undefined])
  assert.equal(here.lines.filter((line) => line.includes('is not served')).length, 2, here.lines.join('\n'))
  for (let i = RECORDS; i < 2 * RECORDS; i++) assert.equal(append(manager, 't', i), undefined)
  await manager.close()
  const second = await here.open()
  assert.deepEqual(valuesOf(second, 't'), numbers(2 * RECORDS))
  const before = contents(target)
  second.delete('t', 0)
  while (readdirSync(here.data).some((name) => name.startsWith('t-0'))) await aWhile()
  assert.deepEqual(contents(target), before)
  await second.close()
})

test('deleting segments takes links alone; a folder on its way out that is a link goes at the next start', async (t) => {
  const here = site(t)
  await here.fill('t')
  const [first = ''] = readdirSync(here.path('t-0')).filter((name) => name.endsWith('.log')).toSorted()
  const target = here.move(here.path('t-0', first))
  const before = contents(here.elsewhere)
  symlinkSync(here.elsewhere, here.path('gone-0.0123456789abcdef0123456789abcdef-delete'))
  symlinkSync(join(here.elsewhere, 'nothing'), here.path('went-0.0123456789abcdef0123456789abcdef-delete'))
  here.config = { ...here.config, retentionBytes: 200 }
  const manager = await here.open()
  manager.log('t', 0)!.advanceHighWatermark(RECORDS)
  await manager.runRetention()
  const busy = (): boolean => readdirSync(here.data).some((name) => name.endsWith('-delete')) ||
    readdirSync(here.path('t-0')).some((name) => name.startsWith(first))
  while (busy()) await aWhile()
  assert.ok(manager.log('t', 0)!.logStartOffset > 0)
  await manager.close()
  assert.deepEqual([lstatSync(target).isFile(), contents(here.elsewhere)], [true, before])
})
