/**
 * What a disk that cannot keep up does to others: while four connections write as much as they can to a throttled
 * device, one client sends a small record every 20 ms to another topic. Ours with and without `odradek.unsynced.bytes.max`,
 * and Apache Kafka. Linux, as root, cgroup v1: a file as a loop device, limited to 20 MB/s, and the kernel told to hold
 * up writers early (`strict_limit`, as on a machine with little memory). Everything is taken away again at the end.
 *
 * node scripts/node.mjs bench/slow-disk.ts [--seconds 15]
 */
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createKafka } from '@odradek/client'
import { type TestBroker, apacheKafka, odradekBroker, productionJava } from '../tests/interop/brokers.ts'
import type { LoadResult } from './load.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const seconds = Number(process.argv[process.argv.indexOf('--seconds') + 1] || 15) || 15
const DEVICE_BYTES = 3 * 2 ** 30
const BYTES_PER_SECOND = 20_000_000
const LIMIT_BYTES = 8 * 2 ** 20

const command = (name: string, ...args: string[]): string => execFileSync(name, args, { encoding: 'utf8' }).trim()

/** A file system that is slow in earnest. */
class SlowDevice {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'slow-disk-'))
  readonly mount: string = join(this.folder, 'mnt')
  private device: string = ''
  private number: string = ''

  open(): void {
    const image = join(this.folder, 'image')
    writeFileSync(image, '')
    truncateSync(image, DEVICE_BYTES)
    this.device = command('losetup', '--find', '--show', image)
    command('mkfs.ext4', '-q', '-E', 'lazy_itable_init=0,lazy_journal_init=0', this.device)
    mkdirSync(this.mount)
    command('mount', this.device, this.mount)
    this.number = command('stat', '-c', '%Hr:%Lr', this.device)
    const bdi = `/sys/class/bdi/${this.number}`
    writeFileSync(`${bdi}/strict_limit`, '1')
    writeFileSync(`${bdi}/max_ratio`, '1')
    writeFileSync('/sys/fs/cgroup/blkio/blkio.throttle.write_bps_device', `${this.number} ${BYTES_PER_SECOND}`)
  }

  close(): void {
    if (this.number !== '') writeFileSync('/sys/fs/cgroup/blkio/blkio.throttle.write_bps_device', `${this.number} 0`)
    try {
      command('umount', this.mount)
      command('losetup', '--detach', this.device)
    } finally {
      rmSync(this.folder, { recursive: true, force: true })
    }
  }
}

async function load(plan: Record<string, unknown>): Promise<LoadResult> {
  const { stdout } = await run(process.execPath, ['--conditions=@odradek/source', join(root, 'bench/load.ts'), JSON.stringify(plan)])
  return JSON.parse(stdout) as LoadResult
}

async function row(name: string, broker: TestBroker): Promise<void> {
  try {
    await broker.start()
    const admin = createKafka({ brokers: broker.bootstrap }).admin()
    await admin.createTopics([{ name: 'large', partitions: 4 }, { name: 'small', partitions: 1 }])
    await admin.close()
    await new Promise((resolve) => setTimeout(resolve, 500))
    const base = { port: Number(broker.bootstrap.split(':')[1]), kind: 'produce', recordBytes: 100, compression: 'none', acks: -1, maxSeconds: seconds }
    const small = { ...base, topic: 'small', partitions: 1, connections: 1, inFlight: 1, batchBytes: 180, rate: 50, requests: seconds * 50 }
    const alone = await load({ ...small, maxSeconds: 3, requests: 150 })
    const [busy, large] = await Promise.all([
      load(small),
      load({ ...base, topic: 'large', partitions: 4, connections: 4, inFlight: 4, batchBytes: 500_000, rate: 0, requests: Math.floor(DEVICE_BYTES * 0.8 / 500_000) }),
    ])
    const ms = ({ p50Us, p99Us, maxUs }: LoadResult): string => [p50Us, p99Us, maxUs].map((us) => (us / 1000).toFixed(1)).join(' / ')
    console.log(`| ${name} | ${ms(alone)} | ${ms(busy)} | ${(large.megabytes / large.seconds).toFixed(0)} MB/s | ${ms(large)} |`)
  } finally {
    await broker.dispose()
  }
}

async function main(): Promise<void> {
  command(process.execPath, join(root, 'scripts/build.ts'), '--cli')
  console.log('| | small, alone: p50 / p99 / longest ms | small, beside large | large | large: p50 / p99 / longest ms |\n|---|---|---|---|---|')
  const sides: [string, (dataDir: string) => Promise<TestBroker>][] = [
    ['ours, 8 MiB may wait for the disk', (dataDir) => odradekBroker({ dataDir, overrides: { 'odradek.unsynced.bytes.max': String(LIMIT_BYTES) } })],
    ['ours, no limit', (dataDir) => odradekBroker({ dataDir, overrides: { 'odradek.unsynced.bytes.max': '0' } })],
    ['Apache Kafka 4.3.1', (dataDir) => apacheKafka('4.3.1', { java: productionJava, dataDir })],
  ]
  for (const [name, make] of sides) {
    const device = new SlowDevice()
    try {
      device.open()
      await row(name, await make(join(device.mount, 'data')))
    } finally {
      device.close()
    }
  }
}

await main()
