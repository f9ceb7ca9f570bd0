/** Suites that are not the client scenario: tools, crash loops, directories written by others. */
import { kill9Loop } from '../chaos/kill-9-loop.ts'
import { misbehaving } from '../chaos/misbehaving.ts'
import { packages } from '../packages/suite.ts'
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
  run(report: Report): Promise<void>
}

export const suites: readonly Suite[] = [
  transactionalProducer, wireAnswers, kill9Loop, dumpLogSegments, foreignDirectories, adopt, tenThousandPartitions, misbehaving, ...clientSuites,
  packages,
]
