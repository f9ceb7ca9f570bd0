/**
 * Vectors: messages that Apache Kafka's own generated classes filled, wrote, and turned into JSON. Checked against our
 * codecs field by field. tests/vectors makes them; testdata/ keeps a recorded set.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { DecodeError, Reader } from '../src/wire/reader.ts'
import { Writer } from '../src/wire/writer.ts'
import type { Codec } from './codecs.ts'
import { camelCase, defaultsToNull } from './model.ts'
import type { FieldModel, StructModel } from './model.ts'

export interface Vector {
  readonly name: string
  readonly version: number
  /** Base64. */
  readonly bytes: string
  /** As Kafka's JsonConverter classes give it. */
  readonly json: Record<string, unknown>
}

export function parseVectors(lines: string): Vector[] {
  return lines.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Vector)
}

/** File of the recorded set: 'kafka' from 4.4, 'zookeeper-era' from 3.9. */
export function recordedPath(family: Codec['family']): string {
  return join(import.meta.dirname, '..', 'testdata', `vectors-${family}.jsonl.br`)
}

export function recordedVectors(family: Codec['family']): Vector[] {
  return parseVectors(brotliDecompressSync(readFileSync(recordedPath(family))).toString())
}

/** Fails unless our codec reads the vector as Kafka meant it, writes the same bytes, and needs every one of them. */
export function checkVector(codec: Codec, vector: Vector): void {
  const where = `${vector.name} ${vector.version}`
  const bytes = Buffer.from(vector.bytes, 'base64')
  const reader = new Reader(bytes)
  const decoded = codec.decode(reader, vector.version)
  reader.expectEnd()
  checkStruct(codec.model.root, decoded, vector.json, where)
  const writer = new Writer(64)
  codec.encode(writer, decoded, vector.version)
  assert.deepEqual(writer.toBuffer(), bytes, where)
  if (bytes.length > 0) {
    assert.throws(() => codec.decode(new Reader(bytes, 0, bytes.length - 1), vector.version), DecodeError, where)
  }
}

type Fields = Record<string, unknown>

function checkStruct(struct: StructModel, ours: Fields, json: Fields, where: string): void {
  const known = new Set<string>()
  for (const field of struct.fields) {
    const key = camelCase(field.schema.name)
    const sizeKey = `${key}SizeInBytes`
    const path = `${where}.${key}`
    const value = ours[field.name]
    if (field.primitive === 'records' && sizeKey in json) {
      known.add(sizeKey)
      assert.equal((value as Buffer | null)?.length, json[sizeKey], path)
    } else if (key in json) {
      known.add(key)
      checkValue(field, value, json[key], path)
    } else {
      checkDefault(field, value, path)
    }
  }
  assert.deepEqual(Object.keys(json).filter((key) => !known.has(key)), [], `${where}: fields that we lack`)
}

function checkValue(field: FieldModel, ours: unknown, json: unknown, path: string): void {
  if (json === null || ours === null) {
    assert.equal(ours, json, path)
  } else if (field.isArray) {
    const [items, wanted] = [ours as unknown[], json as unknown[]]
    assert.equal(items.length, wanted.length, path)
    for (const [i, item] of items.entries()) checkOne(field, item, wanted[i], `${path}[${i}]`)
  } else {
    checkOne(field, ours, json, path)
  }
}

function checkOne(field: FieldModel, ours: unknown, json: unknown, path: string): void {
  if (field.struct !== undefined) checkStruct(field.struct, ours as Fields, json as Fields, path)
  else if (field.primitive === 'bytes') assert.equal((ours as Buffer).toString('base64'), json, path)
  else if (typeof ours === 'bigint') assert.equal(ours, BigInt(json as number), path)
  else assert.equal(ours, json, path)
}

/** A field that Kafka's JSON leaves out has its default. */
function checkDefault(field: FieldModel, ours: unknown, path: string): void {
  const hasLength = field.isArray || field.primitive === 'bytes' || field.primitive === 'records'
  if (defaultsToNull(field)) assert.equal(ours, null, path)
  else if (hasLength) assert.equal((ours as { length: number }).length, 0, path)
  else if (field.struct !== undefined) checkStruct(field.struct, ours as Fields, {}, path)
  else if (field.schema.default !== undefined) assert.equal(ours, field.schema.default, path)
  else if (field.primitive === 'uuid') assert.equal(ours, 'AAAAAAAAAAAAAAAAAAAAAA', path)
  // Zero, false or empty; a bigint zero too.
  else assert.equal(Boolean(ours), false, path)
}
