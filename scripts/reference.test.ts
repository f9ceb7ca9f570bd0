import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

test('docs/reference says what the tables say', () => {
  const run = spawnSync(process.execPath,
    ['--conditions=@odradek/source', join(import.meta.dirname, 'reference.ts'), '--check'], { encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
})
