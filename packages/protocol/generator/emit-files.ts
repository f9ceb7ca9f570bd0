/** Generated files: one per schema file, and per family an `apis.ts` with the descriptors and an `index.ts`. */
import type { ApiSchema, MessageSchema, RecordSchema } from '../schema/schema.ts'
import { emitDecoder, emitDefault } from './emit-decode.ts'
import { emitEncoder, emitIsDefault } from './emit-encode.ts'
import { emitInterfaces } from './emit-types.ts'
import { requestOf, responseOf } from './load.ts'
import type { SchemaFile } from './load.ts'
import { messageModel } from './model.ts'
import type { MessageModel } from './model.ts'
import { fileText, GENERATED_MARK, Source } from './source.ts'
import { isEmpty, parseRange } from './versions.ts'

/** Paths below src/generated and their contents. */
export type Files = Map<string, string>

function messageText(message: MessageSchema): string {
  const model = messageModel(message)
  const types = new Source()
  const code = new Source()
  for (const struct of model.structs.toReversed()) emitInterfaces(types, struct)
  for (const struct of model.structs) {
    emitDecoder(code, struct, model)
    emitEncoder(code, struct, model)
  }
  const used = code.toString()
  const extra = defaultsText(model, used)
  return [types.toString(), used, extra].join('\n')
}

/** The default…() and isDefault…() functions that the code calls, and those that they call in turn. */
function defaultsText(model: MessageModel, code: string): string {
  let extra = ''
  for (const struct of model.structs.toReversed()) {
    const makes = new Source()
    if (`${code}${extra}`.includes(`default${struct.name}()`)) emitDefault(makes, struct)
    if (`${code}${extra}`.includes(`isDefault${struct.name}(`)) emitIsDefault(makes, struct)
    extra += makes.toString() + '\n'
  }
  return extra
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

function codecText(record: RecordSchema): string {
  const { min, max } = parseRange(record.validVersions)
  return [
    `export const ${lowerFirst(record.name)}Codec: RecordCodec<${record.name}, ${record.name}Input> = {`,
    `  name: '${record.name}', kind: '${record.kind}', recordType: ${record.recordType ?? -1},`,
    `  versions: { min: ${min}, max: ${max} },`,
    `  decode: decode${record.name}, encode: encode${record.name},`,
    '}',
    '',
  ].join('\n')
}

function descriptorText(api: ApiSchema): string {
  const { name } = api
  const { min, max } = parseRange(api.request.validVersions)
  const flexible = parseRange(api.request.flexibleVersions)
  const from = isEmpty(flexible) ? 'Infinity' : String(flexible.min)
  const header = (plain: number): string => {
    if (isEmpty(flexible) || flexible.min > max) return `() => ${plain}`
    if (flexible.min <= min) return `() => ${plain + 1}`
    return `(version) => (version >= ${flexible.min} ? ${plain + 1} : ${plain})`
  }
  // Version 0 of ControlledShutdown has no client id. An ApiVersions response must be readable by those who do not
  // know its version yet (KIP-511).
  const shutdownHeader = `(version) => (version === 0 ? 0 : version >= ${from} ? 2 : 1)`
  const requestHeader = name === 'ControlledShutdown' ? shutdownHeader : header(1)
  const responseHeader = name === 'ApiVersions' ? '() => 0' : header(0)
  const types = ['Request', 'RequestInput', 'Response', 'ResponseInput'].map((kind) => `m.${name}${kind}`)
  const unstable = api.latestVersionUnstable === true ? ' latestUnstable: true,' : ''
  return [
    `export const ${name}Api: Api<${types.join(', ')}> = {`,
    `  key: ${api.key}, name: '${name}', requestVersions: { min: ${min}, max: ${max} },`,
    `  flexibleFrom: ${from},${unstable}`,
    `  decodeRequest: m.decode${name}Request, encodeRequest: m.encode${name}Request,`,
    `  decodeResponse: m.decode${name}Response, encodeResponse: m.encode${name}Response,`,
    `  requestHeaderVersion: ${requestHeader}, responseHeaderVersion: ${responseHeader},`,
    '}',
    '',
  ].join('\n')
}

function familyFiles(files: Files, schemas: readonly SchemaFile[], folder: string): void {
  const apis = schemas.filter((file) => file.api !== undefined)
  const depth = folder === '' ? 0 : 1
  const body = [
    ...apis.map((file) => descriptorText(file.api as ApiSchema)),
    '/** All of them by API key. Importing this brings every codec along. */',
    'export const apisByKey: ReadonlyMap<number, AnyApi> = /* @__PURE__ */ new Map<number, AnyApi>([',
    ...apis.map((file) => `  [${(file.api as ApiSchema).key}, ${(file.api as ApiSchema).name}Api],`),
    '])',
  ].join('\n')
  const prefix = folder === '' ? '' : `${folder}/`
  const text = fileText(body, depth)
  const importing = `${GENERATED_MARK}\nimport * as m from './messages.ts'\n`
  files.set(`${prefix}apis.ts`, text.replace(`${GENERATED_MARK}\n`, importing))
  const below = (file: SchemaFile): string => (file.folder === folder ? '' : `${file.folder}/`)
  const lines = schemas.map((file) => `export * from './${below(file)}${file.name}.ts'`)
  files.set(`${prefix}messages.ts`, `${GENERATED_MARK}\n${lines.join('\n')}\n`)
  files.set(`${prefix}index.ts`, `${GENERATED_MARK}\nexport * from './messages.ts'\nexport * from './apis.ts'\n`)
}

export function generate(schemas: readonly SchemaFile[]): Files {
  const files: Files = new Map()
  for (const file of schemas) {
    const messages = file.api === undefined ? file.records : [requestOf(file.api), responseOf(file.api)]
    const parts = messages.map((message) => messageText(message))
    if (file.api === undefined) parts.push(...file.records.map((record) => codecText(record)))
    const path = `${file.folder === '' ? '' : `${file.folder}/`}${file.name}.ts`
    files.set(path, fileText(parts.join('\n').replaceAll(/\n{3,}/g, '\n\n'), file.folder === '' ? 0 : 1))
  }
  familyFiles(files, schemas.filter((file) => file.folder !== 'zookeeper-era'), '')
  familyFiles(files, schemas.filter((file) => file.folder === 'zookeeper-era'), 'zookeeper-era')
  return files
}
