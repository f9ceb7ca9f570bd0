/**
 * Records exchanged with the Java client:
 *   node scripts/node.mjs tests/client/java-suite.ts [--broker kafka-4.3.1|kafka-3.9.2|odradek] [--only text]
 */
import { javaScenarios } from './java-scenarios.ts'
import { main } from './suite.ts'

await main(javaScenarios)
