/** Stores of tests: opening one in a simulation, and everything that is in it. */
import assert from 'node:assert/strict'
import { silentLog } from '@odradek/platform'
import type { FileSystem, Log } from '@odradek/platform'
import type { Simulation } from '@odradek/platform/sim'
import { EmbeddedZnodeStore } from '../embedded-znode-store.ts'

/** The folder of the store's files. */
export const FOLDER = '/meta'

export interface OpenOptions {
  readonly rollBytes?: number
  readonly salvage?: boolean
  readonly log?: Log
}

export function openStore(simulation: Simulation, fs: FileSystem, options: OpenOptions = {}): Promise<EmbeddedZnodeStore> {
  const { clock, scheduler } = simulation.host('a')
  return simulation.settle(EmbeddedZnodeStore.open({ fs, path: FOLDER, clock, scheduler, log: silentLog, ...options }))
}

/** Everything in the store: path to data and stat. */
export async function contents(simulation: Simulation, store: EmbeddedZnodeStore, path = '/'): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  const read = await simulation.settle(store.get(path))
  const names = await simulation.settle(store.children(path))
  assert.ok(read.error === undefined && names.error === undefined)
  const { version, cversion, czxid, mzxid, pzxid } = read.stat
  found[path] = `${read.data.toString()} ${[version, cversion, czxid, mzxid, pzxid].join(',')}`
  for (const name of names.names.sort())
    Object.assign(found, await contents(simulation, store, path === '/' ? `/${name}` : `${path}/${name}`))
  return found
}
