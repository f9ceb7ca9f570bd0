/** Finds the schema files and says what each generated file is to hold. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ApiSchema, MessageSchema, RecordSchema } from '../schema/schema.ts'

/** One schema file: an API, or a few stored messages. */
export interface SchemaFile {
  /** Folder below schema/ and src/generated/: '', 'records', 'embedded', 'zookeeper-era'. */
  readonly folder: string
  /** File name without '.ts'. */
  readonly name: string
  readonly api: ApiSchema | undefined
  readonly records: readonly RecordSchema[]
}

export const schemaRoot: string = join(import.meta.dirname, '..', 'schema')
export const schemaFolders: readonly string[] = ['', 'embedded', 'records', 'zookeeper-era']

export async function loadSchemas(): Promise<SchemaFile[]> {
  const files: SchemaFile[] = []
  for (const folder of schemaFolders) {
    const entries = readdirSync(join(schemaRoot, folder), { withFileTypes: true }).filter((entry) => entry.isFile())
    const names = entries.map(({ name }) => name).filter((name) => name.endsWith('.ts') && name !== 'schema.ts').sort()
    for (const name of names) {
      const module = await import(join(schemaRoot, folder, name)) as Record<string, ApiSchema | RecordSchema>
      const apis = Object.values(module).filter((schema) => 'key' in schema)
      const records = Object.values(module).filter((schema) => 'kind' in schema)
      if (apis.length > 0 && apis.length + records.length > 1) throw new Error(`${name}: one API and nothing else`)
      files.push({ folder, name: name.slice(0, -3), api: apis[0], records })
    }
  }
  return files
}

export function requestOf(api: ApiSchema): MessageSchema {
  return { name: `${api.name}Request`, ...api.request }
}

export function responseOf(api: ApiSchema): MessageSchema {
  return { name: `${api.name}Response`, ...api.response }
}
