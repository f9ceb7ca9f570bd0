/**
 * node-rdkafka, and the C program rdkafka_performance whose source and library come with it: built once from its npm
 * package into `.cache/peers`, which takes some minutes, a compiler, and the `node` of the path with its headers.
 */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { root } from '../../tests/interop/peers.ts'

const run = promisify(execFile)
const VERSION = '3.6.0'
const folder = join(root, '.cache/peers/node-rdkafka')
const pack = join(folder, 'node_modules/node-rdkafka')

/** The Node of the path, not the one that this repository brings: it is what the package is built for. */
function nodeOfPath(): { readonly path: string; readonly version: string } {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const node = folders.map((folder) => join(folder, 'node')).find((path) => existsSync(path))
  if (node === undefined) throw new Error('there is no node in the path')
  return { path: node, version: execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim() }
}

async function install(node: string): Promise<void> {
  if (existsSync(join(pack, 'build/Release/node-librdkafka.node'))) return
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, 'package.json'))) writeFileSync(join(folder, 'package.json'), '{"name":"peer","private":true}')
  const home = dirname(dirname(realpathSync(node)))
  const headers = existsSync(join(home, 'include/node/node.h')) ? [`--nodedir=${home}`] : []
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH']}` }
  await run('npm', ['install', '--no-audit', '--no-fund', ...headers, `node-rdkafka@${VERSION}`], { cwd: folder, env, timeout: 900_000, maxBuffer: 1 << 26 })
}

/** A program of ours that uses it, bundled for Node 20, which reads no TypeScript. @throws Error where another Node is in the path. */
export async function nodeRdkafka(program: string): Promise<{ readonly node: string; readonly program: string }> {
  const { path, version } = nodeOfPath()
  if (!version.startsWith('20.')) throw new Error(`node-rdkafka is measured on Node 20, which is not the node of the path (${version})`)
  await install(path)
  const outfile = join(folder, 'bench.cjs')
  await build({ entryPoints: [program], outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['node-rdkafka'], logLevel: 'error' })
  return { node: path, program: outfile }
}

/** librdkafka's own benchmark, in C. */
export async function rdkafkaPerformance(): Promise<string> {
  await install(nodeOfPath().path)
  const out = join(folder, 'rdkafka_performance')
  if (existsSync(out)) return out
  const library = join(pack, 'build/deps')
  const source = join(pack, 'deps/librdkafka')
  await run('gcc', ['-O2', '-w', `-I${source}/src`, join(source, 'examples/rdkafka_performance.c'), '-o', out, `-L${library}`, `-Wl,-rpath,${library}`, '-lrdkafka', '-lrt', '-lm'])
  return out
}
