/** The client programs of the scenario. `everyday` ones run in `npm run test:interop`, all in `npm run test:matrix`. */
import { join } from 'node:path'
import { debianProgram, goProgram, javaClasses, kafkaJars, mavenJars, type MavenDependency, pythonWith } from './peers.ts'
import type { ClientProgram } from './scenario.ts'

export interface Client {
  readonly name: string
  readonly everyday: boolean
  /** Brings what the program needs. */
  prepare(): Promise<ClientProgram>
}

const folder = join(import.meta.dirname, 'clients')

const programSources = { Scenario: ['Scenario', 'Administration'], Tools: ['Tools'] }

/** A Java program with the jars of one version of Apache Kafka. */
function java(program: 'Scenario' | 'Tools', version: string, everyday: boolean): Client {
  const name = `${program === 'Tools' ? 'tools' : 'java'}-${version}`
  return {
    name,
    everyday,
    async prepare() {
      const sources = programSources[program].map((source) => join(folder, `java/${source}.java`))
      const classPath = await javaClasses(`${program}-${version}`, sources, await kafkaJars(version))
      const options = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error']
      return { name, command: 'java', args: [...options, '-cp', classPath, program] }
    },
  }
}

/** A framework on top of the Java client. */
function framework(program: string, dependencies: readonly MavenDependency[], everyday: boolean = false): Client {
  const name = program.toLowerCase()
  return {
    name,
    everyday,
    async prepare() {
      const simple = { group: 'org.slf4j', artifact: 'slf4j-simple', version: dependencies.some(({ group }) => group.includes('spring')) ? '2.0.17' : '1.7.36' }
      const libs = await mavenJars(name, [...dependencies, simple])
      const sources = ['Steps', program].map((source) => join(folder, `java/frameworks/${source}.java`))
      const classPath = await javaClasses(name, sources, libs)
      const options = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error']
      return { name, command: 'java', args: [...options, '-cp', classPath, program], timeoutMs: 240_000 }
    },
  }
}

const kafka = (artifact: string): MavenDependency => ({ group: 'org.apache.kafka', artifact, version: '4.3.1' })

function python(name: string, everyday: boolean, packages: readonly string[], program: string): Client {
  return { name, everyday, prepare: async () => ({ name, command: await pythonWith(packages), args: [join(folder, program)] }) }
}

function go(name: string, everyday: boolean): Client {
  return { name, everyday, prepare: async () => ({ name, command: await goProgram(join(folder, name), name), args: [] }) }
}

export const clients: readonly Client[] = [
  {
    name: 'kafkajs',
    everyday: true,
    prepare: async () => ({ name: 'kafkajs', command: process.execPath, args: [join(folder, 'kafkajs.mjs')] }),
  },
  {
    name: 'confluent-kafka-python',
    everyday: true,
    prepare: async () => ({
      name: 'confluent-kafka-python',
      command: await pythonWith(['confluent-kafka==2.16.0']),
      args: [join(folder, 'confluent.py')],
    }),
  },
  java('Scenario', '4.3.1', true),
  java('Scenario', '3.9.2', true),
  java('Tools', '4.3.1', true),
  java('Tools', '3.9.2', true),
  go('franz-go', true),
  {
    name: 'platformatic',
    everyday: true,
    prepare: async () => ({ name: 'platformatic', command: process.execPath, args: [join(folder, 'platformatic.mjs')] }),
  },
  {
    name: 'kcat',
    everyday: true,
    prepare: async () => ({ name: 'kcat', command: 'python3', args: [join(folder, 'kcat.py'), await debianProgram('kcat', 'kcat')] }),
  },
  go('sarama', true),
  python('kafka-python', false, ['kafka-python==3.0.12', 'lz4==4.4.5', 'python-snappy==0.7.3', 'zstandard==0.25.0'], 'kafka_python.py'),
  python('aiokafka', true, ['aiokafka==0.14.0', 'cramjam'], 'aiokafka_scenario.py'),
  framework('Streams', [kafka('kafka-streams')], true),
  framework('Connect', [kafka('connect-runtime'), kafka('connect-file')]),
  framework('Reactor', [{ group: 'io.projectreactor.kafka', artifact: 'reactor-kafka', version: '1.3.23' }]),
  framework('Spring', [
    { group: 'org.springframework.kafka', artifact: 'spring-kafka', version: '3.3.10' },
    { group: 'io.projectreactor.kafka', artifact: 'reactor-kafka', version: '1.3.23' },
  ]),
]
