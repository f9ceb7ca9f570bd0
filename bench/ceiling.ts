/**
 * The load generator's own ceiling: the same plans against a server that answers without looking at what it was asked.
 * What a broker reaches below these figures is the broker's; close to them, the generator's.
 */
import { execFile } from 'node:child_process'
import { type Server, Socket, createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Case, cases } from './cases.ts'
import { type LoadResult, buildBatch } from './load.ts'

const run = promisify(execFile)
const SIZE_BYTES = 4

/** Answers every frame with the same bytes, as soon as its last byte is there. Runs in a process of its own. */
function serve(answer: Buffer): Server {
  const scratch = Buffer.allocUnsafeSlow(1 << 20)
  return createServer({ pauseOnConnect: true }, (accepted) => {
    let left = 0
    let size = 0
    let sizeBytes = 0
    const holder = accepted as unknown as { _handle: object | null }
    const handle = holder._handle
    holder._handle = null
    const socket = new Socket({ handle, onread: { buffer: scratch, callback: receive } } as never)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.resume()
    function receive(count: number, buffer: Uint8Array): boolean {
      let answers = 0
      for (let at = 0; at < count;) {
        if (left === 0) {
          size = (size << 8) | buffer[at++]!
          if (++sizeBytes < SIZE_BYTES) continue
          left = size
          size = sizeBytes = 0
          continue
        }
        const step = Math.min(left, count - at)
        left -= step
        at += step
        if (left === 0) answers++
      }
      socket.cork()
      for (; answers > 0; answers--) socket.write(answer)
      socket.uncork()
      return true
    }
  })
}

/** Runs the plans of `wanted` against the idle server and prints what the generator reaches. */
export async function ceiling(wanted: (test: Case) => boolean): Promise<void> {
  const { batch, records } = buildBatch(16 * 1024, 100, 'none')
  for (const test of cases) {
    if (!wanted(test) || test.tail === true) continue
    const perFetch = Math.max(1, Math.floor(test.plan.batchBytes / batch.length))
    const script = `import { serveCeiling } from ${JSON.stringify(import.meta.filename)}; serveCeiling(${SIZE_BYTES + (test.plan.kind === 'produce' ? 60 : perFetch * batch.length + 80)})`
    const server = execFile(process.execPath, ['--conditions=@odradek/source', '--input-type=module', '--eval', script])
    try {
      const port = await new Promise<number>((resolve) => server.stdout!.once('data', (text: string) => resolve(Number(text))))
      const plan = {
        ...test.plan, port, topic: 'none0', rate: 0, requests: Math.max(100, Math.floor((test.runBytes * 0.3) / test.plan.batchBytes)),
        ...(test.plan.kind === 'fetch' ? { log: { batches: 2000, batchBytes: batch.length, records, firstBatch: 0 } } : {}),
      }
      const { stdout } = await run(process.execPath, ['--conditions=@odradek/source', join(import.meta.dirname, 'load.ts'), JSON.stringify(plan)])
      const result = JSON.parse(stdout) as LoadResult
      const rate = result.requests / result.seconds
      console.log(`| the load generator alone: ${test.name} | ${Math.round(rate).toLocaleString('en')} req/s, ${Math.round(result.megabytes / result.seconds).toLocaleString('en')} MB/s | | | p99 ${Math.round(result.p99Us)} µs | |`)
    } finally {
      server.kill('SIGKILL')
    }
  }
}

/** The server's side, in its own process: prints its port. */
export function serveCeiling(bytes: number): void {
  const answer = Buffer.alloc(bytes)
  answer.writeInt32BE(bytes - SIZE_BYTES, 0)
  const server = serve(answer)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.stdout.write(String(typeof address === 'object' && address !== null ? address.port : 0))
  })
}
