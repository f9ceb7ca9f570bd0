// Family door: for the other packages of this repository only.
export * from './index.ts'
export * from './embedded/embedded-znode-store.ts'
export { MetadataDamagedError } from './embedded/journal-reader.ts'
export * from './simulated/simulated-ensemble.ts'
