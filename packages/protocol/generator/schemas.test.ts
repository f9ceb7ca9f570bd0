/**
 * Our schemas say what Apache Kafka's definitions say: same messages, versions, fields, types, tags, defaults. And the
 * committed code is what the generator makes of them.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FieldSchema, MessageSchema } from '../schema/schema.ts'
import { allErrors } from '../src/errors.ts'
import { committedFacts, factsFolder } from './facts.ts'
import type { FactField, FactMessage, Facts } from './facts.ts'
import { loadSchemas, requestOf, responseOf } from './load.ts'

const schemas = await loadSchemas()

function normalDefault(type: string, value: unknown): unknown {
  if (value === undefined || value === 'null') return value === undefined ? undefined : null
  if (type === 'bool') return value === true || value === 'true'
  if (/^u?int/.test(type)) return BigInt(value as string | number | bigint)
  return value
}

function normalField(field: FactField | FieldSchema): object {
  return {
    name: field.name, type: field.type, versions: field.versions ?? field.taggedVersions,
    nullableVersions: field.nullableVersions, taggedVersions: field.taggedVersions, tag: field.tag,
    default: normalDefault(field.type, field.default),
    ignorable: field.ignorable === true, entityType: field.entityType, mapKey: field.mapKey === true,
    flexibleVersions: field.flexibleVersions, fields: field.fields?.map((inner) => normalField(inner)),
  }
}

function normalMessage(message: FactMessage | MessageSchema): object {
  return {
    name: message.name, validVersions: message.validVersions, flexibleVersions: message.flexibleVersions ?? 'none',
    fields: (message.fields ?? []).map((field) => normalField(field)),
    commonStructs: (message.commonStructs ?? []).map((struct) => (
      { ...struct, fields: struct.fields.map((field) => normalField(field)) }
    )),
  }
}

function normal(messages: readonly (FactMessage | MessageSchema)[]): Map<string, object> {
  return new Map(messages.map((message) => [message.name, normalMessage(message)]))
}

function compareMessages(wanted: readonly FactMessage[], folders: readonly string[]): void {
  const files = schemas.filter((file) => folders.includes(file.folder))
  const ours = files.flatMap(({ api, records }): readonly MessageSchema[] => (
    api === undefined ? records : [requestOf(api), responseOf(api)]
  ))
  assert.deepEqual(normal(ours), normal(wanted))

  const requests = new Map(wanted.filter(({ type }) => type === 'request').map((message) => [message.apiKey, message]))
  for (const { api } of files) {
    if (api === undefined) continue
    const fact = requests.get(api.key)
    assert.equal(`${api.name}Request`, fact?.name)
    assert.deepEqual(api.listeners, fact?.listeners)
    assert.equal(api.latestVersionUnstable ?? false, fact?.latestVersionUnstable ?? false)
    assert.equal(api.deprecatedVersions, fact?.deprecatedVersions)
  }
  const kinds: Record<string, string> = { 'coordinator-key': 'key', 'coordinator-value': 'value' }
  for (const record of files.flatMap((file) => file.records)) {
    const fact = wanted.find((message) => message.name === record.name)
    assert.equal(record.kind, kinds[fact?.type ?? ''] ?? fact?.type)
    assert.equal(record.recordType, fact?.apiKey)
  }
}

/** Requests that a broker's listener serves with their responses, and everything that is neither. */
function servedByBrokers(messages: readonly FactMessage[]): FactMessage[] {
  const served = new Set(messages.filter(({ listeners }) => listeners?.includes('broker')).map(({ apiKey }) => apiKey))
  return messages.filter((message) => message.apiKey === undefined || served.has(message.apiKey))
}

function compareAll(facts: Facts): void {
  compareMessages([...servedByBrokers(facts.rpc), ...facts.records], ['', 'embedded', 'records'])
  compareMessages(facts.zookeeperEra, ['zookeeper-era'])
  const withoutSentence = allErrors().map(({ code, name, retriable, invalidMetadata }) => (
    { code, name, retriable, invalidMetadata }
  ))
  assert.deepEqual(withoutSentence, facts.errors)
}

test('schemas and error codes equal the committed facts', () => {
  const facts = committedFacts()
  assert.equal(servedByBrokers(facts.rpc).filter((message) => message.type === 'request').length, 79)
  compareAll(facts)
})

const neighbour = factsFolder(join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'kafka-facts'))
const skip = neighbour === undefined && 'there is none'
test('schemas equal the facts in the folder beside the repository', { skip }, () => {
  compareAll(neighbour as Facts)
})

test('request and response of an API have the same versions', () => {
  for (const { api } of schemas) {
    if (api === undefined) continue
    assert.equal(api.request.validVersions, api.response.validVersions, api.name)
    assert.equal(api.request.flexibleVersions, api.response.flexibleVersions, api.name)
  }
})

test('every number of 64 bits that a stranger chooses is held exactly or cut to what can be: none is a malformed message', () => {
  const strict: string[] = []
  const look = (where: string, fields: readonly FieldSchema[]): void => {
    for (const field of fields) {
      if (field.type.endsWith('int64') && field.big !== true && field.saturating !== true) strict.push(`${where}.${field.name}`)
      look(`${where}.${field.name}`, field.fields ?? [])
    }
  }
  for (const { api, records } of schemas) {
    for (const message of api === undefined ? records : [requestOf(api)]) {
      look(message.name, message.fields)
      for (const struct of message.commonStructs ?? []) look(struct.name, struct.fields)
    }
  }
  assert.deepEqual(strict, [])
})

test('regenerating changes nothing', () => {
  execFileSync(process.execPath, [join(import.meta.dirname, 'main.ts'), '--check'], { stdio: 'pipe' })
})

test('every error has a sentence of its own', () => {
  const sentences = allErrors().map((error) => error.message)
  assert.equal(new Set(sentences).size, sentences.length)
  for (const sentence of sentences) assert.match(sentence, /^[A-Za-z].*\.$/)
})
