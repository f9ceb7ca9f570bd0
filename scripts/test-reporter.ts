/** A reporter of node:test beside the one for people: a JSON line for each test that failed, and the counts. Read by test-files.ts. */
import type { EventData } from 'node:test'
import type { FromReporter } from './test-files.ts'

interface Event {
  readonly type: string
  readonly data: EventData.TestFail & EventData.TestSummary
}

export default async function* failures(events: AsyncIterable<Event>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    let line: FromReporter | undefined
    if (type === 'test:fail' && data.details.type !== 'suite') {
      const cause = data.details.error.cause
      line = { failed: data.name, file: data.file ?? '', message: cause instanceof Error ? cause.message : String(cause) }
    } else if (type === 'test:summary' && data.file === undefined) {
      const { tests, passed, skipped, todo } = data.counts
      line = { passed, notPassed: tests - passed - skipped - todo }
    }
    if (line !== undefined) yield `${JSON.stringify(line)}\n`
  }
}
