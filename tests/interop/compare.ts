/** Two transcripts of one program, step by step, as rows: what is the same, what is not, and whose side did not come through. */
import type { Mark } from '../runner/attempts.ts'
import { knownDifference } from './differences.ts'
import type { Step, Transcript } from './scenario.ts'

export interface Row {
  readonly mark: Mark
  readonly line: string
}

export interface CompareOptions {
  /** Both sides are Apache Kafka: the program has to print the same twice, and no side is forgiven. */
  readonly alone?: boolean
  readonly timings?: boolean
  /** Shows what was seen where it was the same. */
  readonly print?: boolean
}

/** The text from a little before the first character that differs. */
function aroundDifference(text: string, other: string): string {
  let at = 0
  while (at < text.length && text[at] === other[at]) at++
  return `${at > 120 ? '…' : ''}${text.slice(Math.max(0, at - 120), at + 600)}`
}

const shown = (step: Step): string => `${step.result}${step.counted === undefined ? '' : ` counted ${step.counted}`}`

function stepRow(client: string, ours: Step | undefined, theirs: Step | undefined, { alone = false, timings = false, print = false }: CompareOptions): Row {
  const step = ours?.step ?? theirs?.step ?? ''
  const times = timings ? `  ours ${ours?.ms ?? 0} ms, theirs ${theirs?.ms ?? 0} ms` : ''
  const label = `${client.padEnd(22)} ${step.padEnd(40)}`
  if (!alone && ours !== undefined && ours.broken.length > 0) {
    const other = theirs === undefined ? '(missing)' : shown(theirs)
    return { mark: 'FAIL', line: `${label} not kept by our broker: ${ours.broken.join(', ')}${times}\n       ours:   ${shown(ours)}\n       theirs: ${other}` }
  }
  const same = ours !== undefined && ours.step === theirs?.step && ours.result === theirs.result
  const known = alone ? undefined : knownDifference(client, step)
  if (known !== undefined) return { mark: same ? 'FAIL' : 'ok', line: `${label} ${same ? 'same, although listed in differences.ts' : `known: ${known.reason}`}${times}` }
  if (!same) {
    const [a, b] = [ours === undefined ? '(missing)' : ours.result, theirs === undefined ? '(missing)' : theirs.result]
    return { mark: 'FAIL', line: `${label} different${times}\n       ours:   ${aroundDifference(a, b)}\n       theirs: ${aroundDifference(b, a)}` }
  }
  const counted = ours.counted === undefined ? '' : ours.counted === theirs.counted ? ` ${ours.counted}` : ` ${ours.counted}, Apache Kafka: ${theirs.counted}`
  return { mark: 'ok', line: `${label} same${counted}${times}${print ? `\n       ${ours.result.slice(0, 400)}` : ''}` }
}

/**
 * A step that one side lacks is a difference. Only where our side came through and the peer's did not, what the peer did not
 * reach is left out: it is the peer's failure, and what it did reach is compared as always.
 */
export function compare(client: string, ours: Transcript, theirs: Transcript, options: CompareOptions = {}): readonly Row[] {
  const label = `${client.padEnd(22)} ${'end'.padEnd(40)}`
  const onlyPeer = options.alone !== true && ours.failure === undefined && theirs.failure !== undefined
  const count = onlyPeer ? Math.min(ours.steps.length, theirs.steps.length) : Math.max(ours.steps.length, theirs.steps.length)
  const rows = Array.from({ length: count }, (_, at) => stepRow(client, ours.steps[at], theirs.steps[at], options))
  if (onlyPeer) {
    // What is demanded of ours is demanded without a peer as well.
    const unmatched = ours.steps.slice(count).filter(({ broken }) => broken.length > 0)
    rows.push(...unmatched.map((step) => stepRow(client, step, undefined, options)))
    const left = ours.steps.length - count
    rows.push({ mark: 'peer', line: `${label} only Apache Kafka's side failed, ${left} steps are not compared: ${theirs.failure}` })
  } else {
    const bothThrough = ours.failure === undefined && theirs.failure === undefined
    const sides = `\n       ours:   ${ours.failure ?? 'came through'}\n       theirs: ${theirs.failure ?? 'came through'}`
    rows.push({ mark: bothThrough ? 'ok' : 'FAIL', line: `${label} ${bothThrough ? 'both came through' : `not come through${sides}`}` })
  }
  return rows
}
