/** The real world: what a broker or a client runs in outside of tests. */
import { silentLog, type Log } from '../log.ts'
import type { World } from '../world.ts'
import { nodeClock } from './clock.ts'
import { nodeFileSystem } from './file-system.ts'
import { nodeHttp } from './http.ts'
import { nodeProcessInfo } from './process-info.ts'
import { nodeRandom } from './random.ts'
import { nodeScheduler } from './scheduler.ts'
import { nodeTransport, type NodeTransportOptions } from './transport.ts'
import { nodeWorkers } from './workers.ts'

export interface NodeWorldOptions {
  /** Default: silent. See `textLog`. */
  readonly log?: Log
  readonly transport?: NodeTransportOptions
}

export function nodeWorld(options: NodeWorldOptions = {}): World {
  const log = options.log ?? silentLog
  return {
    clock: nodeClock,
    scheduler: nodeScheduler,
    random: nodeRandom,
    fs: nodeFileSystem(),
    transport: nodeTransport(options.transport),
    http: nodeHttp(log),
    workers: nodeWorkers,
    log,
    process: nodeProcessInfo(),
  }
}
