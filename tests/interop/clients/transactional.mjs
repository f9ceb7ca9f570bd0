// A transactional producer (kafkajs) against a broker without transactions: what it is told, and whether it may go on.
import kafkajs from 'kafkajs'

const [bootstrap, prefix] = process.argv.slice(2)
const kafka = new kafkajs.Kafka({ clientId: 'transactional', brokers: [bootstrap], logLevel: kafkajs.logLevel.NOTHING })
const producer = kafka.producer({ transactionalId: `${prefix}tx`, idempotent: true, maxInFlightRequests: 1 })
const admin = kafka.admin()
await admin.connect() // what is timed is the refusal
await admin.listTopics()
const started = Date.now()
let refused = 'nothing'
let retriable = true
try {
  await producer.connect()
  await producer.transaction()
} catch (error) {
  refused = error.type ?? error.name
  retriable = error.retriable
}
console.log(JSON.stringify({ refused, fatal: !retriable, ms: Date.now() - started }))
process.exit(0)
