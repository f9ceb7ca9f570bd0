/**
 * Where our broker answers differently from Apache Kafka 4.3.1 on purpose, or cannot answer the same yet. The runner
 * prints such a step as `known`, with its reason; it counts as passed only while it still differs there, so that a row
 * cannot outlive its difference.
 */
export interface KnownDifference {
  /** Name of a client of clients.ts, or `*` for every client that has the step. */
  readonly client: string
  readonly step: string
  readonly reason: string
}

const notServed = (client: string, step: string, what: string): KnownDifference => ({ client, step, reason: `${what}: not served here, and not among the announced APIs` })

/** Requests of features that this broker does not have: its clients are told by ApiVersions, and say so at once. */
const ofJava = (client: string): readonly KnownDifference[] => [
  notServed(client, 'describe acls', 'access control lists'),
  notServed(client, 'client quotas', 'quotas'),
  notServed(client, 'scram users', 'SCRAM'),
  notServed(client, 'delegation tokens', 'delegation tokens'),
  notServed(client, 'transactions', 'transactions'),
  notServed(client, 'quorum', 'a KRaft quorum, which a broker of ZooKeeper\'s time or alone has not'),
  notServed(client, 'a group of the newer protocol', 'groups of KIP-848'),
]

export const differences: readonly KnownDifference[] = [
  ...ofJava('java-4.3.1'),
  ...ofJava('java-3.9.2'),
  notServed('kafkajs', 'describe acls', 'access control lists'),
]

export function knownDifference(client: string, step: string): KnownDifference | undefined {
  return differences.find((row) => row.step === step && (row.client === '*' || row.client === client))
}
