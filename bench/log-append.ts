/**
 * The log alone, without a network: appends of prepared batches through validation, indexes and the write at the end of
 * the turn, and reads of what was written. One line per case: MB/s and nanoseconds a batch.
 *
 *     node scripts/node.mjs bench/log-append.ts [megabytes per case, default 1024]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeWorld } from '@odradek/platform/node'
import { setBaseOffset } from '@odradek/protocol/internal'
import { LogManager, defaultLogConfig } from '@odradek/storage/internal'
import type { PartitionLog } from '@odradek/storage/internal'
import { buildBatch } from './load.ts'

const megabytes = Number(process.argv[2] ?? 1024)

interface Case {
  readonly name: string
  readonly batchBytes: number
  /** Batches appended in one turn of the loop, as that many requests would. */
  readonly perTurn: number
  readonly share: number
}

const cases: readonly Case[] = [
  { name: 'append 170 B, 64 a turn', batchBytes: 170, perTurn: 64, share: 0.1 },
  { name: 'append 16 KiB, 16 a turn', batchBytes: 16 * 1024, perTurn: 16, share: 1 },
  { name: 'append 1 MiB, 4 a turn', batchBytes: 1024 * 1024 - 200, perTurn: 4, share: 1 },
]

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

function say(name: string, bytes: number, batches: number, startedMs: number): void {
  const ms = performance.now() - startedMs
  console.log(`${name.padEnd(28)} ${(bytes / 1e3 / ms).toFixed(0).padStart(6)} MB/s ${((ms * 1e6) / batches).toFixed(0).padStart(9)} ns/batch`)
}

async function appendAll(log: PartitionLog, each: Case): Promise<void> {
  const { batch } = buildBatch(each.batchBytes, 100, 'none')
  const count = Math.floor((megabytes * 1e6 * each.share) / batch.length)
  // Each request's bytes are its own until they are written.
  const copies = Array.from({ length: each.perTurn }, () => Buffer.from(batch))
  const startedMs = performance.now()
  for (let done = 0; done < count; done += each.perTurn) {
    for (const copy of copies) {
      setBaseOffset(copy, 0, 0)
      const result = log.append(copy, { leaderEpoch: 1, origin: 'client', apiVersion: 9 })
      if (result.error !== undefined) throw new Error(result.error)
    }
    await turn()
    log.advanceHighWatermark(log.writtenEndOffset)
  }
  say(each.name, count * batch.length, count, startedMs)
}

function readAll(log: PartitionLog, name: string, maxBytes: number): void {
  const target = Buffer.alloc(maxBytes + (1 << 20))
  const startedMs = performance.now()
  let bytes = 0
  let reads = 0
  for (let offset = 0; offset < log.highWatermark; reads++) {
    const read = log.read({ offset, maxBytes, bound: log.highWatermark, minOneMessage: true })
    if (read.error !== undefined || read.records.byteLength === 0) throw new Error(read.error ?? 'empty')
    bytes += read.records.read(target, 0, 0, read.records.byteLength)
    offset = read.nextOffset
  }
  say(name, bytes, reads, startedMs)
}

for (const each of cases) {
  const directory = mkdtempSync(join(tmpdir(), 'odradek-bench-'))
  const manager = await LogManager.open({
    world: nodeWorld(), directories: [directory], brokerId: 1, clusterId: 'bench', configFor: () => defaultLogConfig,
    listener: { written: () => {}, directoryFailed: (_path, error) => { throw error } },
  })
  try {
    const log = manager.create('bench', 0, 'AAAAAAAAAAAAAAAAAAAAAQ')
    if ('error' in log) throw new Error(log.error)
    await appendAll(log, each)
    readAll(log, `  read it, 16 KiB`, 16 * 1024)
    readAll(log, `  read it, 1 MiB`, 1024 * 1024)
  } finally {
    await manager.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
