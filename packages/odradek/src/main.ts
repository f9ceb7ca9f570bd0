#!/usr/bin/env node
/**
 * The program `odradek`. Finds the command and hands it the process as CommandIo; commands are loaded when they are
 * called, so that starting a broker does not load a client.
 */
import { homedir } from 'node:os'
import type { CommandIo, CommandRow } from './command-line.ts'

function newEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

function processIo(): CommandIo {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const byNpm = process.env['npm_lifecycle_event'] !== undefined
  const parent = process.ppid
  return {
    out(text) {
      if (process.stdout.write(text)) return undefined
      return new Promise((resolve) => {
        process.stdout.once('drain', resolve)
      })
    },
    err: (text) => void process.stderr.write(text),
    environment: process.env,
    platform: process.platform,
    home: homedir(),
    directory: process.cwd(),
    input: process.stdin,
    inputIsTerminal: process.stdin.isTTY === true,
    outputIsTerminal: process.stdout.isTTY === true,
    exit: (code) => process.exit(code),
    ...(byNpm ? { orphaned: () => process.ppid !== parent } : {}),
    onSignal(handler) {
      const interrupt = (): void => handler('SIGINT')
      const terminate = (): void => handler('SIGTERM')
      process.on('SIGINT', interrupt)
      process.on('SIGTERM', terminate)
      process.on('disconnect', terminate)
      process.channel?.unref()
      return () => {
        process.off('SIGINT', interrupt)
        process.off('SIGTERM', terminate)
        process.off('disconnect', terminate)
      }
    },
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (!newEnough()) {
    process.stderr.write(`Odradek needs Node 22.18 or newer; this is ${process.version}.\n`)
    return 1
  }
  const { run } = await import('./run.ts')
  return run(args, processIo())
}

export type { CommandRow }

// Streams flush and handles close on their own; a command that leaves something open has a bug that this would show.
process.exitCode = await main(process.argv.slice(2))
