/**
 * A world is everything outside the process's own memory, handed in by whoever starts a broker or a client. The real
 * one is `nodeWorld()`; a simulated one comes from a seed and runs a whole cluster in one process.
 */
import type { Clock } from './clock.ts'
import type { FileSystem } from './file-system.ts'
import type { HttpServer } from './http.ts'
import type { Log } from './log.ts'
import type { Random } from './random.ts'
import type { Scheduler, Timer } from './scheduler.ts'
import type { Transport } from './transport.ts'
import type { Workers } from './workers.ts'

export interface World {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly fs: FileSystem
  readonly transport: Transport
  readonly http: HttpServer
  readonly workers: Workers
  readonly log: Log
  readonly process: ProcessInfo
}

/** The same world with another log. */
export function withLog({ clock, scheduler, random, fs, transport, http, workers, process }: World, log: Log): World {
  return { clock, scheduler, random, fs, transport, http, workers, log, process }
}

export interface ProcessInfo {
  readonly hostname: string
  readonly pid: number
  /** Resident set in bytes. */
  residentBytes(): number
  heapUsedBytes(): number
  /** Memory that the machine, or the container's limit, gives this process: what the page cache is part of. */
  memoryBytes(): number
  /** Descriptors this process may have open; undefined where that is not known. */
  openFilesLimit(): number | undefined
  /** CPU seconds used so far. */
  cpuSeconds(): number
  /** Event-loop delay since the last call: milliseconds at the given percentile (0-100), 0 when not measured. */
  loopDelayMs(percentile: number): number
  /**
   * Calls the listener after the process has not run for `thresholdMs` (default 1000) or more: a suspended machine, a
   * stopped process, a stalled disk. Whoever judges others by their silence (group sessions, replica lag, request
   * deadlines) was deaf in the meantime and grants them grace. The listener runs before any timer of 100 ms and more
   * that fell due during the pause, and after the I/O that had arrived by then.
   */
  onPause(listener: (pause: Pause) => void, thresholdMs?: number): Timer
}

export interface Pause {
  /** How long the event loop stood still, in monotonic time. */
  readonly stalledMs: number
  /**
   * How far the wall clock moved ahead of the monotonic one: the machine slept where the monotonic clock does not count
   * that (Linux), or somebody set the clock. Negative when it was set back.
   */
  readonly wallAheadMs: number
}
