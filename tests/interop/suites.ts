/** Suites that are not the client scenario: tools, crashes, directories written by others. */
import { misbehaving } from '../chaos/misbehaving.ts'
import { shortChaos } from '../chaos/suite.ts'
import { packages } from '../packages/suite.ts'
import type { Unit } from '../runner/attempts.ts'
import { endDescendants } from '../runner/processes.ts'
import { dumpLogSegments } from './dump-log-segments.ts'
import { foreignDirectories } from './foreign-directories.ts'
import { adopt } from './suites/adopt.ts'
import { clientSuites } from './suites/client.ts'
import { tenThousandPartitions } from './suites/ten-thousand-partitions.ts'
import { transactionalProducer } from './suites/transactional.ts'
import { wireAnswers } from './suites/wire-answers.ts'

export type Report = (ok: boolean, line: string) => void

export interface Suite {
  readonly name: string
  readonly everyday: boolean
  /** Suites of one group stand beside each other in the list, may run two at a time, and end what they started when aborted. */
  readonly group?: string
  /** Longer than this it may not take; 8 minutes unless given. */
  readonly limitMs?: number
  run(report: Report, signal?: AbortSignal): Promise<void>
}

export const suites: readonly Suite[] = [
  transactionalProducer, wireAnswers, shortChaos, dumpLogSegments, foreignDirectories, adopt, tenThousandPartitions, misbehaving, ...clientSuites,
  packages,
]

export function suiteUnit(suite: Suite): Unit {
  return {
    name: suite.name,
    limitMs: suite.limitMs ?? 480_000,
    async run({ signal, tell }) {
      // A suite without a group is alone: what this process has started is its own.
      if (suite.group === undefined) signal.addEventListener('abort', endDescendants)
      await suite.run((ok, line) => tell(ok ? 'ok' : 'FAIL', `${suite.name.padEnd(22)} ${line}`), signal)
    },
  }
}

/** In their order; those that may run together in one list. */
export function inGroups(chosen: readonly Suite[]): readonly (readonly Suite[])[] {
  const lists: Suite[][] = []
  for (const suite of chosen) {
    const last = lists.at(-1)
    if (suite.group !== undefined && last?.[0]?.group === suite.group) last.push(suite)
    else lists.push([suite])
  }
  return lists
}
