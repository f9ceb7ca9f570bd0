/**
 * A SimFileSystem that remembers its state after every change, so that a test can open what a crash at any of these
 * moments would have left and check its invariants.
 */
import type { Disk } from './disk.ts'
import { SimFileSystem, type PowerLossOptions, type SimFileSystemOptions } from './file-system.ts'
import { SimRandom } from './random.ts'

export interface CrashState {
  /** Number of the change after which the crash comes. */
  readonly step: number
  /** That change, such as `write /data/t-0/0.log`. */
  readonly operation: string
  readonly kind: 'kill' | 'power loss'
  /** What the test had last told `mark` by then: what had been promised to somebody. */
  readonly mark: unknown
  /** The disk as the next process finds it; the test's own to change. */
  readonly fs: SimFileSystem
}

interface Step {
  readonly operation: string
  readonly mark: unknown
  readonly disk: SimFileSystem
}

export class RecordingFileSystem extends SimFileSystem {
  readonly #steps: Step[] = []
  #mark: unknown
  /** False while the test prepares something whose crashes do not matter. */
  recording = true

  constructor(options: SimFileSystemOptions = {}, disk?: Disk) {
    super(options, disk)
  }

  /** One that begins with a copy of what `fs` holds: what comes after a first crash can be crashed into as well. */
  static over(fs: SimFileSystem): RecordingFileSystem {
    return fs.forkAs((options, disk) => new RecordingFileSystem(options, disk))
  }

  protected override recorded(operation: string): void {
    if (this.recording) this.#steps.push({ operation, mark: this.#mark, disk: this.fork() })
  }

  /** Attaches a note (acknowledged offsets, a committed value) to the state now and all later ones until the next. */
  mark(value: unknown): void {
    this.#mark = value
    if (this.recording) this.#steps.push({ operation: 'mark', mark: value, disk: this.fork() })
  }

  get steps(): number {
    return this.#steps.length
  }

  /**
   * For every recorded step: the state a kill leaves and `perStep` states power losses may leave. Lazily made, the
   * same for the same seed; stop iterating whenever there is enough.
   */
  *crashStates(seed: number | string, perStep: number, options: PowerLossOptions = {}): Generator<CrashState> {
    for (const [step, { operation, mark, disk }] of this.#steps.entries()) {
      yield { step, operation, mark, kind: 'kill', fs: disk.fork() }
      if (!disk.dirty) continue
      const random = new SimRandom(`${seed}/${step}`)
      for (let i = 0; i < perStep; i++) {
        yield { step, operation, mark, kind: 'power loss', fs: disk.fork().powerLoss(random, options) }
      }
    }
  }
}
