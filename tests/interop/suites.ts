import { dumpLogSegments } from './dump-log-segments.ts'
import { foreignDirectories } from './foreign-directories.ts'

/** Suites that are not the client scenario: tools, crash loops, directories written by others. */
export interface Suite {
  readonly name: string
  readonly everyday: boolean
  run(report: (ok: boolean, line: string) => void): Promise<void>
}

export const suites: readonly Suite[] = [dumpLogSegments, foreignDirectories]
