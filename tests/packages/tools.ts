/** Packs the built packages, and brings what judges and runs them: each in a folder of its own, removed afterwards. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../interop/peers.ts'

export const run: typeof execFile.__promisify__ = promisify(execFile)
const maxBuffer = 2 ** 26

export interface Packed {
  readonly name: string
  readonly tarball: string
  /** Files, as they will lie in a user's node_modules. */
  readonly files: readonly string[]
}

/** `npm pack` of every package, after a build of everything. */
export async function packAll(folder: string): Promise<readonly Packed[]> {
  await run(process.execPath, [join(root, 'scripts/build.ts')], { cwd: root, maxBuffer, timeout: 300_000 })
  mkdirSync(folder, { recursive: true })
  const { stdout } = await run('npm', ['pack', '--json', '--workspaces', '--pack-destination', folder], { cwd: root, maxBuffer, timeout: 120_000 })
  const answer = JSON.parse(stdout) as readonly PackRow[] | Record<string, PackRow>
  return (Array.isArray(answer) ? answer as readonly PackRow[] : Object.values(answer as Record<string, PackRow>)).map((row) => ({
    name: row.name,
    tarball: join(folder, row.filename.replace('@', '').replace('/', '-')),
    files: row.files.map((file) => file.path),
  }))
}

interface PackRow {
  readonly name: string
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

/** A folder outside of the repository with a package.json and these things installed into it. */
export async function emptyProject(parent: string, name: string, install: readonly string[]): Promise<string> {
  const folder = join(parent, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', private: true, type: 'module' }))
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...install], { cwd: folder, maxBuffer, timeout: 400_000 })
  return folder
}

/** Node 22.18, the oldest that the packages promise, as npm brings it. */
export const oldestNode: string = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}@22.18.0`

export function oldestNodeIn(folder: string): string {
  return join(folder, 'node_modules', oldestNode.split('@')[0] ?? '', 'bin/node')
}

/** Names below node_modules, scopes opened. */
export function installed(folder: string): readonly string[] {
  const modules = join(folder, 'node_modules')
  return readdirSync(modules).filter((name) => !name.startsWith('.')).flatMap((name) =>
    (name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name]))
}

/** The programs of `app/`, copied into the project. */
export function copyPrograms(folder: string): void {
  cpSync(join(import.meta.dirname, 'app'), folder, { recursive: true })
}

/** The type tests of a package, as a user of the packed package would have written them. */
export function typeTests(pack: string): string {
  return readFileSync(join(root, 'packages', pack, 'src/types.test.ts'), 'utf8').replaceAll("'./index.ts'", `'@odradek/${pack}'`)
}

/** The TypeScript of README.md, block by block. */
export function readmePrograms(): readonly string[] {
  return [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code ?? '')
}

/** A scratch directory for the duration of `work`. */
export async function inScratch(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'odradek-packages-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
