/**
 * Encoders: one function per struct. As in Apache Kafka's generated code, a value that is not the default, at a version
 * that has no place for it, is an error unless the field is ignorable; and a tagged field is written only when its
 * value is not the default.
 */
import { isNullable, isOptional } from './emit-types.ts'
import { emitVersionCheck } from './emit-decode.ts'
import { defaultValue, fixedMethod, flexibleTest, isNotDefault } from './emit-values.ts'
import { defaultsToNull } from './model.ts'
import type { FieldModel, MessageModel, StructModel } from './model.ts'
import { Source } from './source.ts'
import { condition, covers, isEmpty } from './versions.ts'

/** The value of the field in the input, with its default where it was left out. */
function inputValue(field: FieldModel, struct: StructModel, input: string): string {
  const value = `${input}.${field.name}`
  if (!isOptional(field, struct)) return value
  const initial = defaultValue(field)
  if (initial === 'null' || !isNullable(field)) return `${value} ?? ${initial}`
  return `${value} === undefined ? ${initial} : ${value}`
}

function call(struct: StructModel, field: FieldModel, method: (compact: boolean) => string, argument: string): string {
  const test = flexibleTest(struct, field)
  if (test === 'true') return `writer.${method(true)}(${argument})`
  if (test === 'false') return `writer.${method(false)}(${argument})`
  return `if (flexible) writer.${method(true)}(${argument}); else writer.${method(false)}(${argument})`
}

function emitValue(
  out: Source, struct: StructModel, field: FieldModel, value: string, nullable: boolean, prefix: string = '',
): void {
  const lead = (text: string): string => (prefix === '' ? text : `${prefix} ${text}`)
  if (field.struct !== undefined) {
    out.line(lead(`encode${field.struct.name}(writer, ${value}, version)`))
    return
  }
  const fixed = fixedMethod(field)
  if (fixed !== undefined) {
    out.line(lead(`writer.${fixed}(${value})`))
    return
  }
  const kind = field.primitive as string
  const method = (compact: boolean): string => {
    // Writer.records takes null itself.
    const plain = nullable && kind !== 'records' ? `nullable${kind.charAt(0).toUpperCase()}${kind.slice(1)}` : kind
    return compact ? `compact${plain.charAt(0).toUpperCase()}${plain.slice(1)}` : plain
  }
  const text = call(struct, field, method, value)
  if (prefix !== '' && text.startsWith('if')) out.block(prefix, () => out.line(text))
  else out.line(lead(text))
}

/** Writes the field, whose value is in its local, at a version in which it is there. */
function emitField(out: Source, struct: StructModel, field: FieldModel, maybeNull: boolean): void {
  const { local } = field
  const nullable = maybeNull && isNullable(field)
  if (nullable && !covers(field.nullable, field.versions)) {
    const test = condition(field.nullable, field.versions)
    const where = test === 'false' ? '' : ` && !(${test})`
    out.line(`if (${local} === null${where}) throw nullNotInVersion('${struct.name}', '${field.name}', version)`)
  }
  const canBeNull = nullable && !isEmpty(field.nullable)
  if (field.isArray) {
    const length = canBeNull ? `${local} === null ? -1 : ${local}.length` : `${local}.length`
    out.line(call(struct, field, (compact) => (compact ? 'compactArrayLength' : 'arrayLength'), length))
    const loop = `for (const item of ${local})`
    emitValue(out, struct, field, 'item', false, canBeNull ? `if (${local} !== null) ${loop}` : loop)
    return
  }
  if (field.struct === undefined || isEmpty(field.nullable)) {
    emitValue(out, struct, field, local, canBeNull)
    return
  }
  // A struct that may be null has a byte before it, also where the value at hand is known to be there. Null is -1, but
  // in a tagged field it is 0.
  const test = condition(field.nullable, field.versions)
  if (test !== 'true') throw new Error(`${struct.name}.${field.name}: a struct that is nullable in some versions only`)
  if (!canBeNull) {
    out.line('writer.int8(1)')
    out.line(`encode${field.struct.name}(writer, ${local}, version)`)
    return
  }
  out.block(`if (${local} === null)`, () => out.line(`writer.int8(${field.isTagged ? 0 : -1})`), '} else {')
  out.line('  writer.int8(1)')
  out.line(`  encode${field.struct.name}(writer, ${local}, version)`)
  out.line('}')
}

function emitPositional(out: Source, struct: StructModel, field: FieldModel): void {
  const present = condition(field.versions, struct.within)
  const refusal = field.schema.ignorable === true || present === 'true' ? ''
    : `if (${isNotDefault(field, field.local)}) throw fieldNotInVersion('${struct.name}', '${field.name}', version)`
  if (present === 'false' && refusal === '') return
  if (present === 'true' && !field.isArray && !isNullable(field)) {
    emitValue(out, struct, field, inputValue(field, struct, 'input'), false)
    return
  }
  out.line(`const ${field.local} = ${inputValue(field, struct, 'input')}`)
  if (present === 'true') {
    emitField(out, struct, field, true)
    return
  }
  if (present === 'false') {
    out.line(refusal)
    return
  }
  out.block(`if (${present})`, () => emitField(out, struct, field, true), refusal === '' ? '}' : `} else ${refusal}`)
}

/** Locals and tests of the tagged fields; the tests say "is written". */
function emitTags(out: Source, struct: StructModel): void {
  const known = struct.fields.filter((field) => field.isTagged && !isEmpty(field.versions))
    .toSorted((a, b) => (a.schema.tag as number) - (b.schema.tag as number))
  const tests = new Map<FieldModel, string>()
  for (const field of known) {
    const isStruct = field.struct !== undefined && !field.isArray && !defaultsToNull(field)
    out.line(`const ${field.local} = ${isStruct ? `input.${field.name}` : inputValue(field, struct, 'input')}`)
    const differs = isNotDefault(field, field.local)
    const filled = isStruct ? `${field.local} !== undefined && ${differs}` : differs
    const present = condition(field.versions, struct.within)
    if (present !== 'true' && field.schema.ignorable !== true) {
      out.line(`if (!(${present}) && ${filled}) throw fieldNotInVersion('${struct.name}', '${field.name}', version)`)
    }
    const among = condition(field.versions, struct.flexible)
    tests.set(field, among === 'true' ? filled : `${among} && ${filled}`)
  }
  const flexible = condition(struct.flexible, struct.within)
  if (flexible === 'false') return
  if (known.length === 0) {
    out.line(flexible === 'true' ? 'writer.noTaggedFields()' : 'if (flexible) writer.noTaggedFields()')
    return
  }
  out.when(flexible === 'true' ? flexible : 'flexible', () => {
    out.line('let tags = 0')
    for (const field of known) out.line(`if (${tests.get(field)}) tags++`)
    out.line('writer.uvarint(tags)')
    for (const field of known) {
      out.block(`if (${tests.get(field)})`, () => {
        out.line(`const mark = writer.beginTagged(${field.schema.tag})`)
        emitField(out, struct, field, !isNotDefault(field, '').includes('!== null'))
        out.line('writer.endTagged(mark)')
      })
    }
  })
}

export function emitEncoder(out: Source, struct: StructModel, message: MessageModel): void {
  const isRoot = struct === message.root
  const body = new Source()
  for (const field of struct.fields) if (!field.isTagged) emitPositional(body, struct, field)
  emitTags(body, struct)
  const text = body.toString()
  const uses = (parameter: string): boolean => new RegExp(`\\b${parameter}\\b`).test(text)
  const name = (parameter: string): string => (uses(parameter) ? parameter : `_${parameter}`)
  const version = isRoot || /\bversion\b|\bflexible\b/.test(text) ? 'version' : '_version'
  const parameters = `${name('writer')}: Writer, ${name('input')}: ${struct.name}Input, ${version}: number`
  out.block(`${isRoot ? 'export ' : ''}function encode${struct.name}(${parameters}): void`, () => {
    if (isRoot) emitVersionCheck(out, struct)
    if (/\bflexible\b/.test(text)) out.line(`const flexible = ${condition(struct.flexible, struct.within)}`)
    out.append(body)
  })
  out.line()
}

/** `isDefaultX(input)`: whether a struct says nothing that its absence would not say. */
export function emitIsDefault(out: Source, struct: StructModel): void {
  out.block(`function isDefault${struct.name}(input: ${struct.name}Input): boolean`, () => {
    const tests = struct.fields.map((field) => {
      const value = inputValue(field, struct, 'input')
      return `!(${isNotDefault(field, value.includes(' ') ? `(${value})` : value)})`
    })
    out.line(`return ${tests.join(' && ') || 'true'}`)
  })
  out.line()
}
