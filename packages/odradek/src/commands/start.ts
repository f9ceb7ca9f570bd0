/**
 * `odradek start`: gathers the settings, starts a broker, says where it is, and stops it cleanly on a signal.
 * Every failure to start is one sentence and exit code 1; nothing has been written then.
 */
import { join, resolve } from 'node:path'
import { startBroker } from '@odradek/broker'
import type { Broker } from '@odradek/broker'
import { BrokerConfig, ConfigError, loadBrokerConfig } from '@odradek/broker/internal'
import { nodeWorld, textLog } from '@odradek/platform/node'
import type { LogLevel } from '@odradek/platform/node'
import type { World } from '@odradek/platform'
import { UsageError } from '../command-line.ts'
import type { CommandIo, CommandLine } from '../command-line.ts'
import { version } from '../version.ts'
import { defaultDataDirectory } from './data-directory.ts'
import { heldLog } from './held-log.ts'
import { isExpected, startFailure } from './start-failure.ts'

const logLevels: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent']
/** Ctrl-C reaches a process more than once (terminal and npm both send it): one press within this time is one press. */
const SAME_PRESS_MS = 1000
/** An npm that was killed cannot pass a signal on; a broker without it would hold its port for ever. */
const PARENT_CHECK_MS = 200

export async function start(line: CommandLine, io: CommandIo): Promise<number> {
  const level = line.value('log-level') ?? 'warn'
  if (!logLevels.includes(level)) throw new UsageError(`--log-level ${level} is not one of ${logLevels.join(', ')}.`)
  const log = heldLog(io.err)
  const world = nodeWorld({ log: textLog({ write: log.write }, level as LogLevel) })
  if (line.has('log-level')) log.release()
  else log.watch(world.scheduler)
  const began = world.clock.monotonicMs()
  const problem = (sentence: string): number => {
    io.err(`${sentence}\n`)
    return 1
  }
  if (line.has('zookeeper')) {
    return problem('--zookeeper cannot be used yet: this version runs one broker with its own metadata store; ' +
      'leave the flag out.')
  }
  let config: BrokerConfig
  try {
    config = gather(line, io, world)
  } catch (error) {
    if (error instanceof ConfigError) return problem(error.problems.join('\n'))
    throw error
  }
  for (const warning of config.warnings) world.log.warn(warning)
  // Before anything is started: a signal that comes early is not lost, and never the end in the middle of a write.
  const stopped = watchSignals(io, world)
  let broker: Broker
  try {
    broker = await startBroker({ world, config, adopt: line.has('adopt') })
  } catch (error) {
    if (isExpected(error)) log.drop()
    else log.release()
    return problem(startFailure(error))
  }
  log.release()
  stopped.ready()
  io.out(greeting(broker, config, world.clock.monotonicMs() - began))
  const signal = await stopped.signal
  io.out('Stopping ...\n')
  await broker.close()
  io.out(`Stopped (${signal}).\n`)
  return 0
}

function gather(line: CommandLine, io: CommandIo, world: World): BrokerConfig {
  const flags: Record<string, string> = {}
  const listeners = line.value('listeners')
  const dataDirectory = line.value('data-dir')
  const brokerId = line.value('broker-id')
  const adminPort = line.value('admin-port')
  if (listeners !== undefined) flags['listeners'] = listeners
  if (dataDirectory !== undefined) {
    flags['log.dirs'] = dataDirectory.split(',').map((part) => resolve(io.directory, part.trim())).join(',')
  }
  if (brokerId !== undefined) flags['broker.id'] = brokerId
  if (adminPort !== undefined) {
    if (!/^\d{1,5}$/.test(adminPort) || Number(adminPort) > 65535) {
      throw new ConfigError([`--admin-port ${adminPort} is not allowed: it takes a port from 0 to 65535.`])
    }
    flags['odradek.admin.listener'] = `127.0.0.1:${adminPort}`
  }
  const path = line.value('config')
  return loadBrokerConfig({
    defaults: { 'log.dirs': defaultDataDirectory(io) },
    ...(path === undefined ? {} : { file: readConfig(world, resolve(io.directory, path)) }),
    environment: io.environment,
    overrides: line.all('override'),
    flags,
  })
}

function readConfig(world: World, path: string): string {
  try {
    // Mounted configuration is often a symbolic link.
    return world.fs.readFile(world.fs.realPath(path)).toString('utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'no permission to read it'
      : code === 'EISDIR' ? 'it is a directory' : (error as Error).message
    throw new ConfigError([`--config ${path} cannot be read: ${why}.`])
  }
}

function greeting(broker: Broker, config: BrokerConfig, tookMs: number): string {
  const lines = [`Odradek ${version}: broker ${broker.brokerId} of cluster ${broker.clusterId} is ready (${Math.round(tookMs)} ms)`]
  const address = ({ host, port }: { readonly host: string; readonly port: number }): string => `${host.includes(':') ? `[${host}]` : host}:${port}`
  for (const listener of broker.listeners) {
    const told = broker.advertised.find(({ name }) => name === listener.name)
    const listens = address(listener)
    const name = broker.listeners.length > 1 ? ` (${listener.name})` : ''
    lines.push(`  listening  ${listens}${name}${told === undefined || address(told) === listens ? '' : `, clients are told ${address(told)}`}`)
  }
  for (const directory of config.dataDirectories) lines.push(`  data       ${join(directory)}`)
  if (broker.adminUrl !== undefined) lines.push(`  admin      ${broker.adminUrl}`)
  lines.push('  stop       Ctrl-C')
  return `${lines.join('\n')}\n`
}

interface Stopping {
  /** Resolves with the first signal. */
  readonly signal: Promise<string>
  /** From now on the first signal is waited for by somebody who stops the broker. */
  ready(): void
}

/**
 * The first signal stops cleanly; a later one, once it cannot be the same press any more, ends the process. While the
 * broker is still starting (the logs of a crash are being checked) the first one gives it a moment and then ends it too:
 * what a start does can be cut off anywhere.
 */
function watchSignals(io: CommandIo, world: World): Stopping {
  let ready = false
  const signal = new Promise<string>((done) => {
    const watchParent = (): void => {
      if (io.orphaned?.()) done('npm is gone')
      else world.scheduler.after(PARENT_CHECK_MS, watchParent, { background: true })
    }
    if (io.orphaned) watchParent()
    let first: number | undefined
    io.onSignal((name) => {
      const code = name === 'SIGINT' ? 130 : 143
      const now = world.clock.monotonicMs()
      if (first !== undefined) {
        if (now - first <= SAME_PRESS_MS) return
        io.err('Stopped at once; the next start checks the logs.\n')
        return io.exit(code)
      }
      first = now
      done(name)
      if (ready) return
      world.scheduler.after(SAME_PRESS_MS, () => {
        if (!ready) io.exit(code)
      }, { background: true })
    })
  })
  return {
    signal,
    ready: () => {
      ready = true
    },
  }
}
