/**
 * The client through faults:
 *   node scripts/node.mjs tests/client/fault-suite.ts [--broker kafka-4.3.1|kafka-3.9.2|odradek] [--only text] [--times n]
 */
import { faultScenarios } from './fault-scenarios.ts'
import { main } from './suite.ts'

await main(faultScenarios)
