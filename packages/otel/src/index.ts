// Public door.
export { KafkaInstrumentation } from './instrumentation.ts'
export type { KafkaInstrumentationOptions } from './options.ts'
export { traceOf } from './propagation.ts'
