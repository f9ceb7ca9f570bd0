/**
 * What the emitters work from: a schema with its names resolved, its ranges cut to the versions in which the code can
 * run, and the smallest encoding of each struct worked out. Built once per run by `messageModel`.
 */
import type { FieldSchema, MessageSchema, StructSchema } from '../schema/schema.ts'
import { contains, covers, forEachVersion, intersect, isEmpty, parseRange } from './versions.ts'
import type { Range } from './versions.ts'

const primitives = [
  'bool', 'int8', 'int16', 'int32', 'int64', 'uint16', 'uint32', 'float64', 'string', 'bytes', 'records', 'uuid',
] as const
export type Primitive = (typeof primitives)[number]

export interface FieldModel {
  readonly schema: FieldSchema
  /** Property name. */
  readonly name: string
  /** Local variable that holds it in generated code. */
  readonly local: string
  readonly isArray: boolean
  /** Type of the value, or of the elements of an array. */
  readonly primitive: Primitive | undefined
  readonly struct: StructModel | undefined
  /** Versions in which the field exists, within those of its struct. */
  readonly versions: Range
  readonly nullable: Range
  readonly isTagged: boolean
  /** Never written in compact form, whatever the version. */
  readonly neverFlexible: boolean
}

export interface StructModel {
  /** Name of the generated interface, which no other in its folder has. */
  readonly name: string
  readonly doc: string | undefined
  /** Versions at which the code for this struct runs. */
  readonly within: Range
  readonly flexible: Range
  readonly fields: FieldModel[]
}

export interface MessageModel {
  readonly root: StructModel
  readonly versions: Range
  readonly flexible: Range
  /** All structs, inner ones first, the message itself last. */
  readonly structs: StructModel[]
}

/** Names that mean something else in generated code. */
const taken = new Set([
  'reader', 'writer', 'version', 'input', 'flexible', 'tags', 'tag', 'size', 'left', 'count', 'mark', 'delete',
  'default', 'i', 'item', 'items',
])

export function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/**
 * Name of a struct's interface: that of the message followed by Kafka's name for the struct, without what the two
 * have in common ('FetchRequest' and 'FetchTopic' give 'FetchRequestTopic').
 */
function structName(message: string, api: string, struct: string): string {
  if (struct === message || struct === api) return `${message}${struct}`
  if (struct.startsWith(message)) return struct
  return message + (struct.startsWith(api) ? struct.slice(api.length) : struct)
}

class Builder {
  readonly structs: StructModel[] = []
  private readonly named = new Map<string, StructModel>()
  private readonly message: MessageSchema
  private readonly versions: Range
  private readonly flexible: Range
  private readonly api: string

  constructor(message: MessageSchema) {
    this.message = message
    this.versions = parseRange(message.validVersions)
    this.flexible = intersect(parseRange(message.flexibleVersions), this.versions)
    this.api = message.name.replace(/(Request|Response)$/, '')
  }

  build(): MessageModel {
    for (const common of this.message.commonStructs ?? []) this.common(common)
    const root = this.struct(this.message.name, this.message.fields, this.versions, this.message.doc)
    return { root, versions: this.versions, flexible: this.flexible, structs: this.structs }
  }

  private common(schema: StructSchema): StructModel {
    const known = this.named.get(schema.name)
    if (known !== undefined) return known
    const within = intersect(parseRange(schema.versions), this.versions)
    const struct = this.struct(structName(this.message.name, this.api, schema.name), schema.fields, within)
    this.named.set(schema.name, struct)
    return struct
  }

  private struct(name: string, fields: FieldSchema[], within: Range, doc?: string): StructModel {
    const models = fields.map((field) => this.field(field, within))
    const struct: StructModel = { name, doc, within, flexible: intersect(this.flexible, within), fields: models }
    this.structs.push(struct)
    return struct
  }

  private field(schema: FieldSchema, within: Range): FieldModel {
    const isArray = schema.type.startsWith('[]')
    const element = isArray ? schema.type.slice(2) : schema.type
    const versions = intersect(parseRange(schema.versions), within)
    const tagged = intersect(parseRange(schema.taggedVersions), within)
    const where = `${this.message.name}.${schema.name}`
    const isTagged = schema.tag !== undefined
    if (isTagged !== (schema.taggedVersions !== undefined)) throw new Error(`${where}: tag without taggedVersions`)
    if (isTagged && !(covers(tagged, versions) && covers(versions, tagged))) {
      throw new Error(`${where}: tagged in some versions only`)
    }
    const primitive = primitives.find((known) => known === element)
    const name = camelCase(schema.name)
    return {
      schema, name, local: taken.has(name) ? `${name}Value` : name, isArray, primitive,
      struct: primitive === undefined ? this.structOf(element, schema, versions) : undefined,
      versions, nullable: intersect(parseRange(schema.nullableVersions), versions),
      isTagged, neverFlexible: schema.flexibleVersions === 'none',
    }
  }

  private structOf(name: string, schema: FieldSchema, versions: Range): StructModel {
    if (schema.fields !== undefined) {
      const struct = this.struct(structName(this.message.name, this.api, name), schema.fields, versions)
      this.named.set(name, struct)
      return struct
    }
    const common = (this.message.commonStructs ?? []).find((candidate) => candidate.name === name)
    const struct = common === undefined ? this.named.get(name) : this.common(common)
    if (struct === undefined) throw new Error(`${this.message.name}.${schema.name}: no struct ${name}`)
    return struct
  }
}

export function messageModel(message: MessageSchema): MessageModel {
  return new Builder(message).build()
}

const fixedSize: Partial<Record<Primitive, number>> = {
  bool: 1, int8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4, int64: 8, float64: 8, uuid: 16,
}

/** Fewest bytes that one value (or one element of the array) can take at a version. */
export function minValueSize(field: FieldModel, flexible: boolean, version: number): number {
  if (field.struct !== undefined) return minStructSize(field.struct, version)
  const fixed = fixedSize[field.primitive as Primitive]
  if (fixed !== undefined) return fixed
  if (flexible && !field.neverFlexible) return 1
  return field.primitive === 'string' ? 2 : 4
}

function minStructSize(struct: StructModel, version: number): number {
  const flexible = contains(struct.flexible, version)
  let size = flexible ? 1 : 0
  for (const field of struct.fields) {
    if (field.isTagged || !contains(field.versions, version)) continue
    if (field.isArray) size += flexible ? 1 : 4
    else if (field.struct !== undefined && contains(field.nullable, version)) size += 1
    else size += minValueSize(field, flexible, version)
  }
  return size
}

/** Fewest bytes an element of the array takes at any version in which it exists and is flexible, or is not. */
export function minElementSize(field: FieldModel, parent: StructModel, flexible: boolean): number {
  let least = Infinity
  forEachVersion(field.versions, (version) => {
    if (contains(parent.flexible, version) === flexible) least = Math.min(least, minValueSize(field, flexible, version))
  })
  if (least < 1) throw new Error(`${parent.name}.${field.name}: an element may take no bytes at all`)
  return least
}

/** True when the value of an absent field is null. */
export function defaultsToNull(field: FieldModel): boolean {
  if (field.schema.default === null) return true
  const isRecords = field.primitive === 'records' && !field.isArray
  return isRecords && field.schema.default === undefined && !isEmpty(field.nullable)
}
