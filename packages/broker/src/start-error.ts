/**
 * Why a broker did not start: one sentence for the person who started it, and a code for programs. Whatever fails
 * before the broker serves ends up here, except bugs, which stay what they are.
 */
import type { ListenerToBind } from './server/server.ts'

export class BrokerStartError extends Error {
  /** The command line prints errors of this name as they are. */
  override readonly name = 'StartError'
  /** The system's code (EADDRINUSE, ENOSPC, ...), or DIRECTORY_IN_USE, CLUSTER_ID_MISMATCH, BROKER_ID_IN_USE, ... */
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

interface SystemError extends Error {
  readonly code?: string
  readonly path?: string
}

/** A listener could not be opened. */
export function listenError(error: unknown, listener: Pick<ListenerToBind, 'host' | 'port'>, key: string): unknown {
  const { code } = error as SystemError
  const address = `${listener.host === '' ? '0.0.0.0' : listener.host}:${listener.port}`
  const say = (message: string): BrokerStartError => new BrokerStartError(code ?? '', message, { cause: error })
  switch (code) {
    case 'EADDRINUSE':
      return say(`Another process already listens on ${address}; stop it or choose another address (${key}).`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say(`The address ${address} is not one of this machine; choose another (${key}).`)
    case 'EACCES':
    case 'EPERM':
      return say(`No permission to listen on ${address}; ports below 1024 are reserved, choose another (${key}).`)
    default:
      return error
  }
}

const AFTER_DAMAGE = 'No metadata has been changed. Put back a copy of all files of that kind (metadata-*) from one moment, or start with ' +
  '--adopt: the broker then goes on with what can be read, keeps the damaged files beside (*.damaged), and takes over the topics ' +
  'whose folders it finds.'

/** A data directory, or what lies in it, could not be used. */
export function dataError(error: unknown, directories: readonly string[]): unknown {
  if (error instanceof BrokerStartError) return error
  const { code, path, name, message } = error as SystemError
  if (name === 'MetadataDamagedError') return new BrokerStartError(name, `${message} ${AFTER_DAMAGE}`, { cause: error })
  // These carry their sentence already.
  if (['StorageOpenError', 'MetaPropertiesError', 'BrokerIdInUseError', 'AdoptionError'].includes(name)) {
    return new BrokerStartError(code ?? name, message, { cause: error })
  }
  const where = path ?? directories.join(', ')
  const say = (sentence: string): BrokerStartError => new BrokerStartError(code ?? '', sentence, { cause: error })
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return say(`No permission to write to ${where}; choose another data directory (log.dirs) or change its owner.`)
    case 'EROFS':
      return say(`${where} is on a read-only file system; choose another data directory (log.dirs).`)
    case 'ENOSPC':
    case 'EDQUOT':
      return say(`The disk that holds ${where} is full; free some space or choose another data directory (log.dirs).`)
    case 'ENOTDIR':
    case 'EEXIST':
      // The path is of the first file wanted below it.
      return say(`${directories.find((one) => path?.startsWith(one)) ?? where} is not a directory; choose another data directory (log.dirs).`)
    case 'EMFILE':
    case 'ENFILE':
      return say('Too many files are open; raise the limit (ulimit -n) or lower odradek.open.files.max.')
    default:
      return error
  }
}
