/** The brokers of a cluster, as any of them tells it. */
import { DescribeClusterApi } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'

export interface ClusterDescription {
  readonly clusterId: string
  readonly controllerId: number
  readonly brokers: readonly { readonly brokerId: number; readonly host: string; readonly port: number; readonly rack: string | null }[]
}

export async function describeCluster(cluster: Cluster, options: WaitOptions = {}): Promise<ClusterDescription> {
  const response = await cluster.sendWithRetries(() => 'any', DescribeClusterApi, { includeClusterAuthorizedOperations: false }, (answer) => {
    if (answer.errorCode !== 0) throw protocolError(answer.errorCode, 'DescribeCluster', answer.errorMessage)
  }, options)
  return {
    clusterId: response.clusterId,
    controllerId: response.controllerId,
    brokers: response.brokers.map(({ brokerId, host, port, rack }) => ({ brokerId, host, port, rack })),
  }
}
