// Public door: a broker for tests, in this process.
export { startBroker } from './start-broker.ts'
export type { TestBroker, TestBrokerOptions } from './start-broker.ts'
