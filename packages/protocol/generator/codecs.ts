/** All generated codecs side by side with their models, for tests, vectors and fuzzing. */
import * as messages from '../src/generated/messages.ts'
import * as zookeeperMessages from '../src/generated/zookeeper-era/messages.ts'
import type { Reader } from '../src/wire/reader.ts'
import type { Writer } from '../src/wire/writer.ts'
import { loadSchemas, requestOf, responseOf } from './load.ts'
import { messageModel } from './model.ts'
import type { MessageModel } from './model.ts'

export interface Codec {
  readonly name: string
  readonly family: 'kafka' | 'zookeeper-era'
  readonly model: MessageModel
  readonly decode: (reader: Reader, version: number) => Record<string, unknown>
  readonly encode: (writer: Writer, input: unknown, version: number) => void
}

export async function allCodecs(): Promise<Codec[]> {
  const files = await loadSchemas()
  return files.flatMap((file) => {
    const family = file.folder === 'zookeeper-era' ? 'zookeeper-era' : 'kafka'
    const functions = (family === 'kafka' ? messages : zookeeperMessages) as unknown as Record<string, never>
    const schemas = file.api === undefined ? file.records : [requestOf(file.api), responseOf(file.api)]
    return schemas.map((schema): Codec => ({
      name: schema.name, family, model: messageModel(schema),
      decode: functions[`decode${schema.name}`] as unknown as Codec['decode'],
      encode: functions[`encode${schema.name}`] as unknown as Codec['encode'],
    }))
  })
}
