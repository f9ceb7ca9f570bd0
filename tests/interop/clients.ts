/** The client programs of the scenario. `everyday` ones run in `npm run test:interop`, all in `npm run test:matrix`. */
import { join } from 'node:path'
import { pythonWith } from './peers.ts'
import type { ClientProgram } from './scenario.ts'

export interface Client {
  readonly name: string
  readonly everyday: boolean
  /** Brings what the program needs. */
  prepare(): Promise<ClientProgram>
}

const folder = join(import.meta.dirname, 'clients')

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
]
