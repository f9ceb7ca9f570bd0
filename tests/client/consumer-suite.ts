/**
 * The consumer against a real broker.
 *
 * node scripts/node.mjs tests/client/consumer-suite.ts [--broker kafka-4.3.1|kafka-3.9.2|odradek] [--only text] [--times n]
 */
import { consumerScenarios } from './consumer-scenarios.ts'
import { groupScenarios } from './group-scenarios.ts'
import { main } from './suite.ts'

await main([...consumerScenarios, ...groupScenarios])
