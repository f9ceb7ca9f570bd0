/**
 * What the process says about itself. The event-loop histogram costs a timer every 10 ms, so it starts with the
 * first question.
 */
import { readFileSync } from 'node:fs'
import { hostname, totalmem } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ProcessInfo } from '../world.ts'
import { onPause } from './loop-watch.ts'

const resolutionMs = 10

/** Node has raised the soft limit to the hard one when it started. */
function openFilesLimit(): number | undefined {
  try {
    const limit = Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1])
    return Number.isSafeInteger(limit) ? limit : undefined
  } catch {
    return undefined // not Linux
  }
}

export function nodeProcessInfo(): ProcessInfo {
  let histogram: ReturnType<typeof monitorEventLoopDelay> | undefined
  let resetPending = false

  function loopDelayMs(percentile: number): number {
    if (histogram === undefined) {
      histogram = monitorEventLoopDelay({ resolution: resolutionMs })
      histogram.enable()
      return 0
    }
    // Several percentiles asked for in one turn describe the same window.
    if (!resetPending) {
      resetPending = true
      setImmediate(() => {
        histogram?.reset()
        resetPending = false
      }).unref()
    }
    if (histogram.count === 0) return 0
    // The histogram holds intervals between ticks; what exceeds the tick is delay.
    return Math.max(0, histogram.percentile(Math.min(100, Math.max(0.001, percentile))) / 1e6 - resolutionMs)
  }

  return {
    hostname: hostname(),
    pid: process.pid,
    residentBytes: () => process.memoryUsage.rss(),
    heapUsedBytes: () => process.memoryUsage().heapUsed,
    memoryBytes: () => {
      // 0, or more than there is, where nothing limits the process.
      const limit = process.constrainedMemory()
      return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
    },
    openFilesLimit,
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    },
    loopDelayMs,
    onPause,
  }
}
