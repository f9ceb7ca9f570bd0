export * from './index.ts'
export { likelySpelling } from './spelling.ts'
