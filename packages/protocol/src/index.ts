// Public door: errors, ids, and the types that appear in messages.
export * from './ids.ts'
export { DecodeError, EncodeError, UnsupportedVersionError } from './wire/wire-errors.ts'
export type { Records, RecordsSource } from './wire/records-source.ts'
