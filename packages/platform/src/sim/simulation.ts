/**
 * A simulated world from one seed: any number of hosts with their clocks, timers, disks and network, run from one
 * queue of events ordered by simulated time. Nothing real is waited for, so an hour takes as long as its events do.
 *
 * Invariants: the same seed and the same program give the same sequence of events (`traceHash`); simulated time moves
 * only between events; after every event all promise reactions it caused have run before the next one begins.
 */
import type { Timer } from '../scheduler.ts'
import { EventQueue, SimEvent } from './event-queue.ts'
import { Machine, SimProcess } from './process.ts'
import { defaultNetwork, SimNetwork, type NetworkSettings } from './network.ts'
import type { DiskSettings } from './disk-faults.ts'
import { SimRandom } from './random.ts'
import { Trace, type TraceEntry } from './trace.ts'

export interface SimulationOptions {
  /** Wall clock at simulated time 0. Default 2026-01-01T00:00:00Z. */
  readonly startWallMs?: number
  readonly network?: Partial<NetworkSettings>
  /** Applied to every host's disk. */
  readonly disk?: DiskSettings
  /** Every log line of every host; all levels. */
  readonly onLog?: (line: { timeMs: number; host: string; level: string; fields: object | string; message?: string }) => void
}

export interface RunOptions {
  /** Stops when simulated time gets here. */
  readonly untilMs?: number
  /** Stops when true; looked at before the first and after every event. Must be pure. */
  readonly until?: () => boolean
  /** Throws when `until` has not come true after so much simulated time. Default one hour. */
  readonly withinMs?: number
  /** Throws after so many events: a loop that makes no progress. Default 20 million. */
  readonly maxEvents?: number
}

/** The run cannot reach its goal; says where and with what seed. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError'
}

/** Events without time moving before a run is given up: a loop of nextTurn calls. */
const sameMomentLimit = 1_000_000
/** Real turns of the loop, so that signals and test timeouts get through. */
const realTurnEvery = 8192

export class Simulation {
  readonly seed: string
  readonly network: SimNetwork
  /** For the test's own choices; draws do not shift the simulation's. */
  readonly random: SimRandom
  readonly options: SimulationOptions
  readonly startWallMs: number
  readonly #queue = new EventQueue()
  readonly #trace = new Trace()
  readonly #machines = new Map<string, Machine>()
  readonly #root: SimRandom
  #nowMs = 0
  #sequence = 0
  #running = false

  constructor(seed: number | string, options: SimulationOptions = {}) {
    this.seed = String(seed)
    this.options = options
    this.startWallMs = options.startWallMs ?? Date.UTC(2026, 0, 1)
    this.#root = new SimRandom(seed)
    this.random = this.#root.fork('test')
    this.network = new SimNetwork(this, { ...defaultNetwork, ...options.network })
  }

  /** Milliseconds of simulated time since the start. */
  get nowMs(): number {
    return this.#nowMs
  }

  /** An independent generator of this simulation. */
  randomFor(label: string): SimRandom {
    return this.#root.fork(label)
  }

  /**
   * The process running on a host, which is a World with controls. The first call makes the machine; a call after
   * `kill` or `powerLoss` boots it again: a new process on the same disk.
   */
  host(name: string): SimProcess {
    return this.machine(name).boot()
  }

  machine(name: string): Machine {
    let machine = this.#machines.get(name)
    if (machine === undefined) {
      machine = new Machine(this, name, this.#machines.size + 1)
      this.#machines.set(name, machine)
    }
    return machine
  }

  /** By name or address. */
  findMachine(nameOrAddress: string): Machine | undefined {
    const byName = this.#machines.get(nameOrAddress)
    if (byName) return byName
    for (const machine of this.#machines.values()) if (machine.address === nameOrAddress) return machine
    return undefined
  }

  schedule(delayMs: number, kind: string, process: SimProcess | undefined, fn: () => void): Timer {
    const event = new SimEvent(this.#nowMs + Math.max(0, delayMs), this.#sequence++, kind, process, fn)
    this.#queue.push(event)
    return event
  }

  /** A scripted event of the test. */
  after(delayMs: number, fn: () => void): Timer {
    return this.schedule(delayMs, 'script', undefined, fn)
  }

  /** Adds to the trace and its hash. */
  trace(fields: unknown, kind = 'note', host = ''): void {
    this.#trace.note(this.#nowMs, host, kind, fields)
  }

  /** Adds bytes (sent, written) to the hash. */
  traceBytes(host: string, kind: string, bytes: Uint8Array): void {
    this.#trace.event(this.#nowMs, host, kind, bytes)
  }

  get traceHash(): string {
    return this.#trace.hash
  }

  lastTrace(count = 50): readonly TraceEntry[] {
    return this.#trace.last(count)
  }

  /** Runs events until a goal; resolves to how many there were. Throws SimulationError when the goal is out of reach. */
  async run(options: RunOptions = {}): Promise<number> {
    if (this.#running) throw new SimulationError('the simulation is running already')
    this.#running = true
    try {
      return await this.#run(options)
    } finally {
      this.#running = false
    }
  }

  async #run({ untilMs, until, withinMs = 3_600_000, maxEvents = 20_000_000 }: RunOptions): Promise<number> {
    const limitMs = until && untilMs === undefined ? this.#nowMs + withinMs : (untilMs ?? Infinity)
    let count = 0
    let sameMoment = 0
    await reactions()
    for (;;) {
      if (until?.()) break
      const event = this.#queue.peek()
      if (event === undefined || event.timeMs > limitMs) {
        if (until && untilMs === undefined) this.#fail(event ? `not reached within ${withinMs} ms` : 'nothing left to happen')
        if (untilMs !== undefined) this.#nowMs = Math.max(this.#nowMs, untilMs)
        break
      }
      this.#queue.pop()
      sameMoment = event.timeMs > this.#nowMs ? 0 : sameMoment + 1
      if (this.#perform(event)) count++
      if (count > maxEvents || sameMoment > sameMomentLimit) this.#fail(`no end after ${count} events`)
      await (count % realTurnEvery === 0 ? realTurn() : reactions())
    }
    return count
  }

  #perform(event: SimEvent): boolean {
    const { process, fn } = event
    this.#nowMs = Math.max(this.#nowMs, event.timeMs)
    if (process && !process.alive) return false
    if (process && process.suspendedUntilMs > this.#nowMs) {
      event.timeMs = process.suspendedUntilMs
      this.#queue.push(event)
      return false
    }
    event.fn = undefined
    this.#trace.event(this.#nowMs, process?.name ?? '', event.kind)
    fn!()
    return true
  }

  #fail(reason: string): never {
    const tail = this.lastTrace(20).map((e) => `  ${e.timeMs.toFixed(3)} ${e.host} ${e.kind} ${JSON.stringify(e.detail)}`)
    throw new SimulationError(
      `seed ${this.seed}, ${this.#nowMs.toFixed(3)} ms: ${reason}; ${this.#queue.size} events queued\n${tail.join('\n')}`,
    )
  }

  /** Runs `durationMs` of simulated time. */
  advance(durationMs: number): Promise<number> {
    return this.run({ untilMs: this.#nowMs + durationMs })
  }

  /** Runs until the promise has settled and hands on its outcome. */
  async settle<T>(promise: Promise<T>, options: Omit<RunOptions, 'until' | 'untilMs'> = {}): Promise<T> {
    let settled = false
    const done = (): void => void (settled = true)
    promise.then(done, done)
    await this.run({ ...options, until: () => settled })
    return promise
  }

  /** All machines sleep: a laptop's lid. Timers that fell due fire afterwards, late. */
  suspend(durationMs: number): void {
    for (const machine of this.#machines.values()) machine.suspend(durationMs)
  }
}

/**
 * Lets every promise reaction run: Node looks at its tick queue only when the microtask queue is empty. Unlike a real
 * turn of the loop this costs a fraction of a microsecond and lets no real I/O in.
 */
function reactions(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

function realTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** See Simulation. */
export function simWorld(seed: number | string, options: SimulationOptions = {}): Simulation {
  return new Simulation(seed, options)
}
