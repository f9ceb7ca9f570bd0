/**
 * The tree itself, in memory: the one definition of what an operation means, shared by the embedded and the simulated
 * store. No I/O, no time. A request (a list of operations) either yields one transaction with everything decided in it
 * (sequential names, times, zxid) and is applied, or is refused and changes nothing.
 *
 * Invariants: `apply` is the only function that changes the tree; applying the same transactions in order to an empty
 * tree gives the same tree, stats included; zxids are consecutive.
 */
import { isValidPath, nameOf, parentOf } from './znode-store.ts'
import type { MultiFailure, ZnodeError, ZnodeEvent, ZnodeOp, ZnodeOpResult, ZnodeStat } from './znode-store.ts'

/** One decided change. `check` leaves no trace. */
export type Change =
  | { readonly type: 'create'; readonly path: string; readonly data: Buffer; readonly owner: bigint }
  | { readonly type: 'set'; readonly path: string; readonly data: Buffer }
  | { readonly type: 'delete'; readonly path: string }

export interface Transaction {
  readonly zxid: number
  readonly timeMs: number
  readonly changes: readonly Change[]
}

export interface Znode {
  data: Buffer
  czxid: number
  mzxid: number
  pzxid: number
  createdMs: number
  modifiedMs: number
  version: number
  /** Children ever created here: the sequential counter, and half of `cversion`. */
  creations: number
  owner: bigint
  /** Undefined as long as there are none: most znodes are leaves. */
  children: Set<string> | undefined
}

const NO_DATA = Buffer.alloc(0)

export class ZnodeTree {
  readonly nodes: Map<string, Znode> = new Map()
  /** Paths of the ephemeral znodes of each session. */
  readonly ephemerals: Map<bigint, Set<string>> = new Map()
  /** Of the last transaction applied. */
  zxid = 0

  constructor() {
    this.nodes.set('/', newNode(NO_DATA, 0, 0, 0n))
  }

  /**
   * Decides and applies a request. The transaction is undefined when nothing changed (checks only); its data are
   * copies, free of the caller's buffers.
   */
  execute(
    ops: readonly ZnodeOp[],
    session: bigint,
    timeMs: number,
  ): { error: undefined; transaction: Transaction | undefined; results: ZnodeOpResult[] } | MultiFailure {
    const done: Change[] = []
    const undo: (() => void)[] = []
    const results: ZnodeOpResult[] = []
    const zxid = this.zxid + 1
    for (const [index, op] of ops.entries()) {
      const change = this.decide(op, session)
      if (typeof change === 'string') {
        for (const revert of undo.toReversed()) revert()
        return { error: change, failedAt: index }
      }
      if (change === undefined) {
        results.push({})
        continue
      }
      undo.push(this.undoOf(change))
      this.applyChange(change, zxid, timeMs)
      done.push(change)
      results.push(change.type === 'delete' ? {} : { path: change.path, stat: this.stat(change.path) as ZnodeStat })
    }
    if (done.length === 0) return { error: undefined, transaction: undefined, results }
    this.zxid = zxid
    return { error: undefined, transaction: { zxid, timeMs, changes: done }, results }
  }

  /** Applies a transaction decided before (replay). False, and nothing has changed, when it does not follow what is here. */
  apply(transaction: Transaction): boolean {
    const { zxid, timeMs, changes } = transaction
    if (zxid !== this.zxid + 1) return false
    const undo: (() => void)[] = []
    for (const change of changes) {
      if (!this.fits(change)) {
        for (const revert of undo.toReversed()) revert()
        return false
      }
      undo.push(this.undoOf(change))
      this.applyChange(change, zxid, timeMs)
    }
    this.zxid = zxid
    return true
  }

  private fits({ type, path }: Change): boolean {
    const node = this.nodes.get(path)
    if (type === 'create') return node === undefined && this.nodes.has(parentOf(path))
    return node !== undefined && (type === 'set' || (path !== '/' && (node.children?.size ?? 0) === 0))
  }

  stat(path: string): ZnodeStat | undefined {
    const node = this.nodes.get(path)
    if (node === undefined) return undefined
    const childCount = node.children?.size ?? 0
    return {
      czxid: node.czxid,
      mzxid: node.mzxid,
      pzxid: node.pzxid,
      createdMs: node.createdMs,
      modifiedMs: node.modifiedMs,
      version: node.version,
      // creations plus deletions (DataNode.copyStat)
      cversion: node.creations * 2 - childCount,
      ephemeralOwner: node.owner,
      dataLength: node.data.length,
      childCount,
    }
  }

  /** The operations that end a session: its ephemerals, deleted. */
  endOfSession(session: bigint): ZnodeOp[] {
    return [...(this.ephemerals.get(session) ?? [])].map((path) => ({ op: 'delete', path, version: -1 }))
  }

  /** Puts back a node as a snapshot tells it; parents first. */
  restore(path: string, node: Znode): void {
    this.nodes.set(path, node)
    if (path !== '/') this.childrenOf(parentOf(path)).add(nameOf(path))
    if (node.owner !== 0n) this.ephemeralsOf(node.owner).add(path)
  }

  private decide(op: ZnodeOp, session: bigint): Change | undefined | ZnodeError {
    if (!isValidPath(op.path) && !(op.op === 'create' && op.options?.sequential && isValidPath(`${op.path}0`))) {
      return 'BADARGUMENTS'
    }
    if (op.op === 'create') return this.decideCreate(op, session)
    const node = this.nodes.get(op.path)
    if (node === undefined) return 'NONODE'
    if (op.version !== -1 && op.version !== node.version) return 'BADVERSION'
    if (op.op === 'check') return undefined
    if (op.op === 'set') return { type: 'set', path: op.path, data: Buffer.from(op.data) }
    if (op.path === '/') return 'BADARGUMENTS'
    return (node.children?.size ?? 0) > 0 ? 'NOTEMPTY' : { type: 'delete', path: op.path }
  }

  private decideCreate(op: ZnodeOp & { op: 'create' }, session: bigint): Change | ZnodeError {
    const parent = this.nodes.get(parentOf(op.path))
    const counter = op.options?.sequential ? String(parent?.creations ?? 0).padStart(10, '0') : ''
    const path = op.path + counter
    if (parent === undefined) return path === '/' ? 'NODEEXISTS' : 'NONODE'
    if (this.nodes.has(path)) return 'NODEEXISTS'
    if (parent.owner !== 0n) return 'NOCHILDRENFOREPHEMERALS'
    return { type: 'create', path, data: Buffer.from(op.data), owner: op.options?.ephemeral ? session : 0n }
  }

  private applyChange(change: Change, zxid: number, timeMs: number): void {
    if (change.type === 'set') {
      const node = this.nodes.get(change.path) as Znode
      node.data = change.data
      node.mzxid = zxid
      node.modifiedMs = timeMs
      node.version++
      return
    }
    const parent = this.nodes.get(parentOf(change.path)) as Znode
    parent.pzxid = zxid
    if (change.type === 'create') {
      this.nodes.set(change.path, newNode(change.data, zxid, timeMs, change.owner))
      this.childrenOf(parentOf(change.path)).add(nameOf(change.path))
      parent.creations++
      if (change.owner !== 0n) this.ephemeralsOf(change.owner).add(change.path)
    } else {
      this.removeNode(change.path)
    }
  }

  private removeNode(path: string): void {
    const owner = (this.nodes.get(path) as Znode).owner
    this.nodes.delete(path)
    this.childrenOf(parentOf(path)).delete(nameOf(path))
    if (owner === 0n) return
    const owned = this.ephemeralsOf(owner)
    owned.delete(path)
    if (owned.size === 0) this.ephemerals.delete(owner)
  }

  private undoOf(change: Change): () => void {
    if (change.type === 'set') {
      const node = this.nodes.get(change.path) as Znode
      const before = { ...node }
      return () => Object.assign(node, before)
    }
    const parent = this.nodes.get(parentOf(change.path)) as Znode
    const { pzxid, creations } = parent
    const restoreParent = (): void => void Object.assign(parent, { pzxid, creations })
    if (change.type === 'create') {
      return () => {
        this.removeNode(change.path)
        restoreParent()
      }
    }
    const removed = this.nodes.get(change.path) as Znode
    return () => {
      this.restore(change.path, removed)
      restoreParent()
    }
  }

  private childrenOf(path: string): Set<string> {
    const node = this.nodes.get(path) as Znode
    return (node.children ??= new Set())
  }

  private ephemeralsOf(session: bigint): Set<string> {
    let paths = this.ephemerals.get(session)
    if (paths === undefined) this.ephemerals.set(session, (paths = new Set()))
    return paths
  }
}

function newNode(data: Buffer, zxid: number, timeMs: number, owner: bigint): Znode {
  return {
    data,
    czxid: zxid,
    mzxid: zxid,
    pzxid: zxid,
    createdMs: timeMs,
    modifiedMs: timeMs,
    version: 0,
    creations: 0,
    owner,
    children: undefined,
  }
}

/** The watch events a transaction gives, in order (DataTree.createNode, deleteNode, setData). */
export function eventsOf(transaction: Transaction): ZnodeEvent[] {
  const events: ZnodeEvent[] = []
  for (const change of transaction.changes) {
    if (change.type === 'set') events.push({ type: 'changed', path: change.path })
    else {
      events.push({ type: change.type === 'create' ? 'created' : 'deleted', path: change.path })
      events.push({ type: 'children', path: parentOf(change.path) })
    }
  }
  return events
}
