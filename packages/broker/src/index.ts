// Public door: a broker in this process.
export { startBroker } from './broker.ts'
export type { Broker, StartBrokerOptions } from './broker.ts'
export { BrokerStartError } from './start-error.ts'
export { ConfigError } from './config/index.ts'
export type { BrokerConfigInput } from './config/index.ts'
