/** The program as a process, bundled as users run it: what it says, how it stops, how it fails. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { after, before, test } from 'node:test'
import { createKafka } from '@odradek/client'
import { bundleCommandLine } from '../../../scripts/build.ts'

const scratch = mkdtempSync(join(tmpdir(), 'odradek-start-'))
const program = join(scratch, 'program/odradek.js')
let directories = 0

before(async () => {
  await bundleCommandLine(join(scratch, 'program'))
  writeFileSync(join(scratch, 'program/package.json'), '{"type":"module"}')
})
after(() => rmSync(scratch, { recursive: true, force: true }))

/** A path that nothing has used yet. */
function fresh(): string {
  directories += 1
  return join(scratch, `data-${directories}`)
}

interface Process {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly ended: Promise<{ code: number | null; out: string; err: string }>
  /** Resolves when standard output contains the text. */
  says(text: string): Promise<string>
}

function odradek(args: readonly string[], environment: Record<string, string> = {}, input: string = '', user: User = {}): Process {
  const child = spawn(process.execPath, [program, ...args], {
    ...user,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: join(scratch, 'home'), ...environment },
  })
  child.stdin.on('error', () => {}) // it may have ended without reading
  child.stdin.end(input)
  let out = ''
  let err = ''
  const waiting: (() => void)[] = []
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    for (const look of waiting) look()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }))
  })
  return {
    child,
    ended,
    says: (text) => new Promise((resolve, reject) => {
      const look = (): void => {
        if (out.includes(text)) resolve(out)
      }
      waiting.push(look)
      look()
      void ended.then((result) => reject(new Error(`ended with ${result.code} before it said "${text}": ${result.out}${result.err}`)))
    }),
  }
}

async function running(t: { after(fn: () => unknown): void }, args: readonly string[], environment: Record<string, string> = {}): Promise<Process & { port: number }> {
  const broker = odradek(['start', ...args], environment)
  t.after(async () => {
    broker.child.kill('SIGKILL')
    await broker.ended
  })
  const out = await broker.says('stop       Ctrl-C')
  return { ...broker, port: Number(/listening {2}\S+:(\d+)/.exec(out)?.[1]) }
}

interface User {
  readonly uid?: number
  readonly gid?: number
}

/** A user whom permissions bind, when the tests run as root. */
function somebodyElse(): User | undefined {
  const nobody = { uid: 65534, gid: 65534 }
  chmodSync(scratch, 0o755)
  return spawnSync(process.execPath, [program, '--version'], nobody).status === 0 ? nobody : undefined
}

const anyPort = ['--listeners', 'PLAINTEXT://127.0.0.1:0']

/** Runs a start that must fail: exit code 1, one line, nothing on standard output, and the directory as it was. */
async function refused(args: readonly string[], environment: Record<string, string> = {}, user: User = {}): Promise<string> {
  const { code, out, err } = await odradek(['start', ...args], environment, '', user).ended
  assert.equal(code, 1, err)
  assert.equal(out, '')
  assert.match(err, /^[^\n]+\n$/)
  assert.doesNotMatch(err, / {4}at /)
  return err.trimEnd()
}

test('start says where it listens, where its data lies and how to stop; SIGTERM and SIGINT end it with 0', async (t) => {
  const data = fresh()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const broker = await running(t, [...anyPort, '--data-dir', data])
    assert.ok(broker.port > 0)
    broker.child.kill(signal)
    const { code, out, err } = await broker.ended
    assert.equal(code, 0)
    assert.match(out, new RegExp(`data {7}${data}`))
    assert.match(out, /Stopping \.\.\.\nStopped/)
    assert.equal(err, '')
  }
})

test('data goes to the user\'s data directory when nobody says where', async (t) => {
  const home = fresh()
  await running(t, anyPort, { XDG_DATA_HOME: home })
  assert.ok(existsSync(join(home, 'odradek/meta.properties')))
})

test('the id and the cluster id stay over a restart, and after kill -9 too', async (t) => {
  const data = fresh()
  const first = await running(t, [...anyPort, '--data-dir', data, '--broker-id', '7'])
  const identity = /broker 7 of cluster \S+/.exec(await first.says('ready'))?.[0]
  assert.ok(identity)
  first.child.kill('SIGKILL')
  await first.ended
  const second = await running(t, [...anyPort, '--data-dir', data])
  assert.ok((await second.says('ready')).includes(identity))
})

test('settings: file, environment, override and flag, the later stronger', async (t) => {
  const data = fresh()
  const file = `${data}.properties`
  writeFileSync(`${file}.real`, `# a file\nlisteners=PLAINTEXT://127.0.0.1:1\nlog.dirs=/nowhere\nnum.partitions=\\\n  3\nbroker.id=1\nprocess.roles=broker\n`)
  symlinkSync(`${file}.real`, file)
  const broker = await running(t, [...anyPort, '--config', file, '--data-dir', data, '--admin-port', '0', '--override', 'num.partitions=5'],
    { ODRADEK_NUM_PARTITIONS: '4', ODRADEK_BROKER_ID: '2' })
  const url = /admin {6}(\S+)/.exec(await broker.says('admin'))?.[1]
  const answer = await (await fetch(`${url}/admin/v1/config`)).json() as { config: { name: string; value: string }[] }
  const value = (name: string): string | undefined => answer.config.find((entry) => entry.name === name)?.value
  assert.equal(value('num.partitions'), '5')
  assert.equal(value('broker.id'), '2')
  broker.child.kill('SIGTERM')
  const { err } = await broker.ended
  assert.match(err, /process\.roles is accepted and has no effect here/)
})

test('the admin endpoint is off unless asked for, and shows metrics when it is on', async (t) => {
  const silent = await running(t, [...anyPort, '--data-dir', fresh()])
  assert.doesNotMatch(await silent.says('ready'), /admin/)
  const broker = await running(t, [...anyPort, '--data-dir', fresh(), '--admin-port', '0'])
  const url = /admin {6}(\S+)/.exec(await broker.says('admin'))?.[1]
  const metrics = await (await fetch(`${url}/metrics`)).text()
  assert.match(metrics, /^odradek_info\{/m)
  assert.equal((await fetch(`${url}/admin/v1/broker`)).status, 200)
})

test('a listener that another process holds', async (t) => {
  const holder = createServer()
  await new Promise<void>((resolve) => {
    holder.listen(0, '127.0.0.1', resolve)
  })
  t.after(() => holder.close())
  const { port } = holder.address() as AddressInfo
  const data = fresh()
  assert.match(await refused(['--listeners', `PLAINTEXT://127.0.0.1:${port}`, '--data-dir', data]),
    new RegExp(`^Another process already listens on 127\\.0\\.0\\.1:${port}; .*\\.$`))
  assert.equal(existsSync(data), false)
  assert.match(await refused([...anyPort, '--data-dir', data, '--admin-port', String(port)]), /^Another process already listens on/)
  assert.equal(existsSync(data), false)
})

test('an address that is not of this machine', async () => {
  const data = fresh()
  assert.match(await refused(['--listeners', 'PLAINTEXT://192.0.2.1:9092', '--data-dir', data]), /^The address 192\.0\.2\.1:9092 is not one of this machine; /)
  assert.equal(existsSync(data), false)
})

test('a data directory that another broker holds', async (t) => {
  const data = fresh()
  await running(t, [...anyPort, '--data-dir', data])
  const before = readdirSync(data).toSorted()
  const link = fresh()
  symlinkSync(data, link)
  for (const path of [data, link]) {
    assert.match(await refused([...anyPort, '--data-dir', path]), /another (broker|process)/i)
  }
  assert.deepEqual(readdirSync(data).toSorted(), before)
})

test('two data directories of different clusters', async (t) => {
  const [one, other] = [fresh(), fresh()]
  for (const data of [one, other]) {
    const broker = await running(t, [...anyPort, '--data-dir', data])
    broker.child.kill('SIGTERM')
    await broker.ended
  }
  const both = join(one, '..')
  assert.match(await refused([...anyPort, '--data-dir', `${one},${other}`]), /cluster/i)
  assert.ok(existsSync(both))
})

test('another broker id than the one in the data directory', async (t) => {
  const data = fresh()
  const broker = await running(t, [...anyPort, '--data-dir', data, '--broker-id', '3'])
  broker.child.kill('SIGTERM')
  await broker.ended
  assert.match(await refused([...anyPort, '--data-dir', data, '--broker-id', '4']), /\b3\b.*\b4\b|\b4\b.*\b3\b/)
})

test('a data directory without permission, or that is a file', async (t) => {
  const file = fresh()
  writeFileSync(file, 'x')
  assert.match(await refused([...anyPort, '--data-dir', file]), new RegExp(`^${file} is not a directory; `))
  if (process.platform === 'linux') assert.match(await refused([...anyPort, '--data-dir', '/proc/odradek']), /^The data directory \/proc\/odradek cannot be used/)
  assert.match(await refused([...anyPort, '--data-dir', join(file, 'below')]), /not a directory/)
  const user = process.getuid?.() === 0 ? somebodyElse() : {}
  if (user === undefined) return t.diagnostic('permissions do not bind root, and nobody else can run Node here; not tried')
  const closed = fresh()
  mkdirSync(closed)
  chmodSync(closed, 0o555)
  assert.match(await refused([...anyPort, '--data-dir', join(closed, 'data')], {}, user), /may not write there|^No permission to write to /)
  assert.match(await refused([...anyPort, '--data-dir', closed], {}, user), /^No permission to write to /)
  assert.deepEqual(readdirSync(closed), [])
  chmodSync(closed, 0o000)
  assert.match(await refused([...anyPort, '--data-dir', closed], {}, user), /^No permission to write to |^The data directory /)
  chmodSync(closed, 0o700)
})

test('a start says what clients are told where it is another address, and warns when that leads nowhere', async () => {
  const broker = odradek(['start', '--listeners', 'PLAINTEXT://0.0.0.0:0', '--data-dir', fresh()], { ODRADEK_ADVERTISED_LISTENERS: 'PLAINTEXT://127.0.0.1:0' })
  await broker.says('stop       Ctrl-C')
  broker.child.kill('SIGTERM')
  const { out, err } = await broker.ended
  assert.match(out, /\n {2}listening {2}0\.0\.0\.0:(\d+), clients are told 127\.0\.0\.1:\1\n/)
  assert.match(err, /The listener PLAINTEXT is open on every interface .* set advertised\.listeners /)
})

test('wrong settings: a sentence with key, value, what is allowed, a likely spelling', async () => {
  const data = fresh()
  const at = [...anyPort, '--data-dir', data]
  assert.equal(await refused([...at, '--override', 'log.retenton.hours=5']), 'log.retenton.hours=5 is not a broker setting. Did you mean log.retention.hours?')
  assert.match(await refused([...at, '--override', 'log.segment.bytes=12']), /^log\.segment\.bytes=12 is not allowed: it takes a whole number of at least 1048576/)
  assert.match(await refused([...at, '--config', '/no/such/file']), /^--config \/no\/such\/file cannot be read: there is no such file\.$/)
  assert.match(await refused([...at, '--config', scratch]), /it is a directory/)
  assert.match(await refused(at, { ODRADEK_NUM_PARTITIONS: 'x' }), /^num\.partitions=x is not allowed/)
  assert.match(await refused([...at, '--zookeeper', 'localhost:2181']), /^--zookeeper cannot be used yet: /)
  assert.match(await refused([...at, '--admin-port', '99999']), /--admin-port 99999 is not allowed/)
  assert.equal(existsSync(data), false)
  const misused = await odradek(['start', '--listners', 'x']).ended
  assert.deepEqual([misused.code, misused.err], [2, '--listners is not an option of odradek start. Did you mean --listeners?\n'])
})

test('commands work against it: topics, produce, groups', async (t) => {
  const broker = await running(t, [...anyPort, '--data-dir', fresh()])
  const run = async (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
    odradek([...args, '--brokers', `127.0.0.1:${broker.port}`]).ended
  assert.match((await run('topics', 'list')).out, /There are no topics yet/)
  assert.deepEqual(await run('topics', 'create', 'orders', '--partitions', '2'), { code: 0, out: 'Created orders with 2 partitions.\n', err: '' })
  const again = await run('topics', 'create', 'orders')
  assert.equal(again.code, 1)
  assert.match(again.err, /TOPIC_ALREADY_EXISTS/)
  assert.equal((await run('produce', 'orders', '--partition', '1', '--value', 'hello')).out, '1 record, partition 1, offset 0\n')
  assert.deepEqual(JSON.parse((await run('topics', 'list', '--json')).out).map((one: { name: string; partitions: number }) => [one.name, one.partitions]), [['orders', 2]])
  assert.equal((await run('groups', 'reset', 'billing', '--topic', 'orders', '--to', 'latest')).code, 0)
  const [group] = JSON.parse((await run('groups', 'describe', 'billing', '--json')).out) as { positions: { partition: number; committed: number; lag: number }[] }[]
  assert.deepEqual(group?.positions.map((one) => [one.partition, one.committed, one.lag]), [[0, 0, 0], [1, 1, 0]])
  const gone = await run('topics', 'delete', 'nosuch')
  assert.equal(gone.code, 1)
  assert.match(gone.err, /See odradek topics list/)
})

test('consume: a topic, a group that goes on, JSON that produce takes back, a signal', async (t) => {
  const broker = await running(t, [...anyPort, '--data-dir', fresh()])
  const run = async (input: string | undefined, ...args: string[]): Promise<string> => {
    const { code, out, err } = await odradek([...args, '--brokers', `127.0.0.1:${broker.port}`], {}, input).ended
    assert.equal(code, 0, err)
    return out
  }
  await run(undefined, 'topics', 'create', 'orders')
  assert.equal(await run('a=1\nb=2\r\nc=3', 'produce', 'orders', '--key-separator', '='), '3 records\n')
  assert.equal(await run(undefined, 'consume', 'orders', '--until-end', '--key-separator', '/'), 'a/1\nb/2\nc/3\n')
  assert.equal(await run(undefined, 'consume', 'orders', '--from', '1', '--count', '1'), '2\n')
  assert.equal(await run(undefined, 'consume', 'orders', '--from', 'latest', '--until-end'), '')
  assert.equal(await run(undefined, 'consume', 'orders', '--group', 'g', '--count', '2'), '1\n2\n')
  assert.equal(await run(undefined, 'consume', 'orders', '--group', 'g', '--until-end'), '3\n')
  const lines = '{"key":null,"value":"text","headers":{"h":"1"}}\n{"keyBase64":"/w==","valueBase64":"/wA="}\n'
  assert.equal(await run(lines, 'produce', 'copy', '--json-lines'), '2 records\n')
  const read = (out: string): Record<string, unknown>[] => out.trimEnd().split('\n').map((line) => {
    const { key, keyBase64, value, valueBase64, headers } = JSON.parse(line) as Record<string, unknown>
    return { key, keyBase64, value, valueBase64, headers }
  })
  const first = await run(undefined, 'consume', 'copy', '--until-end', '--json')
  assert.deepEqual(read(first), [
    { key: null, keyBase64: undefined, value: 'text', valueBase64: undefined, headers: [{ key: 'h', value: '1' }] },
    { key: undefined, keyBase64: '/w==', value: undefined, valueBase64: '/wA=', headers: undefined },
  ])
  await run(first, 'produce', 'again', '--json-lines')
  assert.deepEqual(read(await run(undefined, 'consume', 'again', '--until-end', '--json')), read(first))
  const waiting = odradek(['consume', 'orders', '--brokers', `127.0.0.1:${broker.port}`])
  await waiting.says('3\n')
  waiting.child.kill('SIGINT')
  assert.deepEqual(await waiting.ended, { code: 0, out: '1\n2\n3\n', err: '' })
  const wrong = await odradek(['consume', 'nosuch', '--brokers', `127.0.0.1:${broker.port}`]).ended
  assert.equal(wrong.code, 1)
  assert.match(wrong.err, /UNKNOWN_TOPIC_OR_PARTITION/)
})

test('the admin endpoint shows a broker at work, and can close a connection', async (t) => {
  const broker = await running(t, [...anyPort, '--data-dir', fresh(), '--admin-port', '0'])
  const url = /admin {6}(\S+)/.exec(await broker.says('admin'))?.[1] ?? ''
  const look = async (path: string): Promise<Record<string, unknown[]>> => (await fetch(url + path)).json() as Promise<Record<string, unknown[]>>
  const kafka = createKafka({ brokers: `127.0.0.1:${broker.port}`, clientId: 'a test' })
  const [admin, producer] = [kafka.admin(), kafka.producer()]
  t.after(async () => {
    await producer.close()
    await admin.close()
  })
  await admin.createTopics([{ name: 'orders', partitions: 2 }])
  await producer.sendBatch('orders', [{ value: 'one', partition: 0 }, { value: 'two', partition: 0 }])
  await admin.setGroupOffsets('billing', [{ topic: 'orders', partition: 0, offset: 1 }])
  const metrics = await (await fetch(`${url}/metrics`)).text()
  assert.match(metrics, /^odradek_topic_records_in_total\{topic="orders"\} 2$/m)
  assert.match(metrics, /^odradek_group_lag\{group="billing"\} 1$/m)
  assert.match(metrics, /^odradek_request_seconds_count\{api="Produce"\} [1-9]/m)
  const { logs } = await look('/admin/v1/logs?topic=orders') as { logs: { partition: number; logEndOffset: number; leader: boolean }[] }
  assert.deepEqual(logs.map((log) => [log.partition, log.logEndOffset, log.leader]), [[0, 2, true], [1, 0, true]])
  const { offsets } = await look('/admin/v1/groups?group=billing')
  assert.deepEqual(offsets, [{ topic: 'orders', partition: 0, offset: 1, metadata: '', lag: 1 }])
  const { connections } = await look('/admin/v1/connections') as { connections: { id: string; clientId: string; softwareName: string }[] }
  assert.ok(connections.length >= 2)
  assert.ok(connections.every((one) => one.clientId === 'a test' && one.softwareName !== ''), JSON.stringify(connections))
  for (const { id } of connections) {
    const path = `${url}/admin/v1/connections/${encodeURIComponent(id)}/disconnect`
    assert.equal((await fetch(path, { method: 'POST' })).status, 403)
    assert.equal((await fetch(path, { method: 'POST', headers: { 'x-odradek-admin': '1' } })).status, 200)
  }
  assert.equal((await admin.listTopics()).length, 1)
  const ids = new Set(connections.map(({ id }) => id))
  const now = await look('/admin/v1/connections') as { connections: { id: string }[] }
  assert.ok(now.connections.every(({ id }) => !ids.has(id)))
})

test('nobody there: a sentence at once', async () => {
  const { code, err } = await odradek(['topics', 'list', '--brokers', '127.0.0.1:1']).ended
  assert.equal(code, 1)
  assert.match(err, /^No broker answers at 127\.0\.0\.1:1\. Is it running\?/)
})
