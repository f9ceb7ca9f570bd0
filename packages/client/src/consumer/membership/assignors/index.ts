/** The assignors by name. */
import type { Assignor } from './assignor.ts'
import { range } from './range.ts'
import { roundRobin } from './round-robin.ts'
import { cooperativeSticky, sticky } from './sticky.ts'

export type AssignorName = 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky'
export type AssignorChoice = AssignorName | Assignor
export type { Assignment, Assignor, AssignorInput, MemberSubscription } from './assignor.ts'

const known: readonly Assignor[] = [range, roundRobin, sticky, cooperativeSticky]

export const assignorNames: readonly string[] = known.map(({ name }) => name)

/** The names are known ones. */
export function assignorsFor(choices: readonly AssignorChoice[]): readonly Assignor[] {
  return choices.map((choice) => (typeof choice === 'string' ? known.find(({ name }) => name === choice)! : choice))
}
