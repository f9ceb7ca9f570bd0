/** What `npm start` runs, on the Node that runs the tests. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
// @ts-expect-error plain JavaScript, for whatever Node the machine has
import { isStale } from './stale.mjs'

const root = join(import.meta.dirname, '..')

function start(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(root, 'scripts/start.mjs'), ...args], { encoding: 'utf8', cwd: '/' })
}

test('stale: missing, older than a source, older than a removal; tests and builds do not count', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'odradek-stale-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const at = (path: string, seconds: number): void => utimesSync(join(folder, path), seconds, seconds)
  mkdirSync(join(folder, 'src/deep/dist'), { recursive: true })
  for (const path of ['src/a.ts', 'src/deep/b.ts', 'src/deep/b.test.ts', 'src/deep/dist/c.js']) writeFileSync(join(folder, path), '')
  const settle = (): void => {
    for (const path of ['src/a.ts', 'src/deep/b.ts', 'src/deep', 'src']) at(path, 100)
  }
  const stale = (): unknown => isStale(join(folder, 'built'), [join(folder, 'src'), join(folder, 'missing')])
  settle()
  assert.equal(stale(), true)
  writeFileSync(join(folder, 'built'), '')
  at('built', 200)
  assert.equal(stale(), false)
  at('src/deep/b.test.ts', 300)
  at('src/deep/dist/c.js', 300)
  assert.equal(stale(), false)
  at('src/deep/b.ts', 300)
  assert.equal(stale(), true)
  settle()
  assert.equal(stale(), false)
  rmSync(join(folder, 'src/deep/b.ts'))
  assert.equal(stale(), true)
})

test('arguments and exit codes pass through: flags are those of odradek start', () => {
  assert.match(start('--cli', '--version').stdout, /^odradek \d+\.\d+\.\d+\n$/)
  const wrong = start('--listeners', 'nonsense')
  assert.equal(wrong.status, 1)
  assert.match(wrong.stderr, /^listeners=nonsense is not allowed/)
  assert.equal(start('--cli', 'nonsense').status, 2)
})
