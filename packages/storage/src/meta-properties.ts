/**
 * `meta.properties` of a data directory: whose it is. Version 0 (ZooKeeper mode) names `broker.id`, version 1 (KRaft)
 * `node.id` and `directory.id`; both `cluster.id` (`MetaProperties`). We write version 0 and accept both.
 */
import type { FileSystem } from '@odradek/platform'
import { META_PROPERTIES } from './file-names.ts'

/** The file is there and does not say whose the directory is; the message is a sentence for a person. */
export class MetaPropertiesError extends Error {
  override readonly name = 'MetaPropertiesError'
}

export interface MetaProperties {
  readonly version: number
  readonly clusterId: string | undefined
  readonly nodeId: number | undefined
  readonly directoryId: string | undefined
}

/** Parses Java's properties format as far as Kafka writes it. */
export function parseProperties(text: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith('!')) continue
    const at = trimmed.search(/[=:]/)
    if (at > 0) values.set(trimmed.slice(0, at).trim(), trimmed.slice(at + 1).trim().replaceAll(/\\(.)/g, '$1'))
  }
  return values
}

/**
 * Undefined when the directory has none. @throws MetaPropertiesError: a broker that took its file for another's, or for none,
 * would be another broker, and its partitions nobody's.
 */
export function readMetaProperties(fs: FileSystem, directory: string): MetaProperties | undefined {
  let text: string
  try {
    text = fs.readFile(`${directory}/${META_PROPERTIES}`).toString('utf8')
  } catch (error) {
    const { code } = error as { code?: string }
    // A link that leads nowhere: whose directory this is, is not known.
    if (code === 'ENOENT' && !fs.isLink(`${directory}/${META_PROPERTIES}`)) return undefined
    throw error
  }
  const values = parseProperties(text)
  const node = values.get('node.id') ?? values.get('broker.id')
  const version = values.get('version') ?? '0'
  const clusterId = values.get('cluster.id')
  const wrong = version !== '0' && version !== '1' ? `the version ${version}` :
    node === undefined ? 'no broker.id' : !/^\d{1,10}$/.test(node) ? `the broker.id ${node}` :
    clusterId !== undefined && !/^[\x21-\x7e]+$/.test(clusterId) ? `the cluster.id ${clusterId}` : undefined
  if (wrong !== undefined) {
    throw new MetaPropertiesError(`${directory}/${META_PROPERTIES} is damaged: it has ${JSON.stringify(wrong).slice(1, -1)}. ` +
      'Put back a copy, or write the lines version=0, cluster.id=... and broker.id=... of this directory into it.')
  }
  return { version: Number(version), clusterId, nodeId: Number(node), directoryId: values.get('directory.id') }
}

export function writeMetaProperties(fs: FileSystem, directory: string, brokerId: number, clusterId: string): void {
  const text = `#\nversion=0\ncluster.id=${clusterId}\nbroker.id=${brokerId}\n`
  fs.replaceFile(`${directory}/${META_PROPERTIES}`, Buffer.from(text))
}
