/**
 * A start that fails leaves nothing behind: what it made in data directories that were missing or empty is removed
 * again. A directory that held something before is never touched.
 */
import type { FileSystem } from '@odradek/platform'

type Before = 'missing' | 'empty' | 'used'

export class StartCleanup {
  private readonly fs: FileSystem
  private readonly before: Map<string, Before> = new Map()
  private isLocked: boolean = false

  constructor(fs: FileSystem, directories: readonly string[]) {
    this.fs = fs
    for (const directory of directories) this.before.set(directory, look(fs, directory))
  }

  /** The directories are ours: nobody else can have made what is in them now. */
  locked(): void {
    this.isLocked = true
  }

  undo(): void {
    for (const [directory, before] of this.before) {
      if (before === 'used') continue
      try {
        if (this.isLocked) for (const { name } of this.fs.list(directory)) this.fs.removeTree(`${directory}/${name}`)
        if (before === 'missing' && this.fs.list(directory).length === 0) this.fs.removeTree(directory)
      } catch {
        // The reason why the start failed may be the reason why this fails too.
      }
    }
  }
}

function look(fs: FileSystem, directory: string): Before {
  try {
    return fs.list(directory).length === 0 ? 'empty' : 'used'
  } catch (error) {
    return (error as { code?: string }).code === 'ENOENT' ? 'missing' : 'used'
  }
}
