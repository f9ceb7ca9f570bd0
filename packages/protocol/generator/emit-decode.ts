/** Decoders: one function per struct that reads its fields into locals and returns one object literal. */
import { elementType, fieldType, isNullable } from './emit-types.ts'
import { defaultValue, fixedMethod, flexibleTest, splitByFlexible } from './emit-values.ts'
import { minElementSize } from './model.ts'
import type { FieldModel, MessageModel, StructModel } from './model.ts'
import { Source } from './source.ts'
import { choose, condition, isEmpty } from './versions.ts'

/** `compact` where the version is flexible, `plain` where not, each `nullable` where null is allowed. */
function byForm(struct: StructModel, field: FieldModel, form: (compact: boolean, nullable: boolean) => string): string {
  const { compact, plain } = splitByFlexible(struct, field.versions)
  const pick = (isCompact: boolean): string => {
    const range = field.neverFlexible ? field.versions : (isCompact ? compact : plain)
    return choose(condition(field.nullable, range), form(isCompact, true), form(isCompact, false))
  }
  const test = flexibleTest(struct, field)
  if (test === 'true') return pick(true)
  if (test === 'false') return pick(false)
  const [yes, no] = [pick(true), pick(false)]
  return choose(test, yes.includes('?') ? `(${yes})` : yes, no.includes('?') ? `(${no})` : no)
}

/** Reads one value that is no array. `nullable` is off for elements of arrays. */
function readValue(struct: StructModel, field: FieldModel, nullable: boolean): string {
  if (field.struct !== undefined) {
    const read = `decode${field.struct.name}(reader, version)`
    if (!nullable || isEmpty(field.nullable)) return read
    const test = condition(field.nullable, field.versions)
    const orNull = `(reader.int8() ${field.isTagged ? '<=' : '<'} 0 ? null : ${read})`
    return test === 'true' ? orNull.slice(1, -1) : choose(test, orNull, read)
  }
  const fixed = fixedMethod(field)
  if (fixed !== undefined) return `reader.${fixed}${field.schema.saturating === true ? 'Saturating' : ''}()`
  const kind = field.primitive === 'string' ? 'String' : 'Bytes'
  return byForm(struct, field, (compact, mayBeNull) => {
    const name = `${compact ? 'compact' : ''}${nullable && mayBeNull ? 'Nullable' : ''}${kind}`
    return `reader.${name.charAt(0).toLowerCase()}${name.slice(1)}()`
  })
}

function countExpression(struct: StructModel, field: FieldModel): string {
  return byForm(struct, field, (compact, nullable) => {
    const name = `${compact ? 'compact' : ''}${nullable ? 'Nullable' : ''}ArrayLength`
    return `reader.${name.charAt(0).toLowerCase()}${name.slice(1)}(${minElementSize(field, struct, compact)})`
  })
}

/** Statements that read an array into the field's local, at a version in which the field is there. */
function emitArray(out: Source, struct: StructModel, field: FieldModel): void {
  const item = readValue(struct, field, false)
  out.line(`const count = ${countExpression(struct, field)}`)
  if (isEmpty(field.nullable)) {
    if (isNullable(field)) out.line(`${field.local} = []`)
    out.line(`for (let i = 0; i < count; i++) ${field.local}.push(${item})`)
    return
  }
  out.block('if (count < 0)', () => out.line(`${field.local} = null`), '} else {')
  out.line(`  const items: ${elementType(field, false)}[] = []`)
  out.line(`  for (let i = 0; i < count; i++) items.push(${item})`)
  out.line(`  ${field.local} = items`)
  out.line('}')
}

function emitPositional(out: Source, struct: StructModel, field: FieldModel): void {
  const present = condition(field.versions, struct.within)
  const initial = defaultValue(field)
  if (field.isArray) {
    const keyword = isNullable(field) ? 'let' : 'const'
    out.line(`${keyword} ${field.local}: ${fieldType(field, false)} = ${initial}`)
    if (present === 'true') out.block('', () => emitArray(out, struct, field))
    else out.when(present, () => emitArray(out, struct, field))
    return
  }
  const read = readValue(struct, field, true)
  const value = choose(present, read.includes('?') && present !== 'true' ? `(${read})` : read, initial)
  const annotation = present === 'false' ? `: ${fieldType(field, false)}` : ''
  out.line(`const ${field.local}${annotation} = ${value}`)
}

function emitTags(out: Source, struct: StructModel): void {
  const test = condition(struct.flexible, struct.within)
  if (test === 'false') return
  const known = struct.fields.filter((field) => field.isTagged && !isEmpty(field.versions))
  if (known.length === 0) {
    out.line(test === 'true' ? 'reader.skipTaggedFields()' : 'if (flexible) reader.skipTaggedFields()')
    return
  }
  out.when(test === 'true' ? test : 'flexible', () => {
    out.block('for (let left = reader.taggedFieldCount(); left > 0; left--)', () => {
      out.line('const tag = reader.uvarint()')
      out.line('const size = reader.uvarint()')
      out.block('switch (tag)', () => {
        for (const field of known) emitTag(out, struct, field)
        out.line('default:')
        out.line('  reader.skip(size)')
      })
    })
  })
}

function emitTag(out: Source, struct: StructModel, field: FieldModel): void {
  const tag = field.schema.tag as number
  out.block(`case ${tag}:`, () => {
    const test = condition(field.versions, struct.flexible)
    if (test !== 'true') out.line(`if (!(${test})) throw tagNotInVersion('${struct.name}', ${tag}, version)`)
    if (!field.isArray) {
      out.line(`${field.local} = ${readValue(struct, field, true)}`)
    } else {
      // The same tag may come twice; the last one counts.
      if (isEmpty(field.nullable)) out.line(`${field.local} = []`)
      emitArray(out, struct, field)
    }
    out.line('break')
  })
}

export function emitDecoder(out: Source, struct: StructModel, message: MessageModel): void {
  const isRoot = struct === message.root
  const body = new Source()
  for (const field of struct.fields) if (!field.isTagged) emitPositional(body, struct, field)
  for (const field of struct.fields) {
    if (field.isTagged) body.line(`let ${field.local}: ${fieldType(field, false)} = ${defaultValue(field)}`)
  }
  emitTags(body, struct)
  const text = body.toString()
  const usesVersion = isRoot || /\bversion\b|\bflexible\b/.test(text)
  const parameters = `reader: Reader, ${usesVersion ? 'version' : '_version'}: number`
  out.block(`${isRoot ? 'export ' : ''}function decode${struct.name}(${parameters}): ${struct.name}`, () => {
    if (isRoot) emitVersionCheck(out, struct)
    if (/\bflexible\b/.test(text)) out.line(`const flexible = ${condition(struct.flexible, struct.within)}`)
    out.append(body)
    const properties = struct.fields.map(({ name, local }) => (local === name ? name : `${name}: ${local}`))
    out.line(properties.length === 0 ? 'return {}' : `return { ${properties.join(', ')} }`)
  })
  out.line()
}

export function emitVersionCheck(out: Source, struct: StructModel): void {
  const { min, max } = struct.within
  const test = min === max ? `version !== ${min}` : `version < ${min} || version > ${max}`
  out.line(`if (${test}) throw messageNotInVersion('${struct.name}', version, ${min}, ${max})`)
}

/** `defaultX()`: the value of a struct that is not there. */
export function emitDefault(out: Source, struct: StructModel): void {
  out.block(`function default${struct.name}(): ${struct.name}`, () => {
    out.line(`return { ${struct.fields.map((field) => `${field.name}: ${defaultValue(field)}`).join(', ')} }`)
  })
  out.line()
}
