/** For the scripts of this repository. */
export { run } from './run.ts'
export type { CommandIo } from './command-line.ts'
