/**
 * The load of the chaos run: writers and members of a group, each a process of its own in the language of its client, that
 * print one JSON object a line (`load/writer.py`, `load/member.py`). What they say goes into the histories.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { goProgram, javaClasses, kafkaJars, pythonWith } from '../interop/peers.ts'
import { writersGiveUpMs } from './disturbances.ts'
import type { Faults } from './faults.ts'
import type { GroupHistory } from './group-history.ts'
import type { PartitionHistory } from './history.ts'
import { type ChaosTopic, nameOf } from './topics.ts'

const folder = join(import.meta.dirname, 'load')

/** A program that can be started: command and the arguments that come before its own. */
interface Command {
  readonly command: string
  readonly args: readonly string[]
}

export type WriterKind = 'librdkafka' | 'odradek' | 'java' | 'franz-go'
export type MemberKind = 'librdkafka' | 'odradek'

export const pythonPackages: readonly string[] = ['confluent-kafka==2.16.0']

const python = async (program: string): Promise<Command> => ({ command: await pythonWith(pythonPackages), args: [join(folder, program)] })
const own = (program: string): Command => ({ command: process.execPath, args: ['--conditions=@odradek/source', join(folder, program)] })

async function java(): Promise<Command> {
  const classPath = await javaClasses('numbered-writer', [join(folder, 'NumberedWriter.java')], await kafkaJars('4.3.1'))
  const machine = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=off']
  return { command: 'java', args: [...machine, '-cp', classPath, 'NumberedWriter'] }
}

const writerPrograms: Readonly<Record<WriterKind, () => Promise<Command>>> = {
  librdkafka: () => python('writer.py'),
  odradek: () => Promise.resolve(own('writer.ts')),
  java,
  'franz-go': async () => ({ command: await goProgram(join(import.meta.dirname, '../interop/clients/franz-go'), 'numbered', './numbered'), args: [] }),
}

const memberPrograms: Readonly<Record<MemberKind, () => Promise<Command>>> = {
  librdkafka: () => python('member.py'),
  odradek: () => Promise.resolve(own('member.ts')),
}

/** A child process that says JSON lines. */
export class Program {
  readonly #child: ChildProcess
  readonly ended: Promise<number | null>
  #errors = ''

  constructor({ command, args }: Command, more: readonly string[], heard: (line: Record<string, unknown>) => void) {
    const child = spawn(command, [...args, ...more], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child = child
    child.stdin.on('error', () => {})
    child.stderr.on('data', (chunk: Buffer) => (this.#errors = (this.#errors + chunk.toString()).slice(-4000)))
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      if (line.startsWith('{')) heard(JSON.parse(line) as Record<string, unknown>)
    })
    // Ended is a program when everything that it said has been heard.
    const heardAll = new Promise<void>((resolve) => lines.once('close', resolve))
    this.ended = new Promise<number | null>((resolve) => child.once('exit', resolve)).then((code) => heardAll.then(() => code))
  }

  get errors(): string {
    return this.#errors.trim()
  }

  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  /** Asks it to stop; kills it when it has not after that long. Answers its exit code. */
  async stop(patienceMs: number): Promise<number | null> {
    this.say('stop')
    const force = setTimeout(() => this.kill(), patienceMs)
    const code = await this.ended
    clearTimeout(force)
    return code
  }
}

export interface LoadContext {
  readonly bootstrap: string
  readonly topics: readonly ChaosTopic[]
  readonly histories: ReadonlyMap<string, PartitionHistory>
  readonly group: GroupHistory
  readonly faults: Faults
}

/** An idempotent producer. Writes from its making to its end. */
export class ChaosWriter {
  readonly name: string
  readonly #program: Program
  #quiet: (() => void) | undefined
  #isEnding = false

  private constructor(context: LoadContext, kind: WriterKind, index: number, command: Command, codec: string, roundMs: number) {
    this.name = `${kind} (${codec})`
    const topics = context.topics.map(({ name, partitions, isCompacted }) => ({ name, partitions, keyed: isCompacted }))
    const listed = kind === 'java' ? topics.map(({ name, partitions, keyed }) => `${name}:${partitions}:${keyed}`).join(',') : JSON.stringify(topics)
    this.#program = new Program(command, [context.bootstrap, String(index), codec, String(roundMs), String(writersGiveUpMs), listed], (line) => this.#heard(context, index, line))
    void this.#program.ended.then((code) => {
      if (!this.#isEnding) context.faults.add('producers', this.name, `ended by itself, with code ${code}: ${this.#program.errors}`)
      this.#quiet?.()
    })
  }

  static async begin(context: LoadContext, kind: WriterKind, index: number, codec: string, roundMs: number): Promise<ChaosWriter> {
    return new ChaosWriter(context, kind, index, await writerPrograms[kind](), codec, roundMs)
  }

  #heard({ histories, faults }: LoadContext, writer: number, line: Record<string, unknown>): void {
    const acked = line['acked'] as [topic: string, partition: number, number: number, offset: number, count: number, sentAtMs: number] | undefined
    const refused = line['refused'] as [topic: string, partition: number, number: number, error: string] | undefined
    if (acked !== undefined) {
      const [topic, partition, number, offset, count, sentAtMs] = acked
      histories.get(nameOf(topic, partition))?.acked({ writer, number, offset, count, sentAtMs })
    } else if (refused !== undefined) {
      const [topic, partition, number, error] = refused
      faults.add('producers', this.name, `record ${number} of ${nameOf(topic, partition)} was refused: ${error}`)
    } else if (line['fatal'] !== undefined) faults.add('producers', this.name, `ended with a fatal error: ${String(line['fatal'])}`)
    else if (line['quiet'] === true) this.#quiet?.()
  }

  pause(topic: string): void {
    this.#program.say(`pause ${topic}`)
  }

  resume(topic: string): void {
    this.#program.say(`resume ${topic}`)
  }

  /** Writes nothing more; true when all that it wrote was acknowledged in time. */
  async quiet(patienceMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const settled = new Promise<boolean>((resolve) => {
      this.#quiet = () => resolve(true)
      timer = setTimeout(() => resolve(false), patienceMs)
    })
    this.#program.say('quiet')
    const isSettled = await settled
    clearTimeout(timer)
    this.#quiet = undefined
    return isSettled
  }

  go(): void {
    this.#program.say('go')
  }

  async stop(): Promise<void> {
    this.#isEnding = true
    await this.#program.stop(5000)
  }
}

/** A member of the group that can be killed and come back. */
export class ChaosMember {
  readonly name: string
  readonly #context: LoadContext
  readonly #command: Command
  readonly #group: string
  #life = 0
  #program: Program

  private constructor(context: LoadContext, name: string, command: Command, group: string) {
    this.#context = context
    this.name = name
    this.#command = command
    this.#group = group
    this.#program = this.#begin()
  }

  static async begin(context: LoadContext, kind: MemberKind, index: number, group: string): Promise<ChaosMember> {
    return new ChaosMember(context, `member ${index}, ${kind}`, await memberPrograms[kind](), group)
  }

  #begin(): Program {
    const life = `${this.name}, life ${++this.#life}`
    const program = new Program(this.#command, [this.#context.bootstrap, this.#group, ...this.#context.topics.map(({ name }) => name)], (line) => this.#heard(life, line))
    void program.ended.then((code) => {
      if (code !== 0 && code !== null) this.#context.faults.add('progress', life, `ended by itself, with code ${code}: ${program.errors}`)
    })
    return program
  }

  #heard(life: string, line: Record<string, unknown>): void {
    const { group, faults } = this.#context
    const at = line['at'] as number
    if (line['read'] !== undefined) {
      const [topic, partition, first, last] = line['read'] as [string, number, number, number]
      group.read(life, { topic, partition, first, last })
    } else if (line['committed'] !== undefined) {
      const [topic, partition, offset] = line['committed'] as [string, number, number]
      group.committed(topic, partition, offset, at)
    } else if (line['assigned'] !== undefined) {
      for (const [topic, partition] of line['assigned'] as [string, number][]) group.assigned(life, topic, partition, at)
    } else if (line['failed'] !== undefined) faults.add('progress', life, String(line['failed']))
  }

  /** SIGKILL; it comes back after so long. */
  die(awayMs: number): void {
    const dead = this.#program
    dead.kill()
    setTimeout(() => {
      if (this.#program === dead) this.#program = this.#begin()
    }, awayMs)
  }

  async stop(): Promise<void> {
    await this.#program.stop(10_000)
  }
}
