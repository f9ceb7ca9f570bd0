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

/** Names that the pages mention and that belong to the language, to Node, to RxJS, or to a package below. */
const elsewhere = new Set(`
  Exclude AbortSignal ArrayBufferLike AsyncGenerator AsyncIterable AsyncIterableIterator AsyncIterator Buffer Error Iterable Iterator IteratorResult Map Omit Partial Pick Promise
  ReadonlyMap ReadonlySet Readonly Record RegExp Required Set Symbol Uint8Array Observable ObservableInput SchedulerLike Subscription TeardownLogic EMPTY
  Clock FileSystem HttpServer ProcessInfo Random Scheduler Timer Transport Workers ConsumerRecord World MeterProvider TracerProvider Context
`.trim().split(/\s+/))

for (const pack of ['client', 'rx', 'schema-registry', 'otel', 'testing']) {
  test(`every type that a signature of @odradek/${pack} mentions is exported`, () => {
    const page = readFileSync(join(root, `docs/reference/api/${pack}.md`), 'utf8')
    const own = new Set([...page.matchAll(/^### (\w+)/gm), ...page.matchAll(/<a id="type-parameter-[^"]*"><\/a> `(\w+)`/g), ...page.matchAll(/^> .*?\\<`(\w+)`/gm)].map(([, name]) => name))
    // Signatures are quotations, types of answers, and the cells of tables but for the last, which is prose.
    const signatures = page.split('\n').flatMap((line) => (/^[>`[]/.test(line) ? [line] : line.startsWith('| ') ? [line.split(' | ').slice(0, -1).join(' | ')] : []))
    const mentioned = signatures.flatMap((line) => [...line.replaceAll(/\[`[^`]*`\]\([^)]*\)|<a id="property-[^"]*"><\/a> `\w+`/g, '').matchAll(/`([A-Z]\w*[a-z]\w*)`/g)].map(([, name]) => name!))
    assert.ok(mentioned.length > 1)
    assert.deepEqual([...new Set(mentioned)].filter((name) => !own.has(name) && !elsewhere.has(name)), [])
  })
}
