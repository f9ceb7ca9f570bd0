/** The parts of the client's world that streams need. Reached through the client, so that a simulation reaches us too. */
import type { Kafka } from '@odradek/client'

export type StreamWorld = Pick<Kafka['world'], 'clock' | 'scheduler' | 'log'>
export type Timer = ReturnType<StreamWorld['scheduler']['after']>
