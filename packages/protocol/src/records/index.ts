/** Record batches: see each file's head. */
export * from './batch-header.ts'
export * from './batch-iterator.ts'
export * from './batch-builder.ts'
export * from './batch-walk.ts'
export * from './record-reader.ts'
export * from './control.ts'
export * from './errors.ts'
export * from './compression/index.ts'
