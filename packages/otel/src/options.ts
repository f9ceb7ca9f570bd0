/** What is switched on. The values can change while the instrumentation is enabled. */
export interface KafkaInstrumentationOptions {
  /** Whether `enable` is called by the constructor. Default true. */
  readonly enabled?: boolean
  /**
   * Whether each record has a `create` span of its own, which its consumer's `process` span follows. Without it the
   * context that was active at `send` travels as it is. Default true.
   */
  readonly messageSpans?: boolean
  /**
   * Whether a `process` span is a child of the producer's span; else it is linked to it, and a child of what is active.
   * Default true, as Kafka's consumers handle one record at a time.
   */
  readonly processAsChild?: boolean
  /** Whether record keys that are text go into spans (`messaging.kafka.message.key`). They may be personal: default false. */
  readonly recordKeys?: boolean
}
