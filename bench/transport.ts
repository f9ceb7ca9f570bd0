/**
 * The transport alone, on loopback: frames of 1 MiB and 16 KiB to a sink that acknowledges each, from a source, and
 * echoed, with the server reading in place ('onread') and by 'data' events. Two processes; the client always reads in
 * place. Each figure is the median of several turns, the two ways of reading alternating.
 *
 * node scripts/node.mjs bench/transport.ts [seconds per turn = 1] [turns = 3]
 */
import { spawn, type ChildProcess } from 'node:child_process'
import type { Connection } from '@odradek/platform'
import { nodeTransport } from '@odradek/platform/node'

type Reading = 'in-place' | 'data'
type Work = 'sink' | 'source' | 'echo'

const headerBytes = 12
const scratch = Buffer.alloc(256 * 1024)
const connections = 4
const inFlight = 4

/** Cuts frames (length, answer length, anything) in place: small ones in the scratch buffer, large ones in their own. */
function cutFrames(connection: Connection, onFrame: (answerBytes: number) => void): void {
  const header = Buffer.alloc(headerBytes)
  const pool: Buffer[] = []
  let headerAt = 0
  let left = 0
  let own: Buffer | undefined
  let ownAt = 0
  let target: Buffer = scratch
  const take = (bytes: Buffer): void => {
    let at = 0
    while (at < bytes.length) {
      if (left === 0) {
        const part = Math.min(headerBytes - headerAt, bytes.length - at)
        bytes.copy(header, headerAt, at, at + part)
        headerAt += part
        at += part
        if (headerAt < headerBytes) return
        headerAt = 0
        left = header.readUInt32BE(0) - headerBytes
      } else {
        const part = Math.min(left, bytes.length - at)
        left -= part
        at += part
      }
      if (left === 0) onFrame(header.readUInt32BE(4))
    }
    // The rest of a large frame goes straight into a buffer of its own, as in a broker.
    if (left > scratch.length) {
      own = pool.pop() ?? Buffer.alloc(1024 * 1024)
      ownAt = 0
    }
  }
  connection.start({
    target() {
      target = own ? own.subarray(ownAt, Math.min(own.length, ownAt + left)) : scratch
      return target
    },
    received(length) {
      if (own === undefined) return take(scratch.subarray(0, length))
      ownAt += length
      left -= length
      if (left > 0) return
      pool.push(own)
      own = undefined
      onFrame(header.readUInt32BE(4))
    },
    ended: () => connection.end(),
    closed: () => {},
    drained: () => {},
  })
}

function frame(bytes: number, answerBytes: number): Buffer {
  const buffer = Buffer.alloc(bytes, 1)
  buffer.writeUInt32BE(bytes, 0)
  buffer.writeUInt32BE(answerBytes, 4)
  return buffer
}

async function serve(reading: Reading): Promise<void> {
  const answers = new Map<number, Buffer>()
  const listener = await nodeTransport({ reading }).listen({ host: '127.0.0.1', port: 0 }, (connection) => {
    let queued: Buffer[] = []
    cutFrames(connection, (answerBytes) => {
      let answer = answers.get(answerBytes)
      if (!answer) answers.set(answerBytes, (answer = frame(answerBytes, 0)))
      // One write per connection and turn.
      if (queued.push(answer) > 1) return
      setImmediate(() => {
        connection.write(queued)
        queued = []
      })
    })
  })
  process.send!(listener.port)
}

async function load(port: number, requestBytes: number, answerBytes: number, ms: number): Promise<number> {
  const request = frame(requestBytes, answerBytes)
  let frames = 0
  const open: Connection[] = []
  for (let i = 0; i < connections; i++) {
    const connection = await nodeTransport().connect({ host: '127.0.0.1', port })
    open.push(connection)
    cutFrames(connection, () => {
      frames++
      connection.write([request])
    })
    for (let j = 0; j < inFlight; j++) connection.write([request])
  }
  await new Promise((resolve) => void setTimeout(resolve, 200))
  const before = frames
  const startMs = performance.now()
  await new Promise((resolve) => void setTimeout(resolve, ms))
  const perSecond = ((frames - before) * 1000) / (performance.now() - startMs)
  for (const connection of open) connection.destroy()
  return perSecond
}

function start(reading: Reading): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, 'serve', reading], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve) => void child.once('message', (port) => resolve({ child, port: port as number })))
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0
}

async function main(seconds: number, turns: number): Promise<void> {
  const servers = { 'in-place': await start('in-place'), data: await start('data') }
  console.log('case               in place MB/s (frames/s)    data MB/s (frames/s)   ratio')
  for (const size of [1024 * 1024, 16 * 1024]) {
    for (const work of ['sink', 'source', 'echo'] as const satisfies readonly Work[]) {
      const request = work === 'source' ? 64 : size
      const answer = work === 'sink' ? 64 : size
      const results: Record<Reading, number[]> = { 'in-place': [], data: [] }
      for (let turn = 0; turn < turns; turn++) {
        for (const reading of ['in-place', 'data'] as const) {
          results[reading].push(await load(servers[reading].port, request, answer, seconds * 1000))
        }
      }
      const [inPlace, data] = [median(results['in-place']), median(results.data)]
      const show = (rate: number): string => `${((rate * size) / 1e6).toFixed(0).padStart(8)} (${rate.toFixed(0).padStart(7)})`
      console.log(`${`${size / 1024} KiB ${work}`.padEnd(18)} ${show(inPlace).padStart(26)} ${show(data).padStart(23)} ${(inPlace / data).toFixed(2).padStart(7)}`)
    }
  }
  for (const { child } of Object.values(servers)) child.kill()
}

if (process.argv[2] === 'serve') await serve(process.argv[3] as Reading)
else await main(Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 3))
