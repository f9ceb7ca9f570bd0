/**
 * Test files by node:test, and what happens when one fails in a run of everything: it runs once more, alone, with the seed
 * that its property named. Passed then, it is unsteady: the run stays green and says so. A failure that the machine's load
 * or an accident made must not decide a run; a wrong result comes back, and a wrong result that a seed found comes back too.
 * Where many files fail, something is broken and nothing is repeated.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')

/** More files than these are not unsteady but broken. */
const mostRepeated = 3

export type FromReporter =
  | { readonly failed: string; readonly file: string; readonly message: string }
  | { readonly passed: number; readonly notPassed: number }

export interface Failure {
  readonly file: string
  readonly name: string
  /** With which its property failed. */
  readonly seed: string | undefined
}

export interface Seen {
  readonly passed: number
  readonly failed: number
  readonly failures: readonly Failure[]
}

/** Runs the files, so many at once. */
export type Run = (files: readonly string[], atOnce: number, seed?: string) => Promise<Seen>

export interface Result {
  readonly passed: number
  readonly failed: number
  readonly unsteady: readonly string[]
}

function seenIn(lines: readonly FromReporter[]): Seen {
  const failures: Failure[] = []
  const counts: { passed: number; notPassed: number }[] = []
  for (const line of lines) {
    if ('passed' in line) counts.push(line)
    else failures.push({ file: relative(root, line.file), name: line.failed, seed: /\bseed: (-?\d+), path: /.exec(line.message)?.[1] })
  }
  const [{ passed, notPassed } = { passed: 0, notPassed: 0 }] = counts
  // Without its last line the runner itself has ended badly.
  return { passed, failed: notPassed + (counts.length === 0 ? 1 : 0), failures }
}

/** Its report for people goes to standard output, or nowhere. */
export const nodeTest = (output: 'inherit' | 'ignore'): Run => (files, atOnce, seed) => {
  const scratch = mkdtempSync(join(tmpdir(), 'odradek-tests-'))
  const report = join(scratch, 'report')
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(
    process.execPath,
    ['--conditions=@odradek/source', ...(seed === undefined ? [] : ['--import', join(root, 'scripts/same-seed.mjs')]),
      '--test', `--test-concurrency=${atOnce}`, '--test-timeout=90000', '--test-reporter=spec', '--test-reporter-destination=stdout',
      `--test-reporter=${join(root, 'scripts/test-reporter.ts')}`, `--test-reporter-destination=${report}`, ...files],
    { cwd: root, stdio: ['ignore', output, output], env: { ...env, ...(seed === undefined ? {} : { PROPERTY_SEED: seed }) } },
  )
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      try {
        const lines = readFileSync(report, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as FromReporter)
        const seen = seenIn(lines)
        resolve(code !== 0 && seen.failed === 0 ? { ...seen, failed: 1 } : seen)
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      } finally {
        rmSync(scratch, { recursive: true, force: true })
      }
    })
  })
}

const quoted = (failures: readonly Failure[]): string => failures.map(({ name }) => `"${name}"`).join(', ')

/** `repeat` is for runs of everything: whoever runs one file wants to see it fail. */
export async function testFiles(files: readonly string[], { run, repeat, say }: { run: Run; repeat: boolean; say(line: string): void }): Promise<Result> {
  const first = await run(files, 2)
  const bad = [...new Set(first.failures.map(({ file }) => file))]
  let { passed, failed } = first
  const unsteady: string[] = []
  if (!repeat || bad.length > mostRepeated) return { passed, failed, unsteady }
  for (const file of bad) {
    const failures = first.failures.filter((failure) => failure.file === file)
    const seed = failures.find((failure) => failure.seed !== undefined)?.seed
    say(`${file} failed and runs once more, alone${seed === undefined ? '' : `, with seed ${seed}`}`)
    const second = await run([file], 1, seed)
    if (second.failed > 0) continue
    passed += failures.length
    failed -= failures.length
    unsteady.push(`unsteady: ${file}: ${quoted(failures)} failed the first time, passed when the file ran once more, alone`)
  }
  return { passed, failed: Math.max(failed, 0), unsteady }
}
