/**
 * The admin against a real broker:
 *   node scripts/node.mjs tests/client/admin-suite.ts [--broker kafka-4.3.1|kafka-3.9.2|odradek] [--only text]
 */
import { adminScenarios } from './admin-scenarios.ts'
import { main } from './suite.ts'

await main(adminScenarios)
