/**
 * Facts about Apache Kafka's protocol that our schemas are checked against: its message definitions without their
 * prose, and its error codes. `testdata/kafka-facts.json.gz` is the committed copy; run this file with a folder of
 * facts to make it anew.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

export interface FactField {
  name: string
  type: string
  versions?: string
  nullableVersions?: string
  taggedVersions?: string
  tag?: number
  default?: unknown
  ignorable?: boolean
  entityType?: string
  mapKey?: boolean
  flexibleVersions?: string
  fields?: FactField[]
}

export interface FactMessage {
  apiKey?: number
  type: string
  name: string
  listeners?: string[]
  validVersions: string
  flexibleVersions?: string
  latestVersionUnstable?: boolean
  deprecatedVersions?: string
  fields?: FactField[]
  commonStructs?: { name: string, versions: string, fields: FactField[] }[]
}

export interface Facts {
  rpc: FactMessage[]
  records: FactMessage[]
  zookeeperEra: FactMessage[]
  errors: { code: number, name: string, retriable: boolean, invalidMetadata: boolean }[]
}

/**
 * In Kafka's definitions the word "null" is the default null, and a literal null is the same as no default at all
 * (FieldSpec.java).
 */
function withoutNullDefaults(key: string, value: unknown): unknown {
  return key === 'default' && value === null ? undefined : value
}

const packed = join(import.meta.dirname, '..', 'testdata', 'kafka-facts.json.gz')

export function committedFacts(): Facts {
  return JSON.parse(gunzipSync(readFileSync(packed)).toString(), withoutNullDefaults) as Facts
}

/** Facts as a folder of JSON files; undefined when there is no such folder. */
export function factsFolder(folder: string): Facts | undefined {
  if (!existsSync(join(folder, 'errors.json'))) return undefined
  const read = (part: string): FactMessage[] => readdirSync(join(folder, part))
    .filter((name) => name.endsWith('.json')).sort()
    .map((name) => JSON.parse(readFileSync(join(folder, part, name), 'utf8'), withoutNullDefaults) as FactMessage)
  return {
    rpc: read('rpc'), records: read('records'), zookeeperEra: read('rpc-zookeeper-3.9'),
    errors: JSON.parse(readFileSync(join(folder, 'errors.json'), 'utf8')) as Facts['errors'],
  }
}

if (import.meta.main) {
  const folder = process.argv[2] ?? ''
  const facts = factsFolder(folder)
  if (facts === undefined) throw new Error(`no facts in "${folder}"`)
  writeFileSync(packed, gzipSync(JSON.stringify(facts), { level: 9 }))
}
