/** An idempotent producer that is our own client, in a process of its own. Arguments, input and output as in `writer.py`. */
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { createKafka, KafkaError, type Producer, type ProducerOptions } from '@odradek/client'
import { identity, isTombstone, keyOf, valueOf } from '../records.ts'

interface WriterTopic {
  readonly name: string
  readonly partitions: number
  readonly keyed: boolean
}

interface Run {
  readonly number: number
  readonly offset: number
  readonly sentAtMs: number
  count: number
}

const outstandingMost = 2000
const burst = 40

class Writer {
  readonly #producer: Producer
  readonly #writer: number
  readonly #paused = new Set<string>()
  readonly #numbers = new Map<string, number>()
  readonly #runs = new Map<string, Run>()
  #outstanding = 0
  #isQuiet = false
  #hasTold = true
  #isStopped = false

  constructor(producer: Producer, writer: number) {
    this.#producer = producer
    this.#writer = writer
  }

  command(line: string): void {
    const [word, topic = ''] = line.trim().split(' ')
    if (word === 'pause') this.#paused.add(topic)
    else if (word === 'resume') this.#paused.delete(topic)
    else if (word === 'quiet') [this.#isQuiet, this.#hasTold] = [true, false]
    else if (word === 'go') this.#isQuiet = false
    else if (word === 'stop') this.#isStopped = true
  }

  async write(topics: readonly WriterTopic[], roundMs: number): Promise<void> {
    for (let rounds = 0; !this.#isStopped; rounds++) {
      for (const [index, topic] of topics.entries()) {
        const count = rounds % (2 * topics.length) === 2 * index ? burst : 1
        for (let partition = 0; partition < topic.partitions; partition++) {
          for (let i = 0; i < count && !this.#isQuiet && !this.#paused.has(topic.name); i++) await this.#send(topic, partition)
        }
      }
      await sleep(roundMs)
      while (this.#outstanding > outstandingMost && !this.#isStopped) await sleep(5)
      for (const place of this.#runs.keys()) this.#tell(place)
      if (!this.#isQuiet || this.#hasTold || this.#outstanding > 0) continue
      this.#hasTold = true
      say({ quiet: true })
    }
  }

  async #send(topic: WriterTopic, partition: number): Promise<void> {
    const place = JSON.stringify([topic.name, partition])
    const number = this.#numbers.get(place) ?? 0
    this.#numbers.set(place, number + 1)
    this.#outstanding++
    const sentAtMs = Date.now()
    const keyed = topic.keyed ? { key: keyOf(number), headers: { n: identity(this.#writer, partition, number) } } : {}
    const value = topic.keyed && isTombstone(number) ? null : valueOf(this.#writer, partition, number)
    const refused = (error: unknown): void => {
      this.#outstanding--
      say({ refused: [topic.name, partition, number, error instanceof KafkaError ? `${error.code} ${error.message}` : String(error)] })
    }
    try {
      const sent = await this.#producer.enqueue(topic.name, { partition, timestamp: sentAtMs, value, ...keyed })
      sent.delivered.then(({ offset }) => this.#acknowledged(place, number, offset, sentAtMs), refused)
    } catch (error) {
      refused(error)
    }
  }

  #acknowledged(place: string, number: number, offset: number, sentAtMs: number): void {
    this.#outstanding--
    const run = this.#runs.get(place)
    if (run !== undefined && number === run.number + run.count && offset === run.offset + run.count && offset >= 0) {
      run.count++
      return
    }
    this.#tell(place)
    this.#runs.set(place, { number, offset, sentAtMs, count: 1 })
  }

  #tell(place: string): void {
    const run = this.#runs.get(place)
    if (run === undefined) return
    this.#runs.delete(place)
    say({ acked: [...(JSON.parse(place) as [string, number]), run.number, run.offset, run.count, run.sentAtMs] })
  }
}

function say(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

const [bootstrap = '', writerArgument = '0', codec = 'none', roundMs = '20', giveUpMs = '2000', topicsArgument = '[]'] = process.argv.slice(2)
const kafka = createKafka({ brokers: [bootstrap], requestTimeoutMs: Number(giveUpMs), reconnectBackoffMs: 20, reconnectBackoffMaxMs: 200, retryBackoffMs: 50, metadataMaxAgeMs: 2000 })
const producer = kafka.producer({
  lingerMs: 3, batchBytes: 2000, compression: codec as NonNullable<ProducerOptions['compression']>, deliveryTimeoutMs: 300_000, maxBlockMs: 300_000,
})
const writer = new Writer(producer, Number(writerArgument))
const commands = createInterface({ input: process.stdin })
commands.on('line', (line) => writer.command(line))
commands.on('close', () => writer.command('stop'))
await writer.write(JSON.parse(topicsArgument) as WriterTopic[], Number(roundMs))
process.exit(0)
