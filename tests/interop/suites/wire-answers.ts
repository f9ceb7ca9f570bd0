/**
 * Every API that we serve, version by version, asked the same of our broker and of Apache Kafka 4.3.1 as raw frames: what
 * exists and what does not, what is allowed and what is not. The answers are the same but for what wire/differences.ts
 * lists with its reason.
 */
import { apacheKafka, odradekBroker, type TestBroker } from '../brokers.ts'
import type { Report, Suite } from '../suites.ts'
import { adminSteps, prepare } from '../wire/admin.ts'
import { oddlyWritten, valueSteps } from '../wire/config-values.ts'
import { dataSteps } from '../wire/data.ts'
import { deletedRecordsSteps } from '../wire/deleted-records.ts'
import { reasonFor, unusedDifferences } from '../wire/differences.ts'
import { groupSteps } from '../wire/groups.ts'
import { namedTwiceSteps } from '../wire/named-twice.ts'
import { Peer, type Step } from '../wire/peer.ts'

async function answersOf(broker: TestBroker): Promise<readonly Step[]> {
  const peer = new Peer(broker.bootstrap)
  try {
    const plain = await prepare(peer)
    await groupSteps(peer, plain.id)
    await dataSteps(peer, plain)
    await adminSteps(peer, plain)
    await namedTwiceSteps(peer)
    await deletedRecordsSteps(peer)
    await valueSteps(peer)
  } finally {
    peer.close()
  }
  return peer.steps
}

async function run(report: Report): Promise<void> {
  const [ours, theirs] = [await odradekBroker({ overrides: { ...oddlyWritten, 'broker.id': '1', 'offsets.topic.num.partitions': '5' } }), await apacheKafka('4.3.1', { overrides: oddlyWritten })]
  try {
    await Promise.all([ours.start(), theirs.start()])
    const [a, b] = await Promise.all([answersOf(ours), answersOf(theirs)])
    let same = 0
    let known = 0
    for (const [at, step] of a.entries()) {
      const other = b[at]
      if (other?.step === step.step && other.answer === step.answer) same++
      else if (reasonFor(step.step) !== undefined) known++
      else report(false, `${step.step}\n       ours:   ${step.answer.slice(0, 900)}\n       theirs: ${other?.answer.slice(0, 900) ?? '(nothing)'}`)
    }
    report(a.length === b.length && same > 1000, `${same} answers the same, ${known} different for a known reason`)
    report(unusedDifferences().length === 0, `rows of wire/differences.ts that no step needs: ${unusedDifferences().join('; ') || 'none'}`)
  } finally {
    await Promise.all([ours.dispose(), theirs.dispose()])
  }
}

export const wireAnswers: Suite = { name: 'wire-answers', everyday: true, run }
