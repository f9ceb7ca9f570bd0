/**
 * The packages as a stranger gets them: packed by `npm pack`, judged by publint and by the resolution rules of
 * TypeScript, installed in empty directories, and used there on the oldest Node that they promise: by the README's
 * programs, from `require()`, from Vitest and from Jest. `npm run test:packages`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, waitForPort } from '../interop/brokers.ts'
import { root } from '../interop/peers.ts'
import type { Report, Suite } from '../interop/suites.ts'
import {
  copyPrograms, emptyProject, inScratch, installed, oldestNode, oldestNodeIn, type Packed, packAll, readmePrograms, run, typeTests,
} from './tools.ts'

const everyPackage = ['@odradek/broker', '@odradek/client', '@odradek/coordinator', '@odradek/otel', '@odradek/platform', '@odradek/protocol', '@odradek/rx',
  '@odradek/schema-registry', '@odradek/storage', '@odradek/testing', '@odradek/zookeeper', 'odradek']

type Check = (name: string, work: () => Promise<string | void> | string | void) => Promise<void>

/** A check that throws has failed, and says with what. */
function checks(report: Report): Check {
  return async (name, work) => {
    try {
      const said = await work()
      report(true, `${name}${said === undefined ? '' : `: ${said}`}`)
    } catch (error) {
      const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string }
      report(false, `${name}: ${message}\n${stdout}${stderr}`)
    }
  }
}

function expectSame(seen: unknown, expected: unknown): void {
  if (JSON.stringify(seen) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`)
}

async function contents(check: Check, packed: readonly Packed[]): Promise<void> {
  await check('every package packs', () => expectSame(packed.map(({ name }) => name).toSorted(), everyPackage))
  const unwanted = /\.test\.|(?:^|\/)testing\/|testdata|tsconfig|\.tsbuildinfo/
  for (const { name, files } of packed) {
    await check(`${name} ships its licence, its README and its doors, and no test`, () => {
      const folder = join(root, 'packages', name.replace('@odradek/', ''))
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
      const targets = [...JSON.stringify([manifest['exports'], manifest['main'], manifest['types'], manifest['bin'] ?? {}]).matchAll(/"\.\/([^"]+\.\w+)"/g)].map(([, path]) => path ?? '')
      const missing = ['LICENSE', 'README.md', 'package.json', ...targets].filter((file) => !files.includes(file))
      if (missing.length > 0) throw new Error(`without ${missing.join(', ')}`)
      const tests = files.filter((file) => unwanted.test(file))
      if (tests.length > 0) throw new Error(`with ${tests.join(', ')}`)
      for (const key of ['description', 'keywords', 'license', 'engines', 'sideEffects']) if (!(key in manifest)) throw new Error(`no ${key} in package.json`)
      expectSame(readFileSync(join(folder, 'LICENSE'), 'utf8') === readFileSync(join(root, 'LICENSE'), 'utf8'), true)
      return `${files.length} files`
    })
  }
}

async function judged(check: Check, scratch: string, packed: readonly Packed[]): Promise<void> {
  const tools = await emptyProject(scratch, 'judges', ['publint@0.3.25', '@arethetypeswrong/cli@0.18.5'])
  for (const { name, tarball } of packed) {
    await check(`${name} passes publint`, async () => void await run('npx', ['publint', '--strict', tarball], { cwd: tools }))
    // node10 knows no `exports`, so no door but the first; every Node that the packages promise does.
    await check(`${name} resolves for TypeScript`, async () => void await run('npx', ['attw', '--profile', 'node16', tarball], { cwd: tools }))
  }
}

/** The client and the reactive layer alone: what comes with them? */
async function bring(check: Check, scratch: string, tarballs: (names: readonly string[]) => string[]): Promise<void> {
  const below = ['@odradek/client', '@odradek/platform', '@odradek/protocol']
  for (const [name, family] of [['client', below], ['rx', [...below, '@odradek/rx'].toSorted()]] as const) {
    await check(`@odradek/${name} brings no broker and no console`, async () => {
      const folder = await emptyProject(scratch, `only-${name}`, [...tarballs(family), ...(name === 'rx' ? ['rxjs@7.8.2'] : [])])
      const seen = installed(folder)
      expectSame(seen.filter((entry) => /odradek/.test(entry)).toSorted(), family)
      await run(process.execPath, ['--input-type=module', '-e', `await import('@odradek/${name}')`], { cwd: folder })
      return seen.join(', ')
    })
  }
}

/** Type tests and the README's programs against the declarations in the packages, with no mercy for libraries. */
async function typed(check: Check, app: string): Promise<void> {
  const folder = join(app, 'types')
  mkdirSync(folder)
  for (const pack of ['client', 'rx', 'testing']) {
    writeFileSync(join(folder, `${pack}.mts`), typeTests(pack))
    writeFileSync(join(folder, `${pack}.cts`), typeTests(pack))
  }
  readmePrograms().forEach((code, index) => writeFileSync(join(folder, `readme-${index}.mts`), code))
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--lib', 'es2022,esnext.disposable', '--types', 'node']
  const modern = ['client.mts', 'rx.mts', 'testing.mts', ...readmePrograms().map((_, index) => `readme-${index}.mts`)]
  const ways: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ['nodenext, ES modules', 'typescript', ['--module', 'nodenext'], modern],
    ['nodenext, CommonJS', 'typescript', ['--module', 'nodenext'], ['client.cts', 'rx.cts', 'testing.cts']],
    ['node16, CommonJS', 'typescript', ['--module', 'node16'], ['client.cts', 'rx.cts', 'testing.cts']],
    ['bundler', 'typescript', ['--module', 'esnext', '--moduleResolution', 'bundler'], modern],
    ['TypeScript 5.6, ES modules', 'typescript-5.6', ['--module', 'nodenext'], modern],
    ['TypeScript 7, ES modules', 'typescript-7', ['--module', 'nodenext'], modern],
  ]
  for (const [name, compiler, options, files] of ways) {
    await check(`type tests: ${name}`, async () => {
      await run(process.execPath, [join(app, 'node_modules', compiler, 'bin/tsc'), ...strict, ...options, ...files], { cwd: folder, timeout: 120_000 })
    })
  }
}

/** The installed program `odradek` as the broker of the README. */
async function withBroker(app: string, node: string, work: (bootstrap: string) => Promise<void>): Promise<void> {
  const port = await freePort()
  const broker: ChildProcess = spawn(
    node, [join(app, 'node_modules/odradek/dist/odradek.js'), 'start', '--listeners', `PLAINTEXT://127.0.0.1:${port}`, '--data-dir', join(app, 'data')],
    { stdio: 'ignore' },
  )
  const gone = new Promise((resolve) => broker.once('exit', resolve))
  try {
    await waitForPort(port, 30_000, () => broker.exitCode === null)
    await work(`127.0.0.1:${port}`)
  } finally {
    broker.kill('SIGTERM')
    await gone
  }
}

async function used(check: Check, app: string): Promise<void> {
  const node = oldestNodeIn(app)
  const options = { cwd: app, timeout: 120_000, env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' } }
  await check('the Node below is the oldest promised', async () => expectSame((await run(node, ['--version'])).stdout.trim(), 'v22.18.0'))
  await check("the README's programs run beside the installed broker", () => withBroker(app, node, async (bootstrap) => {
    for (const [index, code] of readmePrograms().entries()) {
      const file = join(app, `readme-${index}.ts`)
      writeFileSync(file, code.replaceAll('127.0.0.1:9092', bootstrap))
      await run(node, [file], options)
    }
    const cli = join(app, 'node_modules/odradek/dist/odradek.js')
    const { stdout } = await run(node, [cli, 'consume', 'orders', '--until-end', '--brokers', bootstrap], options)
    expectSame(stdout.includes('{"cents":995}'), true)
  }))
  await check('require() of client, rx and testing', async () => expectSame((await run(node, ['require.cjs'], options)).stdout, '7 v\n'))
  mkdirSync(join(app, 'tests'))
  for (const [from, to] of [['orders.vitest.mjs', 'vitest.test.mjs'], ['orders.jest.cjs', 'jest.test.cjs'], ['orders.jest.mjs', 'jest.test.mjs']] as const) {
    renameSync(join(app, from), join(app, 'tests', to))
  }
  await check('Vitest', async () => {
    await run(node, [join(app, 'node_modules/vitest/vitest.mjs'), 'run', 'tests/vitest.test.mjs'], options)
  })
  for (const [name, flags, file] of [['Jest', [], 'cjs'], ['Jest with ES modules', ['--experimental-vm-modules'], 'mjs']] as const) {
    await check(name, async () => {
      const { stderr } = await run(node, [...flags, join(app, 'node_modules/jest/bin/jest.js'), `tests/jest.test.${file}`], options)
      if (/did not exit|open handle/.test(stderr)) throw new Error(stderr)
      expectSame(/Tests: +2 passed/.test(stderr), true)
    })
  }
}

async function all(report: Report): Promise<void> {
  const check = checks(report)
  await inScratch(async (scratch) => {
    const packed = await packAll(join(scratch, 'packed'))
    const tarballs = (names: readonly string[]): string[] => packed.filter(({ name }) => names.includes(name)).map(({ tarball }) => tarball)
    await contents(check, packed)
    await judged(check, scratch, packed)
    await bring(check, scratch, tarballs)
    const app = await emptyProject(scratch, 'app', [
      ...tarballs(everyPackage), 'rxjs@7.8.2', 'typescript@5.9.3', 'typescript-5.6@npm:typescript@5.6.3', 'typescript-7@npm:typescript@7.0.2', '@types/node@22.20.5',
      'vitest@5.1.2', 'jest@30.5.2', oldestNode,
    ])
    copyPrograms(app)
    await typed(check, app)
    await used(check, app)
  })
}

export const packages: Suite = { name: 'packages', everyday: true, run: all }
