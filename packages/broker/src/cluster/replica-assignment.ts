/**
 * Which brokers get the replicas of a new partition: spread evenly, leaders too, over racks where racks are known
 * (AdminUtils.assignReplicasToBrokers). Pure, given a random start.
 */
import type { BrokerId } from '@odradek/protocol'

export interface Candidate {
  readonly id: BrokerId
  readonly rack: string | null
}

/**
 * Replicas per partition. `replicationFactor` is at most the number of brokers. `startIndex` and `startShift` are
 * random for a new topic; for added partitions they continue where the topic left off.
 */
export function assignReplicas(
  brokers: readonly Candidate[],
  partitions: number,
  replicationFactor: number,
  start: { readonly index: number; readonly shift: number; readonly partition: number },
): BrokerId[][] {
  const racks = new Map(brokers.map(({ id, rack }) => [id, rack]))
  const aware = brokers.every(({ rack }) => rack !== null)
  const order = aware ? alternateByRack(brokers) : brokers.map(({ id }) => id)
  const count = order.length
  let shift = start.shift
  return Array.from({ length: partitions }, (_, at) => {
    const partition = start.partition + at
    if (partition > 0 && partition % count === 0) shift++
    const first = (partition + start.index) % count
    return aware
      ? rackAware(order, racks, first, shift, replicationFactor)
      : plain(order, first, shift, replicationFactor)
  })
}

function replicaAt(order: readonly BrokerId[], first: number, secondShift: number, replica: number): BrokerId {
  const count = order.length
  const distance = 1 + ((secondShift + replica) % (count - 1))
  return order[(first + distance) % count] as BrokerId
}

function plain(order: readonly BrokerId[], first: number, shift: number, replicationFactor: number): BrokerId[] {
  const replicas = [order[first] as BrokerId]
  for (let replica = 0; replica < replicationFactor - 1; replica++)
    replicas.push(replicaAt(order, first, shift, replica))
  return replicas
}

function rackAware(
  order: readonly BrokerId[],
  racks: ReadonlyMap<BrokerId, string | null>,
  first: number,
  shift: number,
  replicationFactor: number,
): BrokerId[] {
  const leader = order[first] as BrokerId
  const replicas = [leader]
  const usedRacks = new Set([racks.get(leader)])
  const rackCount = new Set(racks.values()).size
  for (let k = 0; replicas.length < replicationFactor; k++) {
    const id = order.length === 1 ? leader : replicaAt(order, first, shift * rackCount, k)
    // A rack twice only when every rack has one, a broker twice never.
    if (replicas.includes(id) || (usedRacks.has(racks.get(id)) && usedRacks.size < rackCount)) continue
    replicas.push(id)
    usedRacks.add(racks.get(id))
  }
  return replicas
}

/** Brokers so that neighbours are on different racks: first of rack a, of rack b, …, second of rack a, … */
export function alternateByRack(brokers: readonly Candidate[]): BrokerId[] {
  const byRack = new Map<string, BrokerId[]>()
  for (const { id, rack } of [...brokers].sort((a, b) => a.id - b.id))
    byRack.set(rack ?? '', [...(byRack.get(rack ?? '') ?? []), id])
  const rows = [...byRack].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ids]) => ids)
  const out: BrokerId[] = []
  for (let round = 0; out.length < brokers.length; round++) {
    for (const ids of rows) {
      const id = ids[round]
      if (id !== undefined) out.push(id)
    }
  }
  return out
}
