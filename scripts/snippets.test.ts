import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { filled, region } from './snippets.ts'

const root = join(import.meta.dirname, '..')

test('the guides show what the examples have', () => {
  const run = spawnSync(process.execPath, [join(root, 'scripts/snippets.ts'), '--check'], { encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
})

/** Pages that users read first. README.md itself runs in readme.test.ts; other READMEs speak to those who work on the package. */
const folders = ['docs', 'docs/guides', 'docs/how-it-works', 'docs/decisions', 'packages/client', 'packages/rx', 'packages/testing']
const userPages = folders.flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => join(folder, name)))

test('every snippet of TypeScript in the guides comes from a file that runs', () => {
  const loose = userPages.filter((page) => /^```(?:ts|typescript|js)$/m.test(
    readFileSync(join(root, page), 'utf8').replace(/<!-- snippet [\s\S]*?<!-- \/snippet -->/g, ''),
  ))
  assert.deepEqual(loose, [])
})

test('links of the documents lead somewhere', () => {
  const broken: string[] = []
  const packageReadmes = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'README.md'))
  for (const page of new Set([...userPages, ...packageReadmes, 'README.md', 'ARCHITECTURE.md', 'STYLE.md', 'tests/interop/README.md'])) {
    for (const [, target] of readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)) {
      if (!existsSync(join(root, dirname(page), target ?? ''))) broken.push(`${page}: ${target}`)
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
