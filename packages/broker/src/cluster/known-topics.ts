/** What the metadata store says of topics before there is a controller: whose the folders on disk are. */
import type { ZnodeStore } from '@odradek/zookeeper/internal'
import { decodeTopic, paths } from './znodes.ts'
import type { TopicZnode } from './znodes.ts'

/** Of each topic, by name; undefined for one that cannot be read. Those that are being deleted are among them. */
export type KnownTopics = ReadonlyMap<string, TopicZnode | undefined>

/** Undefined when the store does not answer. */
export async function readTopics(store: ZnodeStore): Promise<KnownTopics | undefined> {
  const listed = await store.children(paths.topics)
  if (listed.error !== undefined) return undefined
  const topics = new Map<string, TopicZnode | undefined>()
  const read = await Promise.all(listed.names.map((name) => store.get(paths.topic(name))))
  for (const [at, name] of listed.names.entries()) {
    const znode = read[at]
    if (znode?.error === undefined) topics.set(name, znode === undefined ? undefined : decodeTopic(znode.data))
    else if (znode.error !== 'NONODE') return undefined
  }
  return topics
}
