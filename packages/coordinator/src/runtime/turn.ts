/**
 * One event put to a shard: the inputs that a decision may use (time, configuration, ids) and the effects it asks for
 * (answers, appends, groups whose timer moved). The machines change memory and a turn, nothing else; the runner
 * carries the effects out once the event has been worked off.
 *
 * Invariant: a ticket is answered at most once, and every ticket that a machine keeps is answered in the end.
 */
import type { ErrorName } from '@odradek/protocol/internal'
import type { GroupConfig } from '../config.ts'
import type { CoordinatorRecord } from '../records/coordinator-record.ts'

/** A parked request, waiting for its one answer. Opaque to the machines. */
export interface Ticket<Response> {
  readonly answer: (response: Response) => void
}

/** The outcome of an append: 'NONE', or the error of the log. */
export type AppendError = ErrorName

/** Records to make durable together, in one batch, and how to go on afterwards. */
export interface Append {
  readonly records: readonly CoordinatorRecord[]
  /**
   * Called once: with 'NONE' after the records were committed and replayed, or with the log's error. Time has passed:
   * whoever continues checks the state and the generation again.
   */
  readonly written: (turn: Turn, error: AppendError) => void
}

export interface CoordinatorLog {
  debug(fields: object | string, message?: string): void
  info(fields: object | string, message?: string): void
  warn(fields: object | string, message?: string): void
  error(fields: object | string, message?: string): void
}

/** Something whose timer the runner keeps: `wakeAtMs` is monotonic, infinite when there is nothing to wait for. */
export interface Timed {
  wakeAtMs: number
}

/** What does not change from turn to turn. */
export interface TurnSources {
  readonly log: CoordinatorLog
  config(): GroupConfig
  /** A fresh member id that starts with `prefix` and a dash. */
  newMemberId(prefix: string): string
}

const NONE: readonly never[] = []

export class Turn {
  /** Monotonic time: sessions and deadlines. */
  readonly nowMs: number
  /** Wall time: timestamps of commits and of group states, retention. */
  readonly wallMs: number
  // Most turns are heartbeats, which ask for nothing: lists are made when needed.
  #answers: (() => void)[] | undefined
  #appends: Append[] | undefined
  #touched: Set<Timed> | undefined
  #config: GroupConfig | undefined
  readonly #sources: TurnSources

  constructor(sources: TurnSources, nowMs: number, wallMs: number) {
    this.#sources = sources
    this.nowMs = nowMs
    this.wallMs = wallMs
  }

  /** The configuration of this turn. */
  get config(): GroupConfig {
    return (this.#config ??= this.#sources.config())
  }

  get log(): CoordinatorLog {
    return this.#sources.log
  }

  get answers(): readonly (() => void)[] {
    return this.#answers ?? NONE
  }

  get appends(): readonly Append[] {
    return this.#appends ?? NONE
  }

  /** Groups whose earliest deadline moved forward: their timer must be looked at. */
  get touched(): Iterable<Timed> {
    return this.#touched ?? NONE
  }

  newMemberId(prefix: string): string {
    return this.#sources.newMemberId(prefix)
  }

  answer<Response>(ticket: Ticket<Response>, response: Response): void {
    (this.#answers ??= []).push(() => ticket.answer(response))
  }

  append(append: Append): void {
    (this.#appends ??= []).push(append)
  }

  touch(timed: Timed): void {
    (this.#touched ??= new Set()).add(timed)
  }

  /** Nothing is written any more: the log belongs to somebody else. */
  dropAppends(): void {
    this.#appends = undefined
  }
}
