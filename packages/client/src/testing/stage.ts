/** For tests: a broker with a filled topic, and consumers of it, in a simulated world. */
import { startBroker } from '@odradek/broker'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import { type Consumer, type ConsumerOptions, createKafka, type Kafka } from '../index.ts'

export interface Stage {
  readonly simulation: Simulation
  readonly kafka: Kafka
  consumer(options?: ConsumerOptions): Consumer
  committed(): Promise<number[]>
  killBroker(): void
  startBroker(): Promise<void>
}

/** A topic `t` with this many records in each of its partitions. */
export async function stage(partitions: number, records: number, seed: number = 1): Promise<Stage> {
  const simulation = simWorld(seed)
  const kafka = createKafka({ brokers: 'broker:9092', world: simulation.host('client'), requestTimeoutMs: 5000 })
  const one: Stage = {
    simulation,
    kafka,
    consumer: (options = {}) => kafka.consumer({ groupId: 'g', autoOffsetReset: 'earliest', heartbeatIntervalMs: 500, ...options }),
    async committed() {
      const admin = kafka.admin()
      const offsets = await simulation.settle(admin.fetchGroupOffsets('g'))
      await simulation.settle(admin.close())
      return Array.from({ length: partitions }, (_, partition) => offsets.find((item) => item.partition === partition)?.offset ?? -1)
    },
    killBroker: () => simulation.machine('broker').boot().kill(),
    async startBroker() {
      const config = {
        listeners: 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'offsets.topic.num.partitions': 1,
        'group.initial.rebalance.delay.ms': 0,
      }
      await simulation.settle(startBroker({ world: simulation.host('broker'), config }).then(() => {}), { withinMs: 120_000 })
    },
  }
  await one.startBroker()
  await simulation.settle((async () => {
    const admin = kafka.admin()
    await admin.createTopics([{ name: 't', partitions }])
    const producer = kafka.producer()
    await producer.sendBatch('t', Array.from({ length: partitions * records }, (_, index) => ({ key: `k${index % 3}`, value: String(index), partition: index % partitions })))
    await Promise.all([producer.close(), admin.close()])
  })())
  return one
}
