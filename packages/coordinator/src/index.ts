// Public door: what a person configures. The coordinator itself is wired by the broker, through ./internal.
export type { GroupConfig } from './config.ts'
