// Family door: for the other packages of this repository only.
export * from './index.ts'

// wire
export * from './wire/reader.ts'
export * from './wire/writer.ts'
export * from './wire/varint.ts'
export * from './wire/crc32c.ts'

// records
export * from './records/index.ts'

// sessions
export * from './session/index.ts'

// messages: descriptors, codecs and types of every API, stored record and embedded structure
export * from './api.ts'
export * from './generated/index.ts'
// Apache Kafka 3.9's inter-broker APIs in ZooKeeper mode, with version ranges of their own
export * as zookeeperEra from './generated/zookeeper-era/index.ts'
