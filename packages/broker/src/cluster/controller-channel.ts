/**
 * The messages between a controller and its brokers, as Apache Kafka 3.9 in ZooKeeper mode has them. In one process
 * they are handed over as objects; in a cluster the same objects are encoded. Nothing else passes between the two.
 */
import type { zookeeperEra } from '@odradek/protocol/internal'

export type LeaderAndIsrRequest = zookeeperEra.LeaderAndIsrRequest
export type LeaderAndIsrResponse = zookeeperEra.LeaderAndIsrResponse
export type UpdateMetadataRequest = zookeeperEra.UpdateMetadataRequest
export type UpdateMetadataResponse = zookeeperEra.UpdateMetadataResponse
export type StopReplicaRequest = zookeeperEra.StopReplicaRequest
export type StopReplicaResponse = zookeeperEra.StopReplicaResponse
export type AlterPartitionRequest = zookeeperEra.AlterPartitionRequest
export type AlterPartitionResponse = zookeeperEra.AlterPartitionResponse
export type AllocateProducerIdsRequest = zookeeperEra.AllocateProducerIdsRequest
export type AllocateProducerIdsResponse = zookeeperEra.AllocateProducerIdsResponse
export type ControlledShutdownRequest = zookeeperEra.ControlledShutdownRequest
export type ControlledShutdownResponse = zookeeperEra.ControlledShutdownResponse

/**
 * Broker to controller. Rejects, or answers NOT_CONTROLLER, when there is no controller to be reached; the caller
 * tries again. Requests of one broker arrive in the order in which they were sent.
 */
export interface ControllerChannel {
  alterPartition(request: AlterPartitionRequest): Promise<AlterPartitionResponse>
  allocateProducerIds(request: AllocateProducerIdsRequest): Promise<AllocateProducerIdsResponse>
  controlledShutdown(request: ControlledShutdownRequest): Promise<ControlledShutdownResponse>
}

/** Controller to one broker. A rejection means that nobody knows whether it arrived: the sender sends it again. */
export interface BrokerChannel {
  leaderAndIsr(request: LeaderAndIsrRequest): Promise<LeaderAndIsrResponse>
  updateMetadata(request: UpdateMetadataRequest): Promise<UpdateMetadataResponse>
  stopReplica(request: StopReplicaRequest): Promise<StopReplicaResponse>
}

/**
 * What the replica layer does with the controller's orders, once they have passed the epoch checks of the inbox. It
 * may be called again with the same order, and does it again (idempotent).
 */
export interface ReplicaControl {
  leaderAndIsr(request: LeaderAndIsrRequest): LeaderAndIsrResponse | Promise<LeaderAndIsrResponse>
  stopReplica(request: StopReplicaRequest): StopReplicaResponse | Promise<StopReplicaResponse>
}
