/**
 * What the record with a number is: the writers of every language and the readers agree on it (`load/records.py`,
 * `load/NumberedWriter.java`, the Go program). In compacted topics the number also says the key, and whether it is a
 * tombstone.
 */

const keys = 40
const text = 'nothing acknowledged is lost, doubled or reordered; '
const padding: string = text.repeat(12)

/** Multiplies the number so that neighbours have nothing in common. */
const mixed = (number: number): number => Math.imul(number, 2_654_435_761) >>> 0

export const keyOf = (number: number): string => `k${mixed(number) % keys}`

export const isTombstone = (number: number): boolean => (mixed(number) >>> 16) % 8 === 0

export const identity = (writer: number, partition: number, number: number): string => `${writer}/${partition}/${number}/`

export const valueOf = (writer: number, partition: number, number: number): string =>
  identity(writer, partition, number) + padding.slice(0, (number * 7919) % 600)
