/**
 * The house rules as a test: layers, cycles, file and function length, forbidden globals and modules, file names.
 * A row in `worldOnly` says what to use instead.
 */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const layers: Record<string, string[]> = JSON.parse(readFileSync(join(root, 'layers.json'), 'utf8'))
const maxFileLines = 500
const maxFunctionLines = 70

interface Source {
  readonly path: string
  readonly pack: string
  readonly text: string
  readonly isTest: boolean
}

function find(folder: string, out: string[] = []): string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'testdata'].includes(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) find(path, out)
    else if (/\.tsx?$/.test(entry.name)) out.push(path)
  }
  return out
}

const sources: Source[] = readdirSync(join(root, 'packages')).flatMap((pack) =>
  existsSync(join(root, 'packages', pack, 'src'))
    ? find(join(root, 'packages', pack, 'src')).map((path) => ({
        path: relative(root, path),
        pack,
        text: readFileSync(path, 'utf8'),
        isTest: /\.test\.tsx?$|\/testing\//.test(relative(join(root, 'packages', pack), path)),
      }))
    : [],
)
const written = sources.filter((source) => !source.path.includes('/generated/'))

/** Blank out comments, strings and template text so that only code is searched; line numbers stay. */
function codeOnly(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g,
    (match) => match.replace(/[^\n]/g, ' '),
  )
}

function imports(source: Source): string[] {
  return [...source.text.matchAll(/^\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\('([^']+)'\)/gm)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  )
}

test('layers: a package imports only what layers.json allows', () => {
  const broken: string[] = []
  for (const source of written) {
    if (source.isTest) continue
    for (const target of imports(source)) {
      const name = target === 'odradek' ? 'odradek' : /^@odradek\/([^/]+)/.exec(target)?.[1]
      if (name === undefined || name === source.pack) continue
      if (!layers[source.pack]?.includes(name)) broken.push(`${source.path} imports ${target}`)
    }
    for (const target of imports(source).filter((path) => path.startsWith('.'))) {
      const path = relative(root, resolve(root, dirname(source.path), target))
      if (!path.startsWith(`packages/${source.pack}/`)) broken.push(`${source.path} reaches into ${path}`)
    }
  }
  assert.deepEqual(broken, [])
})

/** Packages whose files still know each other's types in circles. A row goes when its last circle does; none is added. */
const circlesOfTypes: ReadonlySet<string> = new Set(['broker', 'platform', 'storage'])

const isOfTypes = (statement: string): boolean =>
  /^\s*(?:import|export)\s+type\b/.test(statement) || /^\s*(?:import|export)\s*\{\s*(?:type\s+\w+\s*,?\s*)+\}/.test(statement)

/** What each file imports, of its own package: with the types, or only what is there at run time. */
function importGraph(files: readonly Source[], withTypes: (source: Source) => boolean): Map<string, string[]> {
  return new Map(
    files.map((source) => [
      source.path,
      [...source.text.matchAll(/^\s*(?:import|export)\s[^'"]*?from\s+'(\.[^']+)'/gm)]
        .filter((match) => withTypes(source) || !isOfTypes(match[0]))
        .map((match) => relative(root, resolve(root, dirname(source.path), match[1] ?? ''))),
    ]),
  )
}

function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      return
    }
    state.set(path, 'open')
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of graph.keys()) visit(path, [])
  return cycles
}

test('no import cycles inside a package, a type that is imported counts', () => {
  const shipped = sources.filter((source) => !source.isTest)
  assert.deepEqual(cyclesIn(importGraph(shipped, ({ pack }) => !circlesOfTypes.has(pack))), [])
  const ended = [...circlesOfTypes].filter((pack) => cyclesIn(importGraph(shipped.filter((source) => source.pack === pack), () => true)).length === 0)
  assert.deepEqual(ended, [], 'has no circle any more: take its row away')
})

/** The outside world comes in through `platform`; each row: pattern, where it may stand, what to use. */
const worldOnly: readonly [RegExp, RegExp, string][] = [
  [/\bDate\.now\b|\bnew Date\(\)/, /^packages\/platform\//, 'clock.wallMs()'],
  [/\bperformance\.now\b|\bprocess\.hrtime\b/, /^packages\/platform\//, 'clock.monotonicMs()'],
  [/\bMath\.random\b/, /^packages\/platform\//, 'random'],
  [/\brandomUUID\b|\brandomBytes\b/, /^packages\/platform\//, 'random.uuid() / random.bytes()'],
  [/(?<![.\w])(?:setTimeout|setInterval|setImmediate)\b/, /^packages\/platform\//, 'scheduler'],
]
const nodeOnly = /^node:(?:net|tls|fs|fs\/promises|worker_threads|child_process|http|https|dgram|dns|timers|timers\/promises)$/

test('determinism: time, randomness, files and network come through platform', () => {
  const broken: string[] = []
  for (const source of written) {
    if (source.isTest) continue
    const code = codeOnly(source.text)
    for (const [pattern, allowed, instead] of worldOnly) {
      const hit = allowed.test(source.path) ? null : pattern.exec(code)
      if (hit) broken.push(`${source.path}: ${hit[0]}, use ${instead}`)
    }
    for (const target of imports(source)) {
      if (nodeOnly.test(target) && !/^packages\/platform\/src\/node\/|^packages\/odradek\/src\/main/.test(source.path)) {
        broken.push(`${source.path} imports ${target}`)
      }
    }
  }
  assert.deepEqual(broken, [])
})

test('names and sizes: no vague file names, files within 500 lines, functions within 70', () => {
  const broken: string[] = []
  for (const source of written) {
    if (/\/(?:utils?|common|misc|helpers?)(?:\.[jt]s|\/)/.test(source.path)) broken.push(`${source.path}: a name that says nothing`)
    if (source.isTest) continue
    const lines = source.text.split('\n')
    if (lines.length - 1 > maxFileLines) broken.push(`${source.path}: ${lines.length - 1} lines`)
    for (const [name, start, length] of functions(lines)) {
      if (length > maxFunctionLines) broken.push(`${source.path}:${start} ${name}: ${length} lines`)
    }
  }
  assert.deepEqual(broken, [])
})

/** Functions and methods by indentation: from the line that opens one to the first line that closes at its depth. */
function* functions(lines: readonly string[]): Generator<[name: string, start: number, length: number]> {
  for (let at = 0; at < lines.length; at++) {
    const match =
      /^(\s*)(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s*(\w+)/.exec(lines[at] ?? '') ??
      /^(\s*)(?:(?:private|public|protected|static|override|async|get|set)\s+|\*)*#?(\w+)\s*(?:<[^>]*>)?\([^;]*(?:\{|\()$/.exec(lines[at] ?? '') ??
      /^(\s*)(?:export\s+)?const\s+(\w+)[^=]*=\s*(?:async\s*)?\([^;]*=>\s*\{$/.exec(lines[at] ?? '')
    if (!match || ['if', 'for', 'while', 'switch', 'return', 'catch', 'test', 'describe', 'it'].includes(match[2] ?? '')) continue
    const close = `${match[1] ?? ''}}`
    for (let end = at + 1; end < lines.length; end++) {
      if (lines[end] === close) {
        yield [match[2] ?? '', at + 1, end - at + 1]
        break
      }
    }
  }
}

test('every package has its face: README.md, LICENSE, src/index.ts, src/internal.ts', () => {
  const missing = readdirSync(join(root, 'packages')).flatMap((pack) =>
    ['README.md', 'LICENSE', 'package.json', 'src/index.ts', 'src/internal.ts']
      .map((file) => join('packages', pack, file))
      .filter((file) => !existsSync(join(root, file))),
  )
  assert.deepEqual(missing, [])
})

test('lock file and documents name no download host and no machine path', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  assert.doesNotMatch(lock, /"resolved": "https?:/)
})
