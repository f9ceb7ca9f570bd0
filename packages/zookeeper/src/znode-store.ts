/**
 * The znode store: a small tree of versioned values that a cluster agrees on. One interface, three implementations: a
 * real ZooKeeper ensemble, `embedded/` (durable, one process) and `simulated/` (faults from a seed). Everything that
 * makes coordination hard is in the interface from the start: asynchronous answers, versions, one-shot watches,
 * sessions that end, and the outcome CONNECTIONLOSS, which means *unknown whether done*.
 *
 * Expected outcomes are values (`error`), never exceptions. Operations of one store take effect in the order they were
 * called, and their answers and watch events arrive in that order too (ZooKeeper's FIFO client order).
 */

/**
 * - NODEEXISTS, NONODE, BADVERSION, NOTEMPTY, NOCHILDRENFOREPHEMERALS: the operation was refused, nothing changed.
 * - CONNECTIONLOSS: nobody knows whether it was done; read again to learn it.
 * - SESSIONEXPIRED: not done, and nothing will be until `renew()`; the session's ephemeral znodes are gone.
 * - BADARGUMENTS: a malformed path.
 */
export type ZnodeError =
  | 'NODEEXISTS'
  | 'NONODE'
  | 'BADVERSION'
  | 'NOTEMPTY'
  | 'NOCHILDRENFOREPHEMERALS'
  | 'BADARGUMENTS'
  | 'CONNECTIONLOSS'
  | 'SESSIONEXPIRED'

/** What ZooKeeper keeps beside the data of a znode (its Stat). */
export interface ZnodeStat {
  /** Transaction that created it; grows with every change of the store. Kafka's broker epoch is one. */
  readonly czxid: number
  /** Transaction of the last `set`. */
  readonly mzxid: number
  /** Transaction that last created or deleted a child. */
  readonly pzxid: number
  /** Milliseconds since 1970 UTC. */
  readonly createdMs: number
  readonly modifiedMs: number
  /** 0 at creation, one more with every `set`. */
  readonly version: number
  /** Grows with every child created or deleted. */
  readonly cversion: number
  /** Session that owns it; 0n when persistent. */
  readonly ephemeralOwner: bigint
  readonly dataLength: number
  readonly childCount: number
}

export type ZnodeResult<T> = ({ readonly error: undefined } & T) | { readonly error: ZnodeError }

export interface CreateOptions {
  /** Goes when the session ends. */
  readonly ephemeral?: boolean
  /** The store appends a ten-digit counter of the parent to the path. */
  readonly sequential?: boolean
}

export type ZnodeOp =
  | { readonly op: 'create'; readonly path: string; readonly data: Uint8Array; readonly options?: CreateOptions }
  | { readonly op: 'set'; readonly path: string; readonly data: Uint8Array; readonly version: number }
  | { readonly op: 'delete'; readonly path: string; readonly version: number }
  /** Changes nothing; fails with BADVERSION (or NONODE) unless the znode is at that version. */
  | { readonly op: 'check'; readonly path: string; readonly version: number }

/** What one operation of a multi gave: the path made (create) and the stat after it; delete and check give neither. */
export interface ZnodeOpResult {
  readonly path?: string
  readonly stat?: ZnodeStat
}

export interface MultiFailure {
  readonly error: ZnodeError
  /** Index of the operation that was refused; -1 when the whole request failed (connection, session). */
  readonly failedAt: number
}

export interface ZnodeEvent {
  readonly type: 'created' | 'deleted' | 'changed' | 'children'
  readonly path: string
}

/** Called at most once, before the answer of any operation that could show the change. Lost when the session ends. */
export type Watch = (event: ZnodeEvent) => void

/**
 * - connected, disconnected: the session lives on; watches are kept and delivered after reconnecting.
 * - expired: ephemerals are gone and watches forgotten; call `renew()` for a new session.
 * - closed: by `close()`.
 */
export type SessionState = 'connected' | 'disconnected' | 'expired' | 'closed'

/** Any version. */
export const ANY_VERSION = -1

export interface ZnodeStore {
  /** Of the present session; compare with a stat's `ephemeralOwner`. */
  readonly sessionId: bigint
  readonly state: SessionState
  /** Hears every change of `state`. Returns what ends the subscription. */
  onSession(listener: (state: SessionState) => void): () => void
  create(
    path: string,
    data: Uint8Array,
    options?: CreateOptions,
  ): Promise<ZnodeResult<{ path: string; stat: ZnodeStat }>>
  /** Arms `watch` for a change or deletion, unless the znode is missing. The data is a copy of the caller's own. */
  get(path: string, watch?: Watch): Promise<ZnodeResult<{ data: Buffer; stat: ZnodeStat }>>
  /** `version`: ANY_VERSION, or fails with BADVERSION when the znode has another. */
  set(path: string, data: Uint8Array, version: number): Promise<ZnodeResult<{ stat: ZnodeStat }>>
  delete(path: string, version: number): Promise<ZnodeResult<object>>
  /** Names (not paths), in no particular order. Arms `watch` for a child created or deleted, unless it is missing. */
  children(path: string, watch?: Watch): Promise<ZnodeResult<{ names: string[]; stat: ZnodeStat }>>
  /** `stat` is undefined when the znode is missing. Arms `watch` for creation too. */
  exists(path: string, watch?: Watch): Promise<ZnodeResult<{ stat: ZnodeStat | undefined }>>
  /** All or nothing, in order. */
  multi(ops: readonly ZnodeOp[]): Promise<({ error: undefined } & { results: readonly ZnodeOpResult[] }) | MultiFailure>
  /** A new session after `expired`; keeps `onSession` listeners, forgets watches. */
  renew(): Promise<void>
  /** Ends the session (ephemerals go at once) and frees what the store holds. Idempotent. */
  close(): Promise<void>
}

/** The path without its last element; '/' for a child of the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

/** The last element of the path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/**
 * ZooKeeper's rule (PathUtils.validatePath): absolute, no empty, '.' or '..' element, no trailing slash, no control
 * characters.
 */
export function isValidPath(path: string): boolean {
  if (path === '/') return true
  if (!path.startsWith('/') || path.endsWith('/')) return false
  for (const name of path.slice(1).split('/')) if (name === '' || name === '.' || name === '..') return false
  // oxlint-disable-next-line no-control-regex
  return !/[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/.test(path)
}
