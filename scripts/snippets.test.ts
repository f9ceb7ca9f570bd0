import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { filled, region } from './snippets.ts'

const root = join(import.meta.dirname, '..')

test('the guides show what the examples have', () => {
  const run = spawnSync(process.execPath, [join(root, 'scripts/snippets.ts'), '--check'], { encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
})

test('every snippet of TypeScript in the guides comes from a file that runs', () => {
  const loose = readdirSync(join(root, 'docs/guides')).filter((name) => {
    const text = readFileSync(join(root, 'docs/guides', name), 'utf8')
    return /^```(?:ts|typescript|js)$/m.test(text.replace(/<!-- snippet [\s\S]*?<!-- \/snippet -->/g, ''))
  })
  assert.deepEqual(loose, [])
})

test('links of the documents lead somewhere', () => {
  const broken: string[] = []
  for (const folder of ['docs', 'docs/guides']) {
    for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith('.md'))) {
      for (const [, target] of readFileSync(join(root, folder, name), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)) {
        if (!existsSync(join(root, folder, target ?? ''))) broken.push(`${folder}/${name}: ${target}`)
      }
    }
  }
  assert.deepEqual(broken, [])
})

test('a region is moved to the margin, without the marks of others', () => {
  const text = 'a\n  // #region one\n  b\n    c\n  // #region two\n  d\n  // #endregion\n'
  assert.equal(region(text, 'one'), 'b\n  c\nd')
  assert.equal(region(text, 'two'), 'd')
  assert.throws(() => region(text, 'three'), /no region three/)
  assert.equal(filled('x\n<!-- snippet f#two -->\nold\n<!-- /snippet -->\n', () => text), 'x\n<!-- snippet f#two -->\n```ts\nd\n```\n<!-- /snippet -->\n')
  assert.throws(() => filled('<!-- snippet f -->', () => text), /without its end/)
})
