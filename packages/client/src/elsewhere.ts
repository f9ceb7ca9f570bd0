/**
 * Methods that callers know from other clients, for those whom no compiler tells: calling one is answered with what it is
 * called here. They are not part of any type.
 */
import { KafkaError } from './errors.ts'

/** @param names From the other's name to a sentence that says what to write. */
export function answerForeignNames(prototype: object, whose: string, names: Readonly<Record<string, string>>): void {
  for (const [name, instead] of Object.entries(names)) {
    Object.defineProperty(prototype, name, {
      value: () => Promise.reject(new KafkaError('INVALID_ARGUMENT', `the ${whose} has no ${name}: ${instead}`)), configurable: true, writable: true,
    })
  }
}
