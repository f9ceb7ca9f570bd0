/** What a multi of one operation answers, in the form of that operation. */
import type { CreateOptions, MultiFailure, ZnodeOp, ZnodeOpResult, ZnodeResult, ZnodeStat } from './znode-store.ts'

export type MultiOutcome = { error: undefined; results: readonly ZnodeOpResult[] } | MultiFailure

export function createOp(path: string, data: Uint8Array, options: CreateOptions | undefined): ZnodeOp {
  return options === undefined ? { op: 'create', path, data } : { op: 'create', path, data, options }
}

export function created(outcome: MultiOutcome): ZnodeResult<{ path: string; stat: ZnodeStat }> {
  if (outcome.error !== undefined) return { error: outcome.error }
  const [made] = outcome.results as [{ path: string; stat: ZnodeStat }]
  return { error: undefined, path: made.path, stat: made.stat }
}

export function changed(outcome: MultiOutcome): ZnodeResult<{ stat: ZnodeStat }> {
  if (outcome.error !== undefined) return { error: outcome.error }
  return { error: undefined, stat: (outcome.results as [{ stat: ZnodeStat }])[0].stat }
}

export function deleted(outcome: MultiOutcome): ZnodeResult<object> {
  return outcome.error === undefined ? { error: undefined } : { error: outcome.error }
}

export const asIs = (outcome: MultiOutcome): MultiOutcome => outcome
