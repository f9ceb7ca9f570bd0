/** The scenarios of tests/client/rx-suite.ts that need no restart, against a broker in this process. */
import { after, before, describe, test } from 'node:test'
import { type TestBroker, startBroker } from '@odradek/testing'
import { quickScenarios } from '../../../tests/client/rx-scenarios.ts'
import { transactionScenarios } from '../../../tests/client/rx-transactions.ts'
import { benchFor } from '../../../tests/client/suite.ts'

describe('against a broker in this process', { concurrency: 4 }, () => {
  let broker: TestBroker
  before(async () => {
    broker = await startBroker()
  })
  after(() => broker.close())
  const scenarios = [...quickScenarios, ...transactionScenarios]
  scenarios.forEach((scenario, id) => {
    test(scenario.name, { timeout: scenario.timeoutMs ?? 30_000 }, async (t) => {
      const { bench, close } = benchFor(broker as never, `s${id}`, broker.client())
      try {
        if (scenario.needs !== undefined && !(await bench.serves(...scenario.needs))) t.skip('not served by this broker')
        else await scenario.run(bench)
      } finally {
        await close()
      }
    })
  })
})
