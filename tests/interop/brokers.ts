/**
 * Brokers to test against, each a process of its own on loopback: ours (the bundle, as users run it) and Apache Kafka
 * 4.3.1 (KRaft) or 3.9.2 (with its ZooKeeper). Both can be killed with -9 and started again on the same data.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kafkaJars, root } from './peers.ts'
import { type Proxy, tcpProxy } from './proxy.ts'

export interface TestBroker {
  readonly name: string
  /** Where clients connect: the proxy when there is one. */
  readonly bootstrap: string
  readonly dataDir: string
  readonly proxy: Proxy | undefined
  /** Process id of the running broker. */
  pid(): number
  start(): Promise<void>
  /** SIGKILL, then waits until the process is gone. */
  kill(): Promise<void>
  /** SIGTERM, then waits. */
  stop(): Promise<void>
  /** Stops it and removes its data. */
  dispose(): Promise<void>
  /** The last lines it printed. */
  output(): string
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

export async function waitForPort(port: number, timeoutMs: number, alive: () => boolean): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port })
      socket.on('connect', () => (socket.destroy(), resolve(true)))
      socket.on('error', () => resolve(false))
    })
    if (open) return
    if (!alive()) throw new Error('the broker process ended before it listened')
    if (Date.now() > deadline) throw new Error(`nothing listens on ${port} after ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

interface Launch {
  readonly name: string
  readonly port: number
  readonly proxy: Proxy | undefined
  readonly folder: string
  readonly dataDir: string
  readonly command: string
  readonly args: readonly string[]
  readonly startTimeoutMs: number
  readonly env?: Readonly<Record<string, string>>
  readonly before?: () => Promise<void>
}

function processBroker(launch: Launch): TestBroker {
  let child: ChildProcess | undefined
  const logFile = join(launch.folder, 'output.txt')
  const ended = (process: ChildProcess): Promise<void> =>
    process.exitCode !== null || process.signalCode !== null
      ? Promise.resolve()
      : new Promise((resolve) => process.once('exit', () => resolve()))
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    if (child === undefined) return
    if (launch.proxy !== undefined && name === 'SIGKILL') await launch.proxy.close()
    const gone = ended(child)
    child.kill(name)
    const force = setTimeout(() => child?.kill('SIGKILL'), 30_000)
    await gone
    clearTimeout(force)
    child = undefined
  }
  return {
    name: launch.name,
    bootstrap: `127.0.0.1:${launch.proxy?.port ?? launch.port}`,
    dataDir: launch.dataDir,
    proxy: launch.proxy,
    pid: () => child?.pid ?? -1,
    async start() {
      await launch.before?.()
      // Whoever was late to start it again (a scenario that ran out of time, say) must not leave two behind.
      if (child !== undefined && child.exitCode === null && child.signalCode === null) return
      const out = openSync(logFile, 'a')
      const started = spawn(launch.command, launch.args, {
        stdio: ['ignore', out, out],
        cwd: launch.folder,
        env: { ...process.env, ...launch.env },
      })
      closeSync(out)
      child = started
      await waitForPort(launch.port, launch.startTimeoutMs, () => started.exitCode === null && started.signalCode === null).catch(
        (error: unknown) => {
          throw new Error(`${launch.name} did not start: ${String(error)}\n${lastLines(logFile)}`)
        },
      )
      await launch.proxy?.listen()
    },
    kill: () => signal('SIGKILL'),
    stop: () => signal('SIGTERM'),
    async dispose() {
      await launch.proxy?.close()
      await signal('SIGTERM')
      rmSync(launch.folder, { recursive: true, force: true })
    },
    output: () => lastLines(logFile),
  }
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-40).join('\n')
  } catch {
    return ''
  }
}

/** The machine that Apache Kafka is meant to run on: what a benchmark compares with. The default saves time in tests. */
export const productionJava: readonly string[] = ['-Xms1G', '-Xmx1G', '-XX:+UseG1GC']

export interface BrokerOptions {
  readonly overrides?: Readonly<Record<string, string>>
  readonly port?: number
  /** Existing data, or a new scratch directory. */
  readonly dataDir?: string
  /** Puts a proxy in front that can cut connections; the broker advertises the proxy's port. */
  readonly proxied?: boolean
  /** More arguments of the start command. */
  readonly args?: readonly string[]
  /** Shell command before the broker's, such as `ulimit -n 4096`. */
  readonly shell?: string
  /** Options of Apache Kafka's Java machine instead of those that make it start fast and run slowly: for measuring. */
  readonly java?: readonly string[]
}

async function proxyFor(port: number, options: BrokerOptions): Promise<Proxy | undefined> {
  return options.proxied === true ? tcpProxy(await freePort(), port) : undefined
}

function advertised(proxy: Proxy | undefined): Record<string, string> {
  return proxy === undefined ? {} : { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${proxy.port}` }
}

/** Our broker as users run it: the bundle, on the Node that the repository brings. */
export async function odradekBroker(options: BrokerOptions = {}): Promise<TestBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'odradek-'))
  const port = options.port ?? (await freePort())
  const proxy = await proxyFor(port, options)
  const dataDir = options.dataDir ?? join(folder, 'data')
  const overrides = { 'group.initial.rebalance.delay.ms': '0', ...advertised(proxy), ...options.overrides }
  const args = [
    join(root, 'packages/odradek/dist/odradek.js'), 'start', '--listeners', `PLAINTEXT://127.0.0.1:${port}`,
    '--data-dir', dataDir, ...(options.args ?? []),
    ...Object.entries(overrides).flatMap(([key, value]) => ['--override', `${key}=${value}`]),
  ]
  return processBroker({
    name: 'odradek',
    port,
    proxy,
    folder,
    dataDir,
    command: options.shell === undefined ? process.execPath : 'sh',
    args: options.shell === undefined ? args : ['-c', `${options.shell} && exec "$0" "$@"`, process.execPath, ...args],
    startTimeoutMs: 20_000,
  })
}

/** Apache Kafka 4.x, one process that is broker and controller. */
export async function apacheKafka(version: string = '4.3.1', options: BrokerOptions = {}): Promise<TestBroker> {
  const libs = await kafkaJars(version)
  const folder = mkdtempSync(join(tmpdir(), 'kafka-'))
  const port = options.port ?? (await freePort())
  const controller = await freePort()
  const proxy = await proxyFor(port, options)
  const dataDir = options.dataDir ?? join(folder, 'data')
  mkdirSync(dataDir, { recursive: true })
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': dataDir,
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.num.partitions': '5',
    'transaction.state.log.num.partitions': '5',
    // After kill -9 a broker is let in again only when its old session has ended: 9 s by default.
    'broker.session.timeout.ms': '2000',
    'broker.heartbeat.interval.ms': '300',
    ...(proxy === undefined ? {} : { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${proxy.port},CONTROLLER://127.0.0.1:${controller}` }),
    ...options.overrides,
  }
  const file = join(folder, 'server.properties')
  writeFileSync(file, Object.entries(properties).map(([key, value]) => `${key}=${value}\n`).join(''))
  // It is started and killed many times and asked little: what starts fast matters, not what runs fast.
  const machine = options.java ?? ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto']
  const java = [...machine, '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-cp', `${libs}/*`]
  let formatted = false
  return processBroker({
    name: `kafka-${version}`,
    port,
    proxy,
    folder,
    dataDir,
    command: 'java',
    args: [...java, 'kafka.Kafka', file],
    startTimeoutMs: 60_000,
    async before() {
      if (formatted) return
      formatted = true
      const format = spawn('java', ['-cp', `${libs}/*`, 'kafka.tools.StorageTool', 'format', '-t', 'T2RyYWRla1BlZXJLYWZrYQ', '-c', file], {
        stdio: 'ignore',
      })
      await new Promise((resolve) => format.once('exit', resolve))
    },
  })
}

/** Apache Kafka 3.9 as it ran before KRaft: one broker and the ZooKeeper that comes among its jars. */
export async function apacheKafkaWithZooKeeper(version: string = '3.9.2', options: BrokerOptions = {}): Promise<TestBroker> {
  const libs = await kafkaJars(version)
  const folder = mkdtempSync(join(tmpdir(), 'kafka-'))
  const port = options.port ?? (await freePort())
  const zookeeperPort = await freePort()
  const proxy = await proxyFor(port, options)
  const dataDir = options.dataDir ?? join(folder, 'data')
  mkdirSync(dataDir, { recursive: true })
  const properties = {
    'broker.id': '1',
    'zookeeper.connect': `127.0.0.1:${zookeeperPort}`,
    'zookeeper.session.timeout.ms': '2000',
    listeners: `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': dataDir,
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'offsets.topic.num.partitions': '5',
    'group.initial.rebalance.delay.ms': '0',
    ...advertised(proxy),
    ...options.overrides,
  }
  const text = (entries: Readonly<Record<string, string>>): string => Object.entries(entries).map(([key, value]) => `${key}=${value}\n`).join('')
  const file = join(folder, 'server.properties')
  const zooFile = join(folder, 'zoo.cfg')
  writeFileSync(file, text(properties))
  writeFileSync(zooFile, text({ tickTime: '500', dataDir: join(folder, 'zookeeper'), clientPort: String(zookeeperPort), 'admin.enableServer': 'false' }))
  const java = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-cp', `${libs}/*`]
  const zookeeper = processBroker({
    name: 'zookeeper', port: zookeeperPort, proxy: undefined, folder, dataDir: join(folder, 'zookeeper'), startTimeoutMs: 60_000,
    command: 'java', args: [...java, 'org.apache.zookeeper.server.quorum.QuorumPeerMain', zooFile],
  })
  const broker = processBroker({
    name: `kafka-${version}-zookeeper`, port, proxy, folder, dataDir, startTimeoutMs: 60_000,
    command: 'java', args: [...java, 'kafka.Kafka', file],
    // The session of a broker that was killed has to end before it may register again.
    before: () => (zookeeper.pid() > 0 ? new Promise((resolve) => setTimeout(resolve, 3500)) : zookeeper.start()),
  })
  return {
    ...broker,
    async dispose() {
      await broker.stop()
      await zookeeper.kill()
      await broker.dispose()
    },
  }
}
