/**
 * `npm test`: the tidy rules, the type check and every *.test.ts with node:test, two files at a time.
 * Arguments are folders or files to run instead of everything, e.g. `npm test -- packages/storage`.
 * Ends with a line `N passed, N failed`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const wanted = process.argv.slice(2)

function find(folder: string, out: string[]): string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) find(path, out)
    else if (entry.name.endsWith('.test.ts')) out.push(relative(root, path))
  }
  return out
}

const folders = wanted.length > 0 ? wanted : ['scripts', 'packages', 'examples', 'tests']
const files = folders
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((path) => (statSync(join(root, path)).isFile() ? [path] : find(join(root, path), [])))
  .toSorted()

let failedChecks = 0
if (wanted.length === 0) {
  for (const [name, command] of [
    ['types', [process.execPath, join(root, 'scripts/check.ts')]],
    ['lint', [process.execPath, join(root, 'node_modules/oxlint/bin/oxlint'), '--quiet']],
  ] as const) {
    const result = spawnSync(command[0], command.slice(1), { cwd: root, encoding: 'utf8' })
    if (result.status !== 0) {
      failedChecks++
      console.log(`not ok - ${name}\n${result.stdout}${result.stderr}`)
    } else console.log(`ok - ${name}`)
  }
}

const child = spawn(
  process.execPath,
  ['--conditions=@odradek/source', '--test', '--test-concurrency=2', '--test-timeout=90000', '--test-reporter=spec', ...files],
  { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
)
let tail = ''
child.stdout.on('data', (chunk: Buffer) => {
  process.stdout.write(chunk)
  tail = (tail + chunk.toString()).slice(-4000)
})
child.on('exit', (code) => {
  const count = (word: string): number => Number(new RegExp(`^ℹ ${word} (\\d+)`, 'm').exec(tail)?.[1] ?? 0)
  const failed = count('fail') + count('cancelled') + failedChecks
  console.log(`${count('pass')} passed, ${failed} failed`)
  process.exit(failed > 0 || code !== 0 ? 1 : 0)
})
