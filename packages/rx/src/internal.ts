// Family door: for the other packages of this repository only.
export * from './index.ts'
export { clientConsumers } from './receiver/consumer/client-consumers.ts'
