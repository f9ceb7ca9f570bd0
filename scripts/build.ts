/**
 * Builds what users run. `--cli`: only the bundle behind `npm start` (one ESM file and a chunk per rarely used
 * command, about half a second). Without it: that and, for every package, its doors (dist/index.js, dist/internal.js, …)
 * as ES modules and as CommonJS, with their declarations, in the order of layers.json. Node takes the ES modules, also
 * from `require()`; the CommonJS ones are for what has a `require()` of its own, such as Jest.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const TARGET = 'node22.18'

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: TARGET,
  splitting: true,
  logLevel: 'warning',
  absWorkingDir: root,
}

/** The command line with everything it needs in it, as `odradek.js` and chunks in `outdir`. */
export async function bundleCommandLine(outdir: string): Promise<void> {
  await build({
    ...common,
    entryPoints: { odradek: 'packages/odradek/src/main.ts' },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    conditions: ['@odradek/source'],
    // CommonJS dependencies inside an ES module still ask for require.
    banner: { js: "import { createRequire as odradekRequire } from 'node:module';const require = odradekRequire(import.meta.url);" },
    external: ['*.node', '@node-rs/*'],
    legalComments: 'linked',
  })
}

/** What `npm start` runs: built beside the old one and put in its place by renames, so that no start sees half of it. */
async function buildCommandLine(): Promise<string> {
  const dist = join(root, 'packages/odradek/dist')
  const fresh = `${dist}-${process.pid}`
  try {
    await bundleCommandLine(fresh)
    mkdirSync(join(dist, 'chunks'), { recursive: true })
    const old = readdirSync(join(dist, 'chunks'))
    const chunks = readdirSync(join(fresh, 'chunks'))
    for (const name of chunks) renameSync(join(fresh, 'chunks', name), join(dist, 'chunks', name))
    for (const name of readdirSync(fresh)) {
      if (name !== 'chunks') renameSync(join(fresh, name), join(dist, name))
    }
    for (const name of old) if (!chunks.includes(name)) rmSync(join(dist, 'chunks', name), { force: true })
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return join(dist, 'odradek.js')
}

/** Packages, those that others stand on first. */
function packagesInOrder(): string[] {
  const layers = JSON.parse(readFileSync(join(root, 'layers.json'), 'utf8').replace(/^\s*\/\/.*$/gm, '')) as Record<string, string[]>
  const done: string[] = []
  const visit = (name: string): void => {
    if (done.includes(name) || !existsSync(join(root, 'packages', name, 'src/index.ts'))) return
    for (const other of layers[name] ?? []) visit(other)
    if (!done.includes(name)) done.push(name)
  }
  for (const name of Object.keys(layers)) visit(name)
  return done
}

interface Door {
  readonly '@odradek/source': string
  readonly default: { readonly default: string }
}

/** Everything a package publishes, built beside what is there and then put in its place. */
async function buildPackage(name: string): Promise<void> {
  const folder = join(root, 'packages', name)
  const dist = join(folder, 'dist')
  const fresh = `${dist}-${process.pid}`
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports: Record<string, Door | string> }
  const doors = Object.values(exports).filter((door) => typeof door !== 'string')
  try {
    await build({
      ...common,
      entryPoints: Object.fromEntries(doors.map((door) => [
        door.default.default.replace('./dist/', '').replace(/\.js$/, ''), join(folder, door['@odradek/source']),
      ])),
      outdir: fresh,
      chunkNames: 'shared-[hash]',
      packages: 'external',
      sourcemap: true,
      sourcesContent: false, // the sources are published beside
    })
    await asCommonJs(fresh)
    declarations(folder, fresh, doors.map((door) => door['@odradek/source']))
    if (name === 'odradek') await bundleCommandLine(fresh)
    if (existsSync(dist)) renameSync(dist, `${fresh}-old`)
    renameSync(fresh, dist)
  } finally {
    for (const path of [fresh, `${fresh}-old`]) rmSync(path, { recursive: true, force: true })
  }
}

/** Every module once more as `.cjs`: module by module, so that what two doors share stays one thing. */
async function asCommonJs(folder: string): Promise<void> {
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
  const { outputFiles } = await build({
    entryPoints: modules.map((file) => join(folder, file)),
    outdir: folder,
    outbase: folder,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: TARGET,
    logLevel: 'warning',
    logOverride: { 'empty-import-meta': 'silent' }, // where it is used, __filename is asked first
    write: false,
  })
  for (const { path, text } of outputFiles) {
    writeFileSync(path, text
      .replace(/(\brequire\("\.[^"]*)\.js"\)/g, '$1.cjs")')
      .replace(/^\/\/# sourceMappingURL=.*\n?/m, ''))
  }
}

/** Declarations against the built declarations of the layers below, as a user's compiler will see them. */
function declarations(folder: string, outDir: string, files: readonly string[]): void {
  const config = join(folder, 'tsconfig.build.tmp.json')
  writeFileSync(config, JSON.stringify({
    extends: './tsconfig.json',
    compilerOptions: {
      noEmit: false, emitDeclarationOnly: true, declaration: true, customConditions: [], outDir, rootDir: './src',
    },
    include: [],
    files,
  }))
  try {
    const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], { stdio: 'inherit' })
    if (tsc.status !== 0) throw new Error(`declarations of ${folder} failed`)
  } finally {
    rmSync(config, { force: true })
  }
  // tsc rewrites the extensions of imports in JavaScript and leaves them in declarations.
  for (const file of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue
    const path = join(outDir, file)
    const text = readFileSync(path, 'utf8')
    const relativeImport = /((?:from|import\()\s*['"]\.[^'"]*)\.ts(?=['"])/g
    writeFileSync(path, text.replace(relativeImport, '$1.js'))
    writeFileSync(path.replace(/\.ts$/, '.cts'), text.replace(relativeImport, '$1.cjs'))
  }
}

async function main(): Promise<void> {
  const before = performance.now()
  if (!process.argv.includes('--cli')) {
    for (const name of packagesInOrder()) await buildPackage(name)
  }
  const bundle = process.argv.includes('--cli') ? await buildCommandLine() : join(root, 'packages/odradek/dist/odradek.js')
  console.log(`${bundle} (${statSync(bundle).size} bytes) in ${Math.round(performance.now() - before)} ms`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
