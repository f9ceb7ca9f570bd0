/** The figures of one case as a table, and the bars that apply to it. */
export interface Figure {
  /** Records a second. */
  readonly rate: number
  readonly cpuSecondsPerGiB: number
  readonly peakMegabytes: number
  readonly p50: number
  readonly p99: number
  /** The setting with which the client was best. */
  readonly batchBytes: number
}

export interface CaseFigures {
  readonly mode: 'produce' | 'consume' | 'latency'
  readonly recordBytes: number
  readonly name: string
  readonly figures: ReadonlyMap<string, Figure>
}

interface Bar {
  readonly mine: string
  /** The best of these counts. */
  readonly peers: readonly string[]
  readonly bar: number
}

const librdkafka = ['librdkafka', 'librdkafka batch']
const platformatic = ['platformatic', 'platformatic plain']
const javaScript = ['kafkajs', ...platformatic]

/** Ratios that must be reached; of latencies: that must not be exceeded. */
function barsOf({ mode, recordBytes }: CaseFigures): readonly Bar[] {
  if (mode === 'latency') return ['ours batch', 'ours record'].map((mine) => ({ mine, peers: javaScript, bar: 1 }))
  const peers: Record<string, readonly Bar[]> = {
    'produce 100': [{ mine: 'ours batch', peers: librdkafka, bar: 1.5 }, { mine: 'ours batch', peers: ['kafkajs'], bar: 8 }],
    'produce 1024': [{ mine: 'ours batch', peers: platformatic, bar: 1.2 }, { mine: 'ours batch', peers: librdkafka, bar: 1 }],
    'consume 100': ['ours batch', 'ours batch reuse', 'rx batch', 'rx batch reuse'].flatMap((mine) => [{ mine, peers: ['kafkajs'], bar: 3 }, { mine, peers: ['java'], bar: 1.5 }]),
    'consume 1024': ['ours batch', 'ours batch reuse', 'rx batch', 'rx batch reuse'].flatMap((mine) => [{ mine, peers: javaScript, bar: 1.2 }, { mine, peers: librdkafka, bar: 1 }]),
  }
  const own: readonly Bar[] = [
    { mine: 'ours record', peers: ['ours batch'], bar: 0.5 },
    { mine: 'rx record', peers: [mode === 'produce' ? 'ours batch' : 'rx batch'], bar: 0.5 },
    { mine: 'rx record', peers: ['ours record'], bar: 0.75 },
    { mine: 'rx batch', peers: ['ours batch'], bar: 0.75 },
  ]
  return [...(peers[`${mode} ${recordBytes}`] ?? []), ...own]
}

const whole = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '–')
const parts = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–')

/** Prints the table and the bars; answers how many bars were missed. A bar whose peer did not run is not counted. */
export function printCase(test: CaseFigures): number {
  const latency = test.mode === 'latency'
  console.log(`\n### ${test.name}\n`)
  console.log(latency ? '| client | p50 ms | p99 ms | CPU s per GiB | peak MB |\n|---|---|---|---|---|' : '| client | records/s | MB/s | best batch | CPU s per GiB | peak MB |\n|---|---|---|---|---|---|')
  for (const [client, figure] of test.figures) {
    const start = latency
      ? `${parts(figure.p50)} | ${parts(figure.p99)}`
      : `${whole(figure.rate)} | ${whole((figure.rate * test.recordBytes) / 1e6)} | ${whole(figure.batchBytes / 1024)} KiB`
    console.log(`| ${client} | ${start} | ${parts(figure.cpuSecondsPerGiB)} | ${whole(figure.peakMegabytes)} |`)
  }
  console.log('')
  let missed = 0
  for (const { mine, peers, bar } of barsOf(test)) {
    const ours = test.figures.get(mine)
    const others = peers.flatMap((peer) => test.figures.get(peer) ?? [])
    if (ours === undefined || others.length === 0) continue
    const ratio = latency ? ours.p99 / Math.min(...others.map((other) => other.p99)) : ours.rate / Math.max(...others.map((other) => other.rate))
    const reached = latency ? ratio <= bar : ratio >= bar
    if (!reached) missed++
    // By CPU is what is left of the comparison when the broker, or another process, takes the time.
    const cpu = Math.min(...others.map((other) => other.cpuSecondsPerGiB)) / ours.cpuSecondsPerGiB
    const verdict = reached ? 'reached' : 'MISSED'
    console.log(`- ${mine} / ${peers.length === 1 ? peers[0] : `best of ${peers.join(', ')}`}${latency ? ', p99' : ''}: ${ratio.toFixed(2)} (bar ${latency ? '≤' : '≥'} ${bar}) ${verdict}; by CPU ${cpu.toFixed(2)}`)
  }
  return missed
}
