/** What one misbehaving client does, and the bytes that most of them are made of. */
import { int16, int32, type RawSocket, rawSocket } from './raw.ts'

export interface Attack {
  readonly name: string
  /** What Apache Kafka does, where it can be asked; otherwise what must come of it. */
  readonly expected: string
  /** False where Apache Kafka is not asked: it would take too long, or it has no such limit. */
  readonly likeApache: boolean
  /** What its frames may take besides, until they are collected. */
  readonly framesMegabytes?: number
  run(port: number): Promise<string>
}

export const header = (key: number, version: number, clientId: Buffer = Buffer.concat([int16(1), Buffer.from('x')])): Buffer =>
  Buffer.concat([int16(key), int16(version), int32(1), clientId])

export async function afterSaying(port: number, bytes: Uint8Array, ms: number = 3000): Promise<string> {
  const connection = await rawSocket(port)
  connection.send(bytes)
  const answer = await connection.next(ms)
  connection.destroy()
  return typeof answer === 'string' ? answer : 'answered'
}

/** Says it on a connection of its own; Apache Kafka is told the same. */
export const says = (name: string, bytes: () => Uint8Array, expected: string = 'closed'): Attack => ({ name, expected, likeApache: true, run: (port) => afterSaying(port, bytes()) })

export const unsignedVarint = (value: number): Buffer => {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest & 127) | 128)
  }
}

/** On a connection of its own, which is closed afterwards. */
export async function conversation(port: number, talk: (connection: RawSocket) => Promise<string>): Promise<string> {
  const connection = await rawSocket(port)
  try {
    return await talk(connection)
  } finally {
    connection.destroy()
  }
}

interface FetchChanges {
  readonly replicaId?: number
  readonly fetchOffset?: number
  readonly partition?: number
  readonly currentLeaderEpoch?: number
  readonly maxBytes?: number
  readonly maxWaitMs?: number
  readonly minBytes?: number
  readonly sessionEpoch?: number
}

/** A Fetch (version 11) of one partition. */
export function fetchOf(topic: string, changes: FetchChanges = {}): unknown {
  const { replicaId = -1, fetchOffset = 0, partition = 0, currentLeaderEpoch = -1, maxBytes = 1000, maxWaitMs = 0, minBytes = 0, sessionEpoch = -1 } = changes
  return {
    replicaId, maxWaitMs, minBytes, maxBytes, isolationLevel: 0, sessionId: 0, sessionEpoch,
    topics: [{ topic, partitions: [{ partition, currentLeaderEpoch, fetchOffset, logStartOffset: -1, partitionMaxBytes: maxBytes }] }], forgottenTopicsData: [], rackId: '',
  }
}
