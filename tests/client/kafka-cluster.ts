/** Three brokers of Apache Kafka 4.3.1 in one cluster, each a process that can be killed and started again. */
import { apacheKafka, freePort, type TestBroker } from '../interop/brokers.ts'

export interface KafkaCluster {
  readonly bootstrap: string
  /** Node ids are 1, 2, 3, racks r1, r2, r3. */
  broker(nodeId: number): TestBroker
  dispose(): Promise<void>
}

export async function kafkaCluster(): Promise<KafkaCluster> {
  const ids = [1, 2, 3]
  const ports = await Promise.all(ids.map(() => freePort()))
  const controllers = await Promise.all(ids.map(() => freePort()))
  const voters = ids.map((id, index) => `${id}@127.0.0.1:${controllers[index]}`).join(',')
  const brokers = await Promise.all(ids.map((id, index) => apacheKafka('4.3.1', {
    port: ports[index]!,
    overrides: {
      'node.id': String(id),
      'broker.rack': `r${id}`,
      'controller.quorum.voters': voters,
      listeners: `PLAINTEXT://127.0.0.1:${ports[index]},CONTROLLER://127.0.0.1:${controllers[index]}`,
      'offsets.topic.replication.factor': '3',
      'offsets.topic.num.partitions': '3',
      'default.replication.factor': '3',
      'min.insync.replicas': '2',
      'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
      'broker.session.timeout.ms': '3000',
      'replica.lag.time.max.ms': '3000',
    },
  })))
  await Promise.all(brokers.map((broker) => broker.start()))
  return {
    bootstrap: brokers.map(({ bootstrap }) => bootstrap).join(','),
    broker: (nodeId) => brokers[nodeId - 1]!,
    async dispose() {
      await Promise.all(brokers.map((broker) => broker.kill()))
      await Promise.all(brokers.map((broker) => broker.dispose()))
    },
  }
}
