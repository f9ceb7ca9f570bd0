/**
 * The tree of a simulated disk: folders with their names as programs see them and as the device holds them, and the
 * journal of name changes in between. A power loss keeps any of the changes that no syncDirectory has confirmed: a
 * rename may survive while an earlier creation in another folder does not.
 *
 * Invariant: entries == durable entries + journal, in order.
 */
import { type CrashStyle, FileContent } from './file-content.ts'
import type { SimRandom } from './random.ts'

export class FileNode {
  content: FileContent = new FileContent()
  modifiedMs = 0
  /** How many names it has in the tree as programs see it; its space is free when this and `handles` are 0. */
  names = 0
  handles = 0
}

export class DirectoryNode {
  entries: Map<string, Node> = new Map()
  durable: Map<string, Node> = new Map()
  modifiedMs = 0
}

export type Node = FileNode | DirectoryNode

export interface NameChange {
  readonly directory: DirectoryNode
  readonly name: string
  /** Undefined: the name goes away. */
  readonly node: Node | undefined
}

/** Changes of one operation happen together (a rename takes one name away and gives another). */
type JournalEntry = readonly NameChange[]

export interface PowerLossOptions {
  /** What becomes of unsynced bytes; default: the seed decides, per file. */
  readonly content?: CrashStyle
  /** 'ordered': a prefix of the name changes is kept, as a journaling file system does. Default: any subset of them. */
  readonly names?: 'none' | 'all' | 'ordered' | 'independent'
}

const journalLimit = 4096

export class Disk {
  root: DirectoryNode = new DirectoryNode()
  #journal: JournalEntry[] = []
  usedBytes = 0
  openHandles = 0

  change(changes: JournalEntry): void {
    for (const { directory, name, node } of changes) this.#set(directory, name, node)
    this.#journal.push(changes)
    // The kernel commits its journal by itself after a while.
    if (this.#journal.length > journalLimit) for (const entry of this.#journal.splice(0, journalLimit / 2)) commit(entry)
  }

  #set(directory: DirectoryNode, name: string, node: Node | undefined): void {
    const before = directory.entries.get(name)
    if (node === undefined) directory.entries.delete(name)
    else directory.entries.set(name, node)
    if (node instanceof FileNode) node.names++
    if (before instanceof FileNode) {
      before.names--
      this.releaseIfUnused(before)
    }
  }

  releaseIfUnused(node: FileNode): void {
    if (node.names === 0 && node.handles === 0) this.usedBytes -= node.content.size
  }

  /** Confirms the changes of a folder; a rename across folders is confirmed by either. */
  syncDirectory(directory: DirectoryNode): void {
    this.#journal = this.#journal.filter((entry) => {
      if (!entry.some((change) => change.directory === directory)) return true
      commit(entry)
      return false
    })
  }

  /** Whether a power loss could change anything. */
  get dirty(): boolean {
    if (this.#journal.length > 0) return true
    for (const file of this.files()) if (file.content.dirty) return true
    return false
  }

  *files(directory: DirectoryNode = this.root): Generator<FileNode> {
    for (const node of directory.entries.values()) {
      if (node instanceof FileNode) yield node
      else yield* this.files(node)
    }
  }

  /** Loses power and comes back: afterwards everything that is left is durable. */
  powerLoss(random: SimRandom, options: PowerLossOptions = {}): void {
    const names = options.names ?? random.pick(['none', 'all', 'ordered', 'independent', 'independent'] as const)
    const keep = random.pick([0.2, 0.5, 0.8])
    const prefix = random.below(this.#journal.length + 1)
    this.#journal.forEach((entry, i) => {
      if (names === 'all' || (names === 'ordered' && i < prefix) || (names === 'independent' && random.chance(keep))) commit(entry)
    })
    this.#journal = []
    this.usedBytes = 0
    this.openHandles = 0
    this.#settle(this.root, random, options.content, new Set())
  }

  #settle(directory: DirectoryNode, random: SimRandom, style: CrashStyle | undefined, seen: Set<Node>): void {
    directory.entries = new Map(directory.durable)
    for (const [name, node] of directory.entries) {
      // Two names of one file cannot be: the later one of a half-kept chain of renames would be a second link.
      if (seen.has(node)) {
        directory.entries.delete(name)
        directory.durable.delete(name)
        continue
      }
      seen.add(node)
      if (node instanceof DirectoryNode) this.#settle(node, random, style, seen)
      else this.#settleFile(node, random, style)
    }
  }

  #settleFile(node: FileNode, random: SimRandom, style: CrashStyle | undefined): void {
    node.content.crash(random, style ?? random.pick(['none', 'all', 'prefix', 'scattered', 'scattered'] as const))
    node.names = 1
    node.handles = 0
    this.usedBytes += node.content.size
  }

  /** A copy that shares bytes until they are written to. The map leads from the old nodes to the new ones. */
  fork(): { disk: Disk; nodes: Map<Node, Node> } {
    const disk = new Disk()
    const nodes = new Map<Node, Node>()
    disk.root = copyNode(this.root, nodes) as DirectoryNode
    disk.#journal = this.#journal.map((entry) => entry.map(({ directory, name, node }) => ({
      directory: copyNode(directory, nodes) as DirectoryNode,
      name,
      node: node && copyNode(node, nodes),
    })))
    disk.usedBytes = this.usedBytes
    return { disk, nodes }
  }
}

function commit(entry: JournalEntry): void {
  for (const { directory, name, node } of entry) {
    if (node === undefined) directory.durable.delete(name)
    else directory.durable.set(name, node)
  }
}

function copyNode(node: Node, nodes: Map<Node, Node>): Node {
  const known = nodes.get(node)
  if (known) return known
  if (node instanceof FileNode) {
    const file = new FileNode()
    nodes.set(node, file)
    file.content = node.content.fork()
    file.modifiedMs = node.modifiedMs
    file.names = node.names
    return file
  }
  const directory = new DirectoryNode()
  nodes.set(node, directory)
  directory.modifiedMs = node.modifiedMs
  for (const [name, child] of node.entries) directory.entries.set(name, copyNode(child, nodes))
  for (const [name, child] of node.durable) directory.durable.set(name, copyNode(child, nodes))
  return directory
}
