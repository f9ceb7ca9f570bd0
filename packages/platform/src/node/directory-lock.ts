/**
 * A lock on a data directory that dies with its process: a listening IPC socket named after the directory's real path.
 * The kernel closes it however the process ends, so there is nothing stale to interpret, as there is with a pid file.
 *
 * Linux: one socket in the abstract namespace, which leaves no file. Windows: one named pipe. Both are exclusive by name.
 * Elsewhere (macOS) sockets are files that outlive their process; see `lockByFiles`.
 *
 * Programs that lock a file `.lock` in the directory instead, as Java programs do, are noticed on Linux, which lists the
 * locks of all processes.
 *
 * Its reach is one machine and one network namespace: two containers that share a volume do not see each other's.
 */
import { createHash, randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { DirectoryLock } from '../file-system.ts'

export type LockKind = 'abstract' | 'pipe' | 'file'

function defaultKind(): LockKind {
  if (process.platform === 'linux') return 'abstract'
  return process.platform === 'win32' ? 'pipe' : 'file'
}

/** Undefined when somebody listens there already. */
function listen(name: string, greet: () => string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end(greet())
    })
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

function close(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}

function asLock(server: Server): DirectoryLock {
  let released: Promise<void> | undefined
  return { release: () => (released ??= close(server)) }
}

type Answer = 'held' | 'trying' | 'dead'

const answerMs = 1000

/** A process that is stopped accepts (its kernel does) and says nothing: it holds. */
function ask(name: string): Promise<Answer> {
  return new Promise((resolve) => {
    let greeting = ''
    const socket = connect(name)
    const timer = setTimeout(() => socket.destroy(), answerMs)
    socket.on('data', (chunk) => (greeting += chunk.toString()))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') greeting = 'dead'
    })
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(greeting === 'trying' || greeting === 'dead' ? greeting : 'held')
    })
  })
}

/**
 * One attempt: listens under a name nobody ever had, then asks everybody else. Names are not reused, so a dead one is
 * dead for good and may be removed by anyone. Of two who try at once at least one sees the other, because each asks
 * only when it listens itself.
 *
 * One gap is left and closed by the last check: between `bind` and `listen` a socket looks dead and its file may be
 * removed; whoever removes it does so while still listening, so if nobody was found, the removal has happened.
 */
async function tryFiles(prefix: string): Promise<Server | 'held' | 'again'> {
  const own = `${prefix}.${randomUUID().slice(0, 8)}`
  let greeting: Answer = 'trying'
  const server = await listen(own, () => greeting)
  if (server === undefined) return 'again'
  const answers: Answer[] = []
  for (const name of fs.readdirSync(dirname(prefix))) {
    const other = join(dirname(prefix), name)
    if (!name.startsWith(`${basename(prefix)}.`) || other === own) continue
    const answer = await ask(other)
    if (answer === 'dead') fs.rmSync(other, { force: true })
    answers.push(answer)
  }
  if (answers.every((answer) => answer === 'dead') && fs.existsSync(own)) {
    greeting = 'held'
    return server
  }
  await close(server)
  return answers.includes('held') ? 'held' : 'again'
}

const attempts = 20

async function lockByFiles(prefix: string): Promise<DirectoryLock | undefined> {
  for (let i = 0; i < attempts; i++) {
    const outcome = await tryFiles(prefix)
    if (outcome === 'held') return undefined
    if (outcome !== 'again') return asLock(outcome)
    // Several tried at once and all stood back: not in step a second time.
    const pauseMs = 1 + Math.random() * 10 * (i + 1)
    await new Promise((resolve) => void setTimeout(resolve, pauseMs))
  }
  return undefined
}

/**
 * Whether a process holds a POSIX lock on the file, going by the text of Linux's /proc/locks:
 * `1: POSIX  ADVISORY  WRITE 1234 fd:01:5678 0 EOF`, device numbers in hexadecimal.
 */
export function isListedAsLocked(locks: string, { dev, ino }: { readonly dev: bigint; readonly ino: bigint }): boolean {
  const hex = (number: bigint): string => number.toString(16).padStart(2, '0')
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n)
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xfff00n)
  const file = `${hex(major)}:${hex(minor)}:${ino}`
  return locks.split('\n').some((line) => {
    const [, kind, , access, , where] = line.split(/\s+/)
    return (kind === 'POSIX' || kind === 'OFDLCK') && access === 'WRITE' && where === file
  })
}

function isLockedByFile(path: string): boolean {
  if (process.platform !== 'linux') return false
  try {
    return isListedAsLocked(fs.readFileSync('/proc/locks', 'latin1'), fs.statSync(path, { bigint: true }))
  } catch {
    return false // no such file, or a system that does not show its locks
  }
}

/** `realPath` has its symbolic links resolved. Resolves to undefined when another holder lives. */
export async function lockDirectory(realPath: string, kind: LockKind = defaultKind()): Promise<DirectoryLock | undefined> {
  if (isLockedByFile(join(realPath, '.lock'))) return undefined
  const hash = createHash('sha256').update(realPath).digest('hex')
  // Socket paths are limited to 104 bytes on macOS, whose temporary folder takes half of them.
  if (kind === 'file') return lockByFiles(join(tmpdir(), `odradek-${hash.slice(0, 24)}`))
  const server = await listen(kind === 'abstract' ? `\0odradek-${hash}` : `\\\\.\\pipe\\odradek-${hash}`, () => 'held')
  return server && asLock(server)
}
