/**
 * Requests to a group's coordinator: found, remembered, looked up again when it moved. Requests that the coordinator may
 * keep (JoinGroup, SyncGroup) and the heartbeats go over a connection of their own; commits do not wait behind them.
 */
import { type Api, ErrorCode } from '@odradek/protocol/internal'
import type { BrokerConnection, RequestOptions } from '../../connection/broker-connection.ts'
import type { Cluster } from '../../cluster.ts'
import { KafkaError } from '../../errors.ts'

export class GroupLink {
  readonly cluster: Cluster
  readonly groupId: string

  constructor(cluster: Cluster, groupId: string) {
    this.cluster = cluster
    this.groupId = groupId
  }

  async connection(purpose: 'data' | 'coordinator', signal?: AbortSignal): Promise<BrokerConnection> {
    const node = await this.cluster.coordinator('group', this.groupId, { signal })
    return this.cluster.connection(node, purpose)
  }

  async request<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>, request: RequestInput,
    options: RequestOptions & { readonly purpose?: 'data' | 'coordinator' } = {},
  ): Promise<Response> {
    try {
      const connection = await this.connection(options.purpose ?? 'coordinator', options.signal)
      return await connection.request(api, request, options)
    } catch (error) {
      if (error instanceof KafkaError && error.retriable) this.forget()
      throw error
    }
  }

  /** The coordinator may be another one now. */
  forget(): void {
    this.cluster.forgetCoordinator('group', this.groupId)
  }

  /** Looks at an answered error: forgets a coordinator that is none. True when it said so. */
  hasMoved(errorCode: number): boolean {
    const moved = errorCode === ErrorCode.NOT_COORDINATOR || errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE
    if (moved) this.forget()
    return moved
  }
}
