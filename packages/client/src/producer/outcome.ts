/**
 * What became of each record of a batch. Mostly all of them fare alike; where they do not (the broker named those that
 * break a rule, KIP-467, or a part of a split batch failed) the error of the batch leads to the outcomes of its records.
 */
import { protocolError, KafkaError } from '../errors.ts'
import type { BatchReport } from './pending-batch.ts'

/** The batch that has the record now, and its place there; or why none has it. */
export type RecordOutcome = { readonly report: BatchReport; readonly index: number } | Error

const outcomes = new WeakMap<object, (index: number) => RecordOutcome>()

/** Outcome of the record at this place of a batch, by the outcome of the batch: its report, or what `done` rejected with. */
export function outcomeIn(batch: BatchReport | Error, index: number): RecordOutcome {
  if (!(batch instanceof Error)) return { report: batch, index }
  return outcomes.get(batch)?.(index) ?? batch
}

interface NamedRecord {
  readonly batchIndex: number
  readonly batchIndexErrorMessage: string | null
}

/** The broker refused a batch for some of its records: each of those has what was said of it, the others why they were refused with it. */
export function refusal(error: KafkaError, named: readonly NamedRecord[], place: string, brokerMessage: string | null | undefined): KafkaError {
  if (named.length === 0) return error
  const said = new Map(named.map(({ batchIndex, batchIndexErrorMessage }) => [batchIndex, batchIndexErrorMessage ?? brokerMessage]))
  // With several the code of the batch is that of one of them, and nobody knows of which: as in Java they share one.
  const errorCode = said.size === 1 ? error.errorCode ?? INVALID_RECORD : INVALID_RECORD
  const others = new KafkaError('REFUSED_WITH_BATCH', `${place}: the broker refused the whole batch for ${said.size} invalid record${said.size === 1 ? '' : 's'} in it; this one is not among them`, { cause: error })
  outcomes.set(error, (index) => (said.has(index) ? protocolError(errorCode, place, said.get(index)) : others))
  return error
}

const INVALID_RECORD = 87

/** A split batch of which a part failed: each record fares as its part does. */
export function partlyFailed(parts: readonly (BatchReport | KafkaError)[], counts: readonly number[]): KafkaError {
  const first = parts.find((part) => part instanceof KafkaError)!
  const { code, message, errorCode, retriable } = first
  const error = new KafkaError(code, message, { ...(errorCode === undefined ? {} : { errorCode }), retriable, cause: first })
  outcomes.set(error, (index) => {
    let at = 0
    while (at < counts.length - 1 && index >= counts[at]!) index -= counts[at++]!
    return outcomeIn(parts[at]!, index)
  })
  return error
}
