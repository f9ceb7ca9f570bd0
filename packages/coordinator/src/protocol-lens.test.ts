import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { lens } from '../types/generate.ts'

test('types/protocol.d.ts says what protocol says (else: node scripts/node.mjs packages/coordinator/types/generate.ts)', () => {
  const written = readFileSync(join(import.meta.dirname, '../types/protocol.d.ts'), 'utf8')
  assert.ok(written === lens(), 'stale')
})
