/**
 * What a running broker looks after now and then: replicas that fall behind, data directories that failed, and its own
 * event loop. A loop that stood still (a suspended laptop, a stalled disk) has heard no heartbeat: the group
 * coordinator is told, so that nobody is thrown out for the broker's own absence.
 */
import type { GroupCoordinator } from '@odradek/coordinator/internal'
import type { World } from '@odradek/platform'
import type { LogManager } from '@odradek/storage/internal'
import type { BrokerConfig } from './config/index.ts'
import type { ReplicaManager } from './replica/replica-manager.ts'

const LOOK_EVERY_MS = 500
/** A turn that took longer than this is a pause. */
const PAUSE_MS = 1000
const RETRY_DIRECTORIES_MS = 5000

export interface Upkeep {
  stop(): void
}

export interface UpkeepOptions {
  readonly world: World
  readonly config: BrokerConfig
  readonly logs: LogManager
  readonly replicas: ReplicaManager
  readonly groups: GroupCoordinator
}

export function startUpkeep(options: UpkeepOptions): Upkeep {
  const { scheduler, clock, log } = options.world
  const shrinkEveryMs = options.config.get('replica.lag.time.max.ms') / 2
  let lastMs = clock.monotonicMs()
  let shrunkMs = lastMs
  let retriedMs = lastMs
  let retrying = false
  const look = (): void => {
    const nowMs = clock.monotonicMs()
    const lateMs = nowMs - lastMs - LOOK_EVERY_MS
    lastMs = nowMs
    if (lateMs > PAUSE_MS) {
      log.warn({ ms: Math.round(lateMs) }, 'the event loop stood still')
      options.groups.paused(lateMs)
    }
    if (nowMs - shrunkMs >= shrinkEveryMs) {
      shrunkMs = nowMs
      options.replicas.shrinkInSyncReplicas()
    }
    if (nowMs - retriedMs >= RETRY_DIRECTORIES_MS && !retrying && options.logs.directories().some(({ offline }) => offline)) {
      retriedMs = nowMs
      retrying = true
      const failed = (error: unknown): void => log.warn({ error: String(error) }, 'a data directory is still out of service')
      void options.logs.retryOffline().catch(failed).finally(() => (retrying = false))
    }
    timer = scheduler.after(LOOK_EVERY_MS, look, { background: true })
  }
  let timer = scheduler.after(LOOK_EVERY_MS, look, { background: true })
  return { stop: () => timer.cancel() }
}
