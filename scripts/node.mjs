// Runs a TypeScript source of this repository on Node 24, workspaces resolved to their sources.
import { spawn } from 'node:child_process'
import { node24 } from './node24.mjs'

const child = spawn(node24(), ['--conditions=@odradek/source', ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
