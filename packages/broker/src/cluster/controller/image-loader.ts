/**
 * Reads what the controller must know from the store. Every read arms its watch first and looks then, so that no
 * change falls between the two.
 */
import type { BrokerId } from '@odradek/protocol'
import type { Watch, ZnodeStore } from '@odradek/zookeeper/internal'
import { decodeBroker, decodePartitionState, decodeTopic, paths } from '../znodes.ts'
import type { TopicZnode } from '../znodes.ts'
import type { BrokerRecord, ControllerImage, PartitionRef } from './controller-image.ts'

export interface ControllerWatches {
  readonly brokers: Watch
  readonly topics: Watch
  readonly topic: Watch
  readonly deletions: Watch
}

/** The store did not answer: the caller looks again when it is connected. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
}

export async function childNames(store: ZnodeStore, path: string, watch: Watch): Promise<string[]> {
  const outcome = await store.children(path, watch)
  if (outcome.error === undefined) return outcome.names
  if (outcome.error === 'NONODE') return []
  throw new StoreUnavailableError(`${path}: ${outcome.error}`)
}

export async function readBrokers(store: ZnodeStore, watch: Watch): Promise<BrokerRecord[]> {
  const names = await childNames(store, paths.brokerIds, watch)
  const read = await Promise.all(
    names.map(async (name): Promise<BrokerRecord | undefined> => {
      const id: BrokerId = Number(name)
      const znode = await store.get(paths.brokerId(id))
      if (znode.error === 'NONODE') return undefined
      if (znode.error !== undefined) throw new StoreUnavailableError(`broker ${id}: ${znode.error}`)
      const broker = decodeBroker(znode.data)
      return broker === undefined ? undefined : { ...broker, id, epoch: znode.stat.czxid }
    }),
  )
  return read.filter((broker) => broker !== undefined).sort((a, b) => a.id - b.id)
}

export interface TopicRead {
  readonly name: string
  readonly znode: TopicZnode
  readonly version: number
}

/** Those that exist and can be read; a topic whose znode is broken is left alone. */
export async function readTopics(store: ZnodeStore, names: readonly string[], watch: Watch): Promise<TopicRead[]> {
  const read = await Promise.all(
    names.map(async (name): Promise<TopicRead | undefined> => {
      const outcome = await store.get(paths.topic(name), watch)
      if (outcome.error === 'NONODE') return undefined
      if (outcome.error !== undefined) throw new StoreUnavailableError(`topic ${name}: ${outcome.error}`)
      const znode = decodeTopic(outcome.data)
      return znode === undefined ? undefined : { name, znode, version: outcome.stat.version }
    }),
  )
  return read.filter((topic) => topic !== undefined)
}

/** Reads the states of these partitions into the image. */
export async function loadStates(
  store: ZnodeStore,
  image: ControllerImage,
  partitions: Iterable<PartitionRef>,
): Promise<void> {
  await Promise.all(
    [...partitions].map(async ({ topic, index }) => {
      const outcome = await store.get(paths.partitionState(topic, index))
      if (outcome.error === 'NONODE') return
      if (outcome.error !== undefined) throw new StoreUnavailableError(`${topic}-${index}: ${outcome.error}`)
      const state = decodePartitionState(outcome.data)
      if (state !== undefined) image.putState(topic, index, state, outcome.stat.version)
    }),
  )
}

export async function loadImage(store: ZnodeStore, image: ControllerImage, watches: ControllerWatches): Promise<void> {
  for (const broker of await readBrokers(store, watches.brokers)) image.brokers.set(broker.id, broker)
  const names = await childNames(store, paths.topics, watches.topics)
  for (const { name, znode, version } of await readTopics(store, names, watches.topic))
    image.putTopic(name, znode, version)
  for (const name of await childNames(store, paths.deleteTopics, watches.deletions)) {
    if (image.topics.has(name)) image.deletions.set(name, { waitingFor: undefined })
  }
  await loadStates(store, image, image.allPartitions())
}
