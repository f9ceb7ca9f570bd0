// What happens when a test file fails: the rule with runs that do as they are told, and node:test itself with files that fail.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { type Failure, nodeTest, type Run, type Seen, testFiles } from './test-files.ts'

const root = join(import.meta.dirname, '..')
const failure = (file: string, name: string, seed?: string): Failure => ({ file, name, seed })
const fine: Seen = { passed: 2, failed: 0, failures: [] }

/** Answers the first run of everything with the first, and the runs alone by file. */
function told(first: Seen, alone: Readonly<Record<string, Seen>> = {}): { run: Run; asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    run: async (files, atOnce, seed) => {
      asked.push(`${files.join(' ')} ${atOnce}${seed === undefined ? '' : ` ${seed}`}`)
      return asked.length === 1 ? first : (alone[files.join(' ')] ?? assert.fail(`not to be run: ${files.join(' ')}`))
    },
  }
}

async function ran(run: Run, repeat: boolean = true): Promise<{ passed: number; failed: number; unsteady: readonly string[] }> {
  return testFiles(['a', 'b', 'c', 'd', 'e'], { run, repeat, say: () => {} })
}

describe('a file that failed', () => {
  it('is not there: nothing is repeated', async () => {
    const { run, asked } = told({ ...fine, passed: 10 })
    assert.deepEqual(await ran(run), { passed: 10, failed: 0, unsteady: [] })
    assert.deepEqual(asked, ['a b c d e 2'])
  })

  it('and passes alone is unsteady, and its failures count as passed', async () => {
    const { run, asked } = told({ passed: 8, failed: 2, failures: [failure('b', 'one'), failure('b', 'two')] }, { b: fine })
    assert.deepEqual(await ran(run), {
      passed: 10, failed: 0, unsteady: ['unsteady: b: "one", "two" failed the first time, passed when the file ran once more, alone'],
    })
    assert.deepEqual(asked.slice(1), ['b 1'])
  })

  it('and fails again stays failed, beside one that is unsteady', async () => {
    const { run } = told({ passed: 8, failed: 2, failures: [failure('b', 'one'), failure('c', 'two')] }, { b: fine, c: { passed: 1, failed: 1, failures: [failure('c', 'two')] } })
    const { passed, failed, unsteady } = await ran(run)
    assert.deepEqual([passed, failed, unsteady.length], [9, 1, 1])
  })

  it('by a property is tried with the seed that failed', async () => {
    const { run, asked } = told({ passed: 9, failed: 1, failures: [failure('b', 'one', '-17')] }, { b: fine })
    await ran(run)
    assert.deepEqual(asked.slice(1), ['b 1 -17'])
  })

  it('beside many others is broken: nothing is repeated', async () => {
    const { run, asked } = told({ passed: 6, failed: 4, failures: ['a', 'b', 'c', 'd'].map((file) => failure(file, 'one')) })
    assert.deepEqual(await ran(run), { passed: 6, failed: 4, unsteady: [] })
    assert.equal(asked.length, 1)
  })

  it('is not repeated for whoever asked for it by name', async () => {
    const { run, asked } = told({ passed: 9, failed: 1, failures: [failure('b', 'one')] })
    assert.deepEqual(await ran(run, false), { passed: 9, failed: 1, unsteady: [] })
    assert.equal(asked.length, 1)
  })

  it('without a name of a test in it stays failed', async () => {
    const { run } = told({ passed: 0, failed: 1, failures: [] })
    assert.deepEqual(await ran(run), { passed: 0, failed: 1, unsteady: [] })
  })
})

describe('node:test', () => {
  const files = {
    good: `test('good', () => {})`,
    // It finds the file that it wrote the first time.
    once: `test('once', () => { const { existsSync, writeFileSync } = fs; if (!existsSync(import.meta.filename + '.ran')) { writeFileSync(import.meta.filename + '.ran', ''); throw new Error('no') } })`,
    always: `describe('all', () => { test('always', () => assert.equal(1, 2)); test('not', () => {}) })`,
    // It fails with almost every seed: that the second run names the first one's seed shows that it began there.
    property: `test('property', () => fc.assert(fc.property(fc.integer(), (n) => n % 7 !== 0), { numRuns: 1000 }))`,
    ends: `test('ends', () => {}); process.exit(3)`,
  }
  const before = `import assert from 'node:assert/strict'\nimport * as fs from 'node:fs'\nimport { describe, test } from 'node:test'\nimport * as fc from 'fast-check'\n`

  async function inScratch(names: readonly (keyof typeof files)[], work: (paths: readonly string[]) => Promise<void>): Promise<void> {
    mkdirSync(join(root, '.cache'), { recursive: true })
    const folder = mkdtempSync(join(root, '.cache/tests-'))
    try {
      await work(names.map((name) => {
        const path = join(folder, `${name}.test.ts`)
        writeFileSync(path, `${before}${files[name]}\n`)
        return relative(root, path)
      }))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const names = ({ failures }: Seen): readonly string[] => failures.map(({ file, name }) => `${file.split('/').at(-1)} ${name}`).toSorted()

  it('tells files and tests that failed, the whole of what passed, and a file that ends by itself', () => inScratch(['good', 'always', 'ends'], async (paths) => {
    const seen = await nodeTest('ignore')(paths, 2)
    assert.deepEqual(names(seen).map((line) => line.replace(/ .*\//, ' ')), ['always.test.ts always', 'ends.test.ts ends.test.ts'])
    assert.equal(seen.passed, 2)
    assert.ok(seen.failed >= 2)
  }))

  it('a property that failed names its seed, and fails with it again', () => inScratch(['property'], async (paths) => {
    const first = await nodeTest('ignore')(paths, 2)
    const seed = first.failures[0]?.seed
    assert.ok(seed !== undefined)
    const again = await nodeTest('ignore')(paths, 1, seed)
    assert.equal(again.failures[0]?.seed, seed)
  }))

  it('what fails once is unsteady, what fails always has failed', () => inScratch(['good', 'once', 'always'], async (paths) => {
    const { passed, failed, unsteady } = await testFiles(paths, { run: nodeTest('ignore'), repeat: true, say: () => {} })
    assert.deepEqual([passed, failed > 0], [3, true])
    assert.match(unsteady.join('\n'), /^unsteady: .*once\.test\.ts: "once" failed the first time/)
  }))
})
