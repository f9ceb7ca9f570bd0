/** Durations as people write them: milliseconds as a number, or `'250ms'`, `'5s'`, `'2m'`, `'1h'`. Getters answer milliseconds. */
import { KafkaError } from '@odradek/client'
import { shown, wrong } from './given.ts'

export type Duration = number | string

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** @throws KafkaError INVALID_ARGUMENT when it is negative or not a duration. */
export function toMs(name: string, duration: Duration): number {
  if (typeof duration === 'number') {
    if (duration >= 0) return duration
    throw new KafkaError('INVALID_ARGUMENT', `${name} must be 0 or more milliseconds, not ${duration}`)
  }
  if (typeof duration !== 'string') throw wrong(name, "milliseconds, or text such as '5s'", duration)
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(duration.trim())
  const unit = units[match?.[2] ?? '']
  if (match === null || unit === undefined) {
    throw new KafkaError('INVALID_ARGUMENT', `${name}: "${duration}" is not a duration such as '250ms', '5s' or '2m'`)
  }
  return Number(match[1]) * unit
}

/** @throws KafkaError INVALID_ARGUMENT when it is no whole number from `min` up. */
export function wholeNumber(name: string, value: number, min: number): number {
  if (Number.isSafeInteger(value) && value >= min) return value
  throw new KafkaError('INVALID_ARGUMENT', `${name} must be a whole number from ${min} up, not ${shown(value)}`)
}
