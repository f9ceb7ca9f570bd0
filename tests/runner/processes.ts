/** Ends what was started here, and nothing else: a process with all that it has started, found by parent ids. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

function parents(): Map<number, number> {
  if (!existsSync('/proc/self/stat')) {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    return new Map([...stdout.matchAll(/(\d+)\s+(\d+)/g)].map(([, pid, parent]) => [Number(pid), Number(parent)]))
  }
  const found = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      // The name in brackets may hold anything; what follows it is state and parent.
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
      found.set(Number(name), Number(fields?.[1]))
    } catch {
      // It ended meanwhile.
    }
  }
  return found
}

/** Everything that the process has started, and what that has started, deepest last. */
export function descendants(pid: number): readonly number[] {
  const all = [...parents()]
  const found: number[] = []
  for (let round = [pid]; round.length > 0;) {
    round = all.filter(([, parent]) => round.includes(parent)).map(([child]) => child)
    found.push(...round)
  }
  return found
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

/** The process and all that it has started. */
export function endTree(pid: number): void {
  for (const one of [...descendants(pid), pid]) kill(one)
}

/** All that this process has started. */
export function endDescendants(): void {
  for (const one of descendants(process.pid)) kill(one)
}
