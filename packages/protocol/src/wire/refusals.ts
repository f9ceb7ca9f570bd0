/**
 * The errors that generated codecs throw, worded in one place so that the generated files stay small.
 */
import { DecodeError, EncodeError, UnsupportedVersionError } from './wire-errors.ts'

export function messageNotInVersion(
  message: string, version: number, min: number, max: number,
): UnsupportedVersionError {
  return new UnsupportedVersionError(`${message} has no version ${version}; there are ${min} to ${max}`)
}

export function fieldNotInVersion(struct: string, field: string, version: number): UnsupportedVersionError {
  return new UnsupportedVersionError(`${struct}.${field} holds a value, and version ${version} has no place for it`)
}

export function nullNotInVersion(struct: string, field: string, version: number): EncodeError {
  return new EncodeError(`${struct}.${field} may not be null in version ${version}`)
}

export function tagNotInVersion(struct: string, tag: number, version: number): DecodeError {
  return new DecodeError(`${struct} has no tagged field ${tag} in version ${version}`)
}
