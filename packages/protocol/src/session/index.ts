/** Both ends of a connection as state machines over bytes: see each file's head. */
export * from './buffer-pool.ts'
export * from './frame-buffers.ts'
export * from './kept-pages.ts'
export * from './frame-decoder.ts'
export * from './frames.ts'
export * from './server-session.ts'
export * from './client-session.ts'
