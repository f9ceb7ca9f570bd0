// Public door.
export * from './znode-store.ts'
