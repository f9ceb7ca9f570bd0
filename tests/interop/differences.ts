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

export const differences: readonly KnownDifference[] = []

export function knownDifference(client: string, step: string): KnownDifference | undefined {
  return differences.find((row) => row.step === step && (row.client === '*' || row.client === client))
}
