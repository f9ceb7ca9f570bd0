/** The assignors by name. */
import { KafkaError } from '../../../errors.ts'
import type { Assignor } from './assignor.ts'
import { range } from './range.ts'
import { roundRobin } from './round-robin.ts'
import { cooperativeSticky, sticky } from './sticky.ts'

export type AssignorName = 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky'
export type AssignorChoice = AssignorName | Assignor
export type { Assignment, Assignor, AssignorInput, MemberSubscription } from './assignor.ts'

const known: readonly Assignor[] = [range, roundRobin, sticky, cooperativeSticky]

/** @throws KafkaError INVALID_CONFIG. */
export function assignorsFor(choices: readonly AssignorChoice[]): readonly Assignor[] {
  if (choices.length === 0) throw new KafkaError('INVALID_CONFIG', 'assignors: name at least one')
  return choices.map((choice) => {
    if (typeof choice !== 'string') return choice
    const found = known.find(({ name }) => name === choice)
    if (found !== undefined) return found
    throw new KafkaError('INVALID_CONFIG', `assignors: "${choice}" is none of ${known.map(({ name }) => name).join(', ')}`)
  })
}
