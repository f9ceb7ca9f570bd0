/**
 * The reactive layer against a broker in a process of its own:
 *   node scripts/node.mjs --conditions=@odradek/source tests/client/rx-suite.ts --broker odradek | kafka-4.3.1 [--only R9]
 */
import { rxScenarios } from './rx-scenarios.ts'
import { transactionScenarios } from './rx-transactions.ts'
import { main } from './suite.ts'

await main([...rxScenarios, ...transactionScenarios])
