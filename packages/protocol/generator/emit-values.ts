/** Expressions that both directions need: defaults, the test for "is not the default", names of methods. */
import { defaultsToNull } from './model.ts'
import type { FieldModel, StructModel } from './model.ts'
import { condition, intersect, isEmpty } from './versions.ts'
import type { Range } from './versions.ts'
import { isNullable } from './emit-types.ts'

function literal(value: number | bigint | string | boolean): string {
  if (typeof value === 'string') return `'${value}'`
  return typeof value === 'bigint' ? `${value}n` : String(value)
}

/** The value of an absent field, as decoded. */
export function defaultValue(field: FieldModel): string {
  if (defaultsToNull(field)) return 'null'
  if (field.isArray) return '[]'
  if (field.struct !== undefined) return `default${field.struct.name}()`
  const explicit = field.schema.default
  if (explicit !== undefined && explicit !== null) return literal(explicit)
  switch (field.primitive) {
    case 'bool': return 'false'
    case 'string': return "''"
    case 'uuid': return 'ZERO_UUID'
    case 'bytes': case 'records': return 'Buffer.alloc(0)'
    default: return field.schema.big === true ? '0n' : '0'
  }
}

/** True when `value` (a local variable or an expression) differs from the default; the value is not undefined. */
export function isNotDefault(field: FieldModel, value: string): string {
  if (defaultsToNull(field)) return `${value} !== null`
  const empty = field.isArray || field.primitive === 'bytes' || field.primitive === 'records'
  if (empty) {
    const size = field.primitive === 'records' && !field.isArray ? 'byteLength' : 'length'
    return isNullable(field) ? `(${value} === null || ${value}.${size} !== 0)` : `${value}.${size} !== 0`
  }
  if (field.struct !== undefined) {
    const differs = `!isDefault${field.struct.name}(${value})`
    return isNullable(field) ? `(${value} === null || ${differs})` : differs
  }
  if (field.primitive === 'bool') return defaultValue(field) === 'true' ? `!${value}` : value
  return `${value} !== ${defaultValue(field)}`
}

/** The versions of `range` in which the struct is flexible, and those in which it is not. */
export function splitByFlexible(struct: StructModel, range: Range): { compact: Range, plain: Range } {
  const compact = intersect(range, struct.flexible)
  const lastPlain = isEmpty(struct.flexible) ? Infinity : struct.flexible.min - 1
  return { compact, plain: intersect(range, { min: 0, max: lastPlain }) }
}

/** The test for "this version is flexible" where the field is there: 'true', 'false', or the local variable. */
export function flexibleTest(struct: StructModel, field: FieldModel): string {
  if (field.neverFlexible) return 'false'
  const test = condition(struct.flexible, field.versions)
  return test === 'true' || test === 'false' ? test : 'flexible'
}

/** Method of Reader and Writer for a fixed-size primitive. */
export function fixedMethod(field: FieldModel): string | undefined {
  switch (field.primitive) {
    case 'string': case 'bytes': case 'records': case undefined: return undefined
    case 'int64': return field.schema.big === true ? 'int64Big' : 'int64'
    default: return field.primitive
  }
}
