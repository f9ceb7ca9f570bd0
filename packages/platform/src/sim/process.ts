/**
 * A machine (name, address, disk, wall clock) and the process running on it, which is the World handed to a broker or
 * a client. Invariant: a process that was killed runs no further event and changes nothing any more: its timers are
 * dropped, its files turn into a private copy, its connections are closed by the "kernel".
 */
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Scheduler } from '../scheduler.ts'
import type { Transport } from '../transport.ts'
import type { Workers } from '../workers.ts'
import type { Pause, ProcessInfo, World } from '../world.ts'
import { SimFileSystem } from './file-system.ts'
import { SimHttp } from './http.ts'
import type { SimRandom } from './random.ts'
import { simScheduler } from './scheduler.ts'
import type { Simulation } from './simulation.ts'
import { simWorkers } from './workers.ts'

/** Machines' monotonic clocks start apart, so that comparing those of two machines is noticed. */
const monotonicApartMs = 10_000_000

export class Machine {
  readonly name: string
  readonly address: string
  readonly simulation: Simulation
  readonly index: number
  /** Added to the simulation's wall clock. */
  wallOffsetMs = 0
  #process: SimProcess | undefined
  #fs: SimFileSystem
  #boots = 0
  /** False after a power loss until the next boot: packets to it get no answer at all. */
  powered = true

  constructor(simulation: Simulation, name: string, index: number) {
    this.simulation = simulation
    this.name = name
    this.index = index
    this.address = `10.0.${index >> 8}.${index & 255}`
    this.#fs = new SimFileSystem({
      ...simulation.options.disk,
      random: simulation.randomFor(`disk/${name}`),
      scheduler: { after: (delayMs, fn) => simulation.schedule(delayMs, 'disk', undefined, fn) },
      wallMs: () => this.wallMs(),
      onMutation: (kind, bytes) => simulation.traceBytes(name, kind, bytes),
    })
  }

  wallMs(): number {
    return Math.floor(this.simulation.startWallMs + this.simulation.nowMs + this.wallOffsetMs)
  }

  /** The disk as the current (or next) process sees it. */
  get fs(): SimFileSystem {
    return this.#fs
  }

  get process(): SimProcess | undefined {
    return this.#process?.alive ? this.#process : undefined
  }

  boot(): SimProcess {
    if (this.#process?.alive) return this.#process
    this.#boots++
    this.powered = true
    this.#process = new SimProcess(this, this.#boots, this.#fs)
    this.simulation.trace(`boot ${this.#boots}`, 'boot', this.name)
    return this.#process
  }

  kill(): void {
    this.#stop('kill', () => this.#fs.crash())
  }

  powerLoss(): void {
    if (!this.powered) return
    const random = this.simulation.randomFor(`power/${this.name}/${this.#boots}`)
    this.powered = false
    this.#stop('power loss', () => this.#fs.powerLoss(random))
  }

  #stop(what: string, nextDisk: () => SimFileSystem): void {
    const process = this.process
    this.simulation.trace(what, 'stop', this.name)
    if (process) process.alive = false
    this.#fs = nextDisk()
    this.simulation.network.stopped(this, process)
  }

  suspend(durationMs: number): void {
    const process = this.process
    if (process === undefined) return
    process.suspendedUntilMs = Math.max(process.suspendedUntilMs, this.simulation.nowMs + durationMs)
    // Due now, so it is the first thing that happens when the process runs again.
    this.simulation.schedule(0, 'pause', process, () => process.paused(durationMs))
  }
}

export class SimProcess implements World {
  readonly name: string
  readonly machine: Machine
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: SimRandom
  readonly fs: SimFileSystem
  readonly transport: Transport
  readonly http: SimHttp
  readonly workers: Workers
  readonly log: Log
  readonly process: ProcessInfo
  alive = true
  suspendedUntilMs = 0
  readonly #pauseListeners = new Set<{ readonly listener: (pause: Pause) => void; readonly thresholdMs: number }>()

  constructor(machine: Machine, boot: number, fs: SimFileSystem) {
    const { simulation, name } = machine
    this.machine = machine
    this.name = name
    this.fs = fs
    this.clock = {
      wallMs: () => machine.wallMs(),
      monotonicMs: () => simulation.nowMs + machine.index * monotonicApartMs,
    }
    this.scheduler = simScheduler(simulation, this)
    this.random = simulation.randomFor(`process/${name}/${boot}`)
    this.transport = simulation.network.transportFor(this)
    this.http = new SimHttp(this, simulation)
    this.workers = simWorkers(simulation, this)
    this.log = this.#makeLog(simulation)
    this.process = {
      hostname: name,
      pid: 1000 * machine.index + boot,
      residentBytes: () => 0,
      heapUsedBytes: () => 0,
      cpuSeconds: () => 0,
      memoryBytes: () => 2 ** 33,
      openFilesLimit: () => undefined,
      loopDelayMs: () => 0,
      onPause: (listener, thresholdMs = 1000) => {
        const entry = { listener, thresholdMs }
        this.#pauseListeners.add(entry)
        return { cancel: () => void this.#pauseListeners.delete(entry) }
      },
    }
  }

  #makeLog(simulation: Simulation): Log {
    const at = (level: string) => (fields: object | string, message?: string): void => {
      if (!this.alive) return
      simulation.trace(typeof fields === 'string' ? fields : { ...fields, message }, `log ${level}`, this.name)
      const line = { timeMs: simulation.nowMs, host: this.name, level, fields }
      simulation.options.onLog?.(message === undefined ? line : { ...line, message })
    }
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  }

  /** kill -9: what was written is in the page cache, the peers' connections are closed by the kernel. */
  kill(): void {
    if (this.alive) this.machine.kill()
  }

  /** The machine goes dark: unsynced writes are lost, torn or reordered; peers hear nothing. */
  powerLoss(): void {
    if (this.alive) this.machine.powerLoss()
  }

  /** The process does not run for a while (suspended machine, a very long pause); then everything due runs, late. */
  suspend(durationMs: number): void {
    if (this.alive) this.machine.suspend(durationMs)
  }

  /** Tells who asked with `onPause`. */
  paused(stalledMs: number): void {
    for (const { listener, thresholdMs } of this.#pauseListeners) if (stalledMs >= thresholdMs) listener({ stalledMs, wallAheadMs: 0 })
  }

  /** Moves this machine's wall clock; the monotonic one does not notice. */
  jumpWall(byMs: number): void {
    this.machine.wallOffsetMs += byMs
    this.machine.simulation.trace(byMs, 'wall clock jump', this.name)
  }
}
