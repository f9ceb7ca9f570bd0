// `npm start -- <flags>` is `odradek start <flags>`; `npm run odradek -- <command> <flags>` is any command.
// Builds the bundle when it is missing or older than a source, then becomes it. Plain JavaScript: runs on Node >= 20.
import { spawn, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { node24 } from './node24.mjs'
import { isStale } from './stale.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bundle = join(root, 'packages/odradek/dist/odradek.js')

const sources = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'src'))

const node = node24()
if (isStale(bundle, [...sources, join(root, 'scripts/build.ts')])) {
  const build = spawnSync(node, ['--conditions=@odradek/source', join(root, 'scripts/build.ts'), '--cli'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (build.status !== 0) {
    console.error('Odradek could not be built; the lines above say why.')
    process.exit(1)
  }
}

const given = process.argv.slice(2)
const args = [bundle, ...(given[0] === '--cli' ? given.slice(1) : ['start', ...given])]

if (process.execve && process.platform !== 'win32') {
  // Becoming the program leaves one process: signals, kill -9 and exit codes need no middleman.
  process.removeAllListeners('warning') // execve is called experimental
  process.execve(node, [node, ...args], process.env)
}
const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1)))
