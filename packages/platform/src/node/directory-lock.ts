/**
 * A lock on a data directory that dies with its process: a listening IPC socket named after the directory's real path.
 * The kernel closes it however the process ends, so there is nothing stale to interpret, as there is with a pid file.
 *
 * Linux: a socket in the abstract namespace, which leaves no file. Windows: a named pipe. Elsewhere (macOS): a socket
 * file in the temporary folder; the file outlives its process, so a lock that is found is asked first (a connection
 * attempt), and a dead one is moved aside before it is removed, so that two takers cannot remove each other's.
 *
 * Its reach is one machine and one network namespace: two containers that share a volume do not see each other's.
 */
import { createHash, randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DirectoryLock } from '../file-system.ts'

export type LockKind = 'abstract' | 'pipe' | 'file'

function defaultKind(): LockKind {
  if (process.platform === 'linux') return 'abstract'
  return process.platform === 'win32' ? 'pipe' : 'file'
}

function socketName(realPath: string, kind: LockKind): string {
  const hash = createHash('sha256').update(realPath).digest('hex')
  if (kind === 'abstract') return `\0odradek-${hash}`
  if (kind === 'pipe') return `\\\\.\\pipe\\odradek-${hash}`
  // Socket paths are limited to 104 bytes on macOS, whose temporary folder takes half of them.
  return join(tmpdir(), `odradek-${hash.slice(0, 32)}.lock`)
}

/** Undefined when somebody listens there already. */
function listen(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(name, () => {
      server.unref()
      resolve(server)
    })
  })
}

function somebodyAnswers(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(name)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'))
  })
}

/** Removes a dead lock file. False when it turned out to be alive (and was put back). */
async function removeDead(name: string): Promise<boolean> {
  if (await somebodyAnswers(name)) return false
  const aside = `${name}.${randomUUID().slice(0, 8)}`
  try {
    fs.renameSync(name, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true
    throw error
  }
  // Between the question and the rename another process may have taken over: what was moved would then be its lock.
  if (await somebodyAnswers(aside)) {
    fs.renameSync(aside, name)
    return false
  }
  fs.rmSync(aside, { force: true })
  return true
}

/** `realPath` has its symbolic links resolved. Resolves to undefined when another holder lives. */
export async function lockDirectory(realPath: string, kind: LockKind = defaultKind()): Promise<DirectoryLock | undefined> {
  const name = socketName(realPath, kind)
  let server = await listen(name)
  if (server === undefined && kind === 'file' && (await removeDead(name))) server = await listen(name)
  if (server === undefined) return undefined
  const held = server
  let released: Promise<void> | undefined
  return {
    release: () => (released ??= new Promise((resolve) => {
      held.close(() => resolve())
    })),
  }
}
