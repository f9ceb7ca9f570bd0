// Family door: for the other packages of this repository only.
export * from './index.ts'
export { messageIndexes, splitMessageIndexes } from './message-indexes.ts'
