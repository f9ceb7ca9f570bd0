/**
 * Why a broker did not start, in one sentence that says what to do. Errors that already are a sentence are taken as
 * they are; errors of the system are told by their code.
 */
import type { BrokerConfig } from '@odradek/broker/internal'

interface SystemError extends Error {
  readonly code?: string
  readonly path?: string
  readonly address?: string
  readonly port?: number
}

export function startFailure(error: unknown, config: BrokerConfig, debug: boolean): string {
  const failure = error as SystemError
  if (failure.name === 'StartError' || failure.name === 'ConfigError') return failure.message
  const sentence = failure.code === undefined ? undefined : bySystemCode(failure, config)
  if (sentence === undefined || debug) return `The broker could not start: ${failure.stack ?? String(error)}`
  return sentence
}

function bySystemCode(failure: SystemError, config: BrokerConfig): string | undefined {
  const where = failure.path ?? config.dataDirectories.join(', ')
  const listener = failure.address === undefined ? config.text('listeners') : `${failure.address}:${failure.port}`
  switch (failure.code) {
    case 'EADDRINUSE':
      return `Another process already listens on ${listener}; stop it or choose another address with --listeners.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The address ${listener} is not one of this machine; choose another with --listeners.`
    case 'EACCES':
    case 'EPERM':
      return failure.address !== undefined || failure.path === undefined
        ? `No permission to listen on ${listener}; ports below 1024 are reserved, choose another with --listeners.`
        : `No permission to write to ${where}; choose another directory with --data-dir or change its owner.`
    case 'EROFS':
      return `${where} is on a read-only file system; choose another directory with --data-dir.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk that holds ${where} is full; free some space or choose another directory with --data-dir.`
    case 'ENOTDIR':
    case 'EEXIST':
      return `${where} is not a directory; choose another with --data-dir.`
    case 'EMFILE':
    case 'ENFILE':
      return 'Too many files are open; raise the limit (ulimit -n) or lower odradek.open.files.max.'
    default:
      return undefined
  }
}
