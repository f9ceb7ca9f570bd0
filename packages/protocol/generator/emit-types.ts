/**
 * Interfaces: `X`, what decoding gives (every field present), and `XInput`, what encoding takes (a field may be left
 * out where that has a meaning).
 */
import { defaultsToNull } from './model.ts'
import type { FieldModel, StructModel } from './model.ts'
import type { Source } from './source.ts'
import { covers, isEmpty } from './versions.ts'

const entityTypes: Record<string, string> = {
  brokerId: 'BrokerId', groupId: 'GroupId', producerId: 'ProducerId', topicName: 'TopicName',
  transactionalId: 'TransactionalId',
}

export function isNullable(field: FieldModel): boolean {
  return !isEmpty(field.nullable) || defaultsToNull(field)
}

/** A field may be left out of the input when Kafka's schema says what its absence means, or some version lacks it. */
export function isOptional(field: FieldModel, struct: StructModel): boolean {
  if (field.schema.default !== undefined || isNullable(field) || field.isTagged) return true
  return !covers(field.versions, struct.within)
}

/** Type of the value, or of an element of the array. */
export function elementType(field: FieldModel, input: boolean): string {
  if (field.struct !== undefined) return field.struct.name + (input ? 'Input' : '')
  const entity = field.schema.entityType
  const branded = entity === undefined ? undefined : entityTypes[entity]
  // A few of Kafka's fields name an entity by a number that has another type on the wire; strings stay strings.
  if (branded !== undefined) return branded
  switch (field.primitive) {
    case 'bool': return 'boolean'
    case 'string': return 'string'
    case 'uuid': return 'Uuid'
    case 'bytes': return input ? 'Uint8Array' : 'Buffer'
    case 'records': return input ? 'Records' : 'Buffer'
    case 'int64': return field.schema.big === true ? 'bigint' : 'number'
    default: return 'number'
  }
}

export function fieldType(field: FieldModel, input: boolean): string {
  const element = elementType(field, input)
  const type = field.isArray ? `${input ? 'readonly ' : ''}${element}[]` : element
  return isNullable(field) ? `${type} | null` : type
}

function versionNote(field: FieldModel, struct: StructModel): string {
  const { versions } = field
  if (isEmpty(versions)) return 'In no version.'
  const from = versions.min > struct.within.min
  const to = versions.max < struct.within.max
  if (from && to && versions.min === versions.max) return `Version ${versions.min}.`
  if (from && to) return `Versions ${versions.min} to ${versions.max}.`
  if (from) return `From version ${versions.min}.`
  return to ? `Up to version ${versions.max}.` : ''
}

function defaultNote(field: FieldModel): string {
  const value = field.schema.default
  // Not null, as one might think of a field that may be: Kafka's own objects start out this way too.
  if (value === undefined && isNullable(field) && !defaultsToNull(field)) {
    return field.struct === undefined || field.isArray ? 'Left out: empty.' : ''
  }
  if (value === undefined || value === null || value === '') return ''
  return `Default ${value}.`
}

export function emitInterfaces(out: Source, struct: StructModel): void {
  for (const input of [false, true]) {
    if (struct.doc !== undefined && !input) out.line(`/** ${struct.doc} */`)
    out.block(`export interface ${struct.name}${input ? 'Input' : ''}`, () => {
      for (const field of struct.fields) {
        const notes = [field.schema.doc ?? '', versionNote(field, struct), input ? defaultNote(field) : '']
        const note = notes.filter((part) => part !== '').join(' ')
        if (note !== '') out.line(`/** ${note} */`)
        const type = fieldType(field, input)
        if (!input) out.line(`${field.name}: ${type}`)
        else if (isOptional(field, struct)) out.line(`readonly ${field.name}?: ${type} | undefined`)
        else out.line(`readonly ${field.name}: ${type}`)
      }
    })
    out.line()
  }
}
