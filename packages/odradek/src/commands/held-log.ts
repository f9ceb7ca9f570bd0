/**
 * The log of a start: a broker that cannot start is one sentence, so what its parts said on the way is held back until it
 * is ready, or until it takes so long that somebody will want to see it.
 */
import type { Scheduler } from '@odradek/platform'

export interface HeldLog {
  readonly write: (text: string) => void
  /** Prints what was held, and everything from now on. */
  release(): void
  /** Forgets what was held, and what comes. */
  drop(): void
}

/** A start within this time has nothing to tell but its outcome. */
const PATIENCE_MS = 2000
/** More lines than this are a story of their own. */
const MOST_LINES = 100

export function heldLog(print: (text: string) => void): HeldLog & { watch(scheduler: Scheduler): void } {
  let held: string[] | undefined = []
  let dropped = false
  const release = (): void => {
    const lines = held ?? []
    held = undefined
    for (const line of lines) print(line)
  }
  return {
    write(text) {
      if (dropped) return
      if (held === undefined) return print(text)
      held.push(text)
      if (held.length > MOST_LINES) release()
    },
    release,
    drop() {
      dropped = true
      held = undefined
    },
    watch: (scheduler) => void scheduler.after(PATIENCE_MS, release, { background: true }),
  }
}
