/**
 * Plays testdata/*.txt. With UPDATE_TRANSCRIPTS=1 the files are rewritten with what happens now: read the difference
 * before committing it, it is a statement about the protocol.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { play } from '../testdata/transcript.ts'

const folder = join(import.meta.dirname, '../testdata')

for (const name of readdirSync(folder).filter((file) => file.endsWith('.txt')).toSorted()) {
  test(`transcript ${name}`, async () => {
    const path = join(folder, name)
    const written = readFileSync(path, 'utf8')
    const played = await play(written)
    if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(path, played)
    else assert.equal(played, written)
  })
}
