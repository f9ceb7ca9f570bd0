/**
 * `npm test`: the tidy rules, the type check and every *.test.ts with node:test, two files at a time.
 * Arguments are folders or files to run instead of everything, e.g. `npm test -- packages/storage`.
 * In a run of everything a file that fails runs once more, alone; when it passes then, the run ends with a list
 * `unsteady: ...` (test-files.ts). Ends with a line `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { nodeTest, testFiles } from './test-files.ts'

const root = join(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const say = (line: string): void => console.log(line)

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
      say(`not ok - ${name}\n${result.stdout}${result.stderr}`)
    } else say(`ok - ${name}`)
  }
}

const result = files.length === 0 ? { passed: 0, failed: 1, unsteady: [] } : await testFiles(files, { run: nodeTest('inherit'), repeat: wanted.length === 0, say })
if (files.length === 0) say(`no test in ${folders.join(', ')}`)
for (const line of result.unsteady) say(line)
const failed = result.failed + failedChecks
say(`${result.passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
