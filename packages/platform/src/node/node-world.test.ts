// What only the real world does: the lock that dies with its process, HTTP, the text log, TLS details.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { HttpServer } from '../http.ts'
import { silentLog } from '../log.ts'
import { testCertificate, testKey } from '../testing/certificate.ts'
import type { ConnectionHandler } from '../transport.ts'
import { isListedAsLocked, lockDirectory, type LockKind } from './directory-lock.ts'
import { nodeHttp, nodeTransport, nodeWorld, textLog } from './index.ts'

const scratch = mkdtempSync(join(tmpdir(), 'odradek-node-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

const kinds: LockKind[] = process.platform === 'linux' ? ['abstract', 'file'] : ['file']

describe('directory lock', () => {
  for (const kind of kinds) {
    it(`${kind}: dies with its process, however that ends`, async () => {
      const path = mkdtempSync(join(scratch, 'lock-'))
      const program = `
        import { lockDirectory } from ${JSON.stringify(join(import.meta.dirname, 'directory-lock.ts'))}
        await lockDirectory(${JSON.stringify(path)}, ${JSON.stringify(kind)})
        process.stdout.write('held')
        setInterval(() => {}, 1000)`
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
      await new Promise((resolve) => child.stdout.once('data', resolve))
      assert.equal(await lockDirectory(path, kind), undefined)
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
      // Several at once want what the dead one left: one gets it.
      const takers = await Promise.all(Array.from({ length: 5 }, () => lockDirectory(path, kind)))
      const winners = takers.filter((lock) => lock !== undefined)
      assert.equal(winners.length, 1)
      assert.equal(await lockDirectory(path, kind), undefined)
      await winners[0]!.release()
      const next = await lockDirectory(path, kind)
      assert.ok(next)
      await next.release()
    })
  }
})

async function serve(handle: Parameters<HttpServer['listen']>[1]): Promise<string> {
  const server = await nodeHttp(silentLog).listen({ host: '127.0.0.1', port: 0 }, handle)
  after(() => server.close())
  return `http://127.0.0.1:${server.port}`
}

function nap(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms))
}

describe('HTTP', () => {
  it('hands over the request and sends the response', async () => {
    const url = await serve(async (request) => ({
      status: 201,
      headers: { 'x-was': request.headers['x-is'] ?? '' },
      body: `${request.method} ${request.path} ${request.query.get('q')} ${(await request.body()).length} ${request.remoteAddress}`,
    }))
    const response = await fetch(`${url}/a/b?q=1`, { method: 'PUT', body: 'abc', headers: { 'x-is': 'here' } })
    assert.equal(response.status, 201)
    assert.equal(response.headers.get('x-was'), 'here')
    assert.equal(await response.text(), 'PUT /a/b 1 3 127.0.0.1')
    const head = await fetch(`${url}/a`, { method: 'HEAD' })
    assert.equal(await head.text(), '')
    assert.ok(Number(head.headers.get('content-length')) > 0)
  })

  it('bounds bodies, hides exceptions, refuses nonsense', async () => {
    const url = await serve(async (request) => {
      if (request.path === '/throw') throw new Error('a secret')
      return { status: 200, body: await request.body() }
    })
    assert.equal((await fetch(url, { method: 'POST', body: Buffer.alloc(1024 * 1024 + 1) })).status, 413)
    assert.equal((await (await fetch(url, { method: 'POST', body: Buffer.alloc(1024 * 1024) })).arrayBuffer()).byteLength, 1024 * 1024)
    const failed = await fetch(`${url}/throw`)
    assert.equal(failed.status, 500)
    assert.ok(!(await failed.text()).includes('secret'))
    const port = Number(new URL(url).port)
    const raw = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'))
      let text = ''
      socket.on('data', (chunk) => (text += chunk.toString()))
      socket.on('close', () => resolve(text))
    })
    assert.match(raw, /^HTTP\/1.1 400 /)
  })

  it('streams, and stops the stream of a reader who left', async () => {
    const seen = new Set<string>()
    const url = await serve((request) => {
      request.signal.addEventListener('abort', () => seen.add('aborted'))
      return {
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: (async function* () {
          try {
            for (let i = 0; ; i++) {
              yield `data: ${i}\n\n`
              await nap(1)
            }
          } finally {
            seen.add('stopped')
          }
        })(),
      }
    })
    const response = await fetch(url)
    const reader = response.body!.getReader()
    const first = await reader.read()
    assert.match(Buffer.from(first.value!).toString(), /^data: 0\n\n/)
    await reader.cancel()
    while (seen.size < 2) await nap(1)
  })

  it('makes so many answers at a time and no more, pipelined ones included, and makes more when they have left', async () => {
    let answers: (() => void)[] = []
    let begun = 0
    const url = await serve(() => {
      begun++
      return new Promise((resolve) => answers.push(() => resolve({ status: 200, body: 'x' })))
    })
    const port = Number(new URL(url).port)
    const statusesOf = (count: number): Promise<string[]> => new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(count)))
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk.toString()
        const statuses = text.match(/HTTP\/1\.1 \d+/g) ?? []
        if (statuses.length === count || statuses.some((status) => status.endsWith('503'))) resolve(statuses.map((status) => status.slice(9)))
      })
    })
    const pipelined = statusesOf(1000)
    while (begun < 32) await nap(1)
    await nap(20)
    assert.equal(begun, 32)
    for (const answer of answers) answer()
    assert.deepEqual(await pipelined, [...Array.from({ length: 32 }, () => '200'), '503'])
    answers = []
    const again = fetch(url)
    while (answers.length === 0) await nap(1)
    answers[0]?.()
    assert.equal((await again).status, 200)
    // A client that leaves gives its place back, too.
    const gone = Array.from({ length: 32 }, () => new AbortController())
    begun = 0
    for (const { signal } of gone) fetch(url, { signal }).catch(() => {})
    while (begun < 32) await nap(1)
    assert.equal((await fetch(url)).status, 503)
    for (const one of gone) one.abort()
    await nap(20)
    answers = []
    const last = fetch(url)
    while (answers.length === 0) await nap(1)
    answers[0]?.()
    assert.equal((await last).status, 200)
  })

  it('says when the port is taken', async () => {
    const url = await serve(() => ({ status: 204 }))
    assert.equal((await fetch(url)).status, 204)
    const port = Number(new URL(url).port)
    await assert.rejects(nodeHttp(silentLog).listen({ host: '127.0.0.1', port }, () => ({ status: 200 })), { code: 'EADDRINUSE' })
  })
})

describe('text log', () => {
  it('writes a line a call, from its level on, and lets nobody forge one', () => {
    const lines: string[] = []
    const log = textLog({ write: (line) => lines.push(line) }, 'info')
    log.debug('no')
    log.info('started\n2026 ERROR forged')
    log.warn({ topic: 'a b', count: 3, id: 10n, nothing: undefined, list: [1, 'x\u001b[31m'] }, 'odd')
    log.error({ error: new Error('boom') }, 'failed')
    log.warn({ client: 'two words \u009b31m\u2028' }, 'odder')
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    log.error({ circular })
    assert.equal(lines.length, 5)
    for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z (INFO|WARN|ERROR) +[^\n]*\n$/)
    assert.match(lines[0]!, /INFO {2}started\\n2026 ERROR forged\n$/)
    assert.match(lines[1]!, /WARN {2}odd topic="a b" count=3 id=10 list=\[1,"x\\u001b\[31m"\]\n$/)
    assert.match(lines[3]!, /WARN {2}odder client="two words \\u009b31m\\u2028"\n$/)
    assert.match(lines[2]!, /ERROR failed error="Error: boom\\n/)
  })
})

function quiet(): ConnectionHandler {
  return { target: () => Buffer.alloc(100), received() {}, ended() {}, closed() {}, drained() {} }
}

describe('node transport', () => {
  it('gives up on a server that accepts and says nothing', async () => {
    const sockets: Socket[] = []
    const mute = createServer((socket) => void sockets.push(socket))
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as { port: number }
    const attempt = nodeTransport().connect({ host: '127.0.0.1', port, tls: {}, timeoutMs: 50 })
    await assert.rejects(attempt, { code: 'ETIMEDOUT' })
    for (const socket of sockets) socket.destroy()
    mute.close()
  })

  it('names the client of mutual TLS, and refuses a certificate it does not know', async () => {
    const transport = nodeTransport()
    const names: (string | undefined)[] = []
    const listener = await transport.listen({
      host: '127.0.0.1', port: 0, tls: { key: testKey, cert: testCertificate, ca: testCertificate, requestCert: true, rejectUnauthorized: true },
    }, (connection) => {
      names.push(connection.tls?.peerDistinguishedName)
      connection.start({ ...quiet(), ended: () => connection.end() })
    })
    const tls = { ca: testCertificate, servername: 'localhost', key: testKey, cert: testCertificate }
    const client = await transport.connect({ host: '127.0.0.1', port: listener.port, tls })
    assert.match(client.tls!.protocol, /^TLSv1/)
    assert.match(client.tls!.peerDistinguishedName!, /CN=localhost/)
    client.start(quiet())
    client.write([Buffer.from('x')])
    while (names.length === 0) await nap(1)
    assert.deepEqual(names, ['O=Odradek tests,CN=localhost'])
    client.end()
    await assert.rejects(transport.connect({ host: '127.0.0.1', port: listener.port, tls: { servername: 'localhost' } }),
      { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    await listener.close()
  })

  it('refuses a listener with a broken key', async () => {
    await assert.rejects(nodeTransport().listen({ host: '127.0.0.1', port: 0, tls: { key: 'no key', cert: testCertificate } }, () => {}))
  })
})

describe('node world', () => {
  it('knows its process', async () => {
    const world = nodeWorld()
    assert.equal(world.process.pid, process.pid)
    assert.ok(world.process.residentBytes() > 1e6 && world.process.heapUsedBytes() > 1e5 && world.process.cpuSeconds() > 0)
    assert.ok(world.process.memoryBytes() > 1e8)
    assert.ok(process.platform !== 'linux' || (world.process.openFilesLimit() ?? 0) > 16)
    assert.equal(world.process.loopDelayMs(99), 0)
    await world.scheduler.sleep(30)
    const until = performance.now() + 60
    while (performance.now() < until);
    await world.scheduler.sleep(30)
    const [p100, again] = [world.process.loopDelayMs(100), world.process.loopDelayMs(100)]
    assert.ok(p100 > 30, String(p100))
    assert.equal(again, p100)
  })

  it('leaves no handle behind', { skip: process.platform !== 'linux' }, async () => {
    const path = join(mkdtempSync(join(scratch, 'handles-')), 'a')
    writeFileSync(path, 'x')
    const before = readdirSync('/proc/self/fd').length
    const { fs } = nodeWorld()
    for (let i = 0; i < 20; i++) {
      const file = fs.open(path, 'rw')
      const work = [file.sync(), file.read(Buffer.alloc(1), 0, 1, 0)]
      file.closeSync()
      await Promise.all(work)
      assert.throws(() => fs.open(scratch, 'r'), { code: 'EISDIR' })
    }
    await nap(20)
    assert.equal(readdirSync('/proc/self/fd').length, before)
  })
})

describe('locks of other programs', () => {
  it('are found in the list of the kernel, by device and inode', () => {
    const locks = '1: FLOCK  ADVISORY  WRITE 7 fd:01:77 0 EOF\n2: POSIX  ADVISORY  WRITE 1234 fd:01:5678 0 EOF\n' +
      '2: -> POSIX  ADVISORY  WRITE 9 fd:01:99 0 EOF\n3: POSIX  ADVISORY  READ  8 08:101:12 128 128\n4: OFDLCK ADVISORY  WRITE -1 00:2a:5 0 EOF\n'
    assert.equal(isListedAsLocked(locks, { dev: 0xfd01n, ino: 5678n }), true)
    assert.equal(isListedAsLocked(locks, { dev: 0x2an, ino: 5n }), true)
    for (const [dev, ino] of [[0xfd01n, 77n], [0xfd02n, 5678n], [0xfd01n, 567n], [0xfd01n, 99n], [0x100801n, 12n]] as const) {
      assert.equal(isListedAsLocked(locks, { dev, ino }), false)
    }
    assert.equal(isListedAsLocked('', { dev: 1n, ino: 1n }), false)
  })
})
