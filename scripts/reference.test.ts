import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')

test('docs/reference says what the tables say', () => {
  const run = spawnSync(process.execPath,
    ['--conditions=@odradek/source', join(import.meta.dirname, 'reference.ts'), '--check'], { encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
})

/** Names that a module exports, those of `export *` included; read from the text, as no compiler is at hand. */
function exportedNames(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
  const declared = [...text.matchAll(/^export (?:declare )?(?:abstract )?(?:async )?(?:const|function|class|interface|type|enum) (\w+)/gm)].map(([, name]) => name ?? '')
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)]
    .flatMap(([, list]) => (list ?? '').split(',').map((name) => name.trim().replace(/^type /, '').replace(/^\w+ as /, '')).filter((name) => name !== ''))
  const starred = [...text.matchAll(/^export \* from '(\.[^']+)'/gm)].flatMap(([, path]) => exportedNames(join(dirname(file), path ?? '')))
  return [...declared, ...listed, ...starred]
}

for (const pack of ['client', 'rx', 'schema-registry', 'otel', 'testing']) {
  test(`the pages of @odradek/${pack} have all that it exports`, () => {
    const page = readFileSync(join(root, `docs/reference/api/${pack}.md`), 'utf8')
    const headings = new Set([...page.matchAll(/^### (\w+)/gm)].map(([, name]) => name))
    const names = exportedNames(join(root, `packages/${pack}/src/index.ts`))
    assert.ok(names.length > 1)
    assert.deepEqual(names.filter((name) => !headings.has(name)), [], 'run "npm run api-docs"')
  })
}
