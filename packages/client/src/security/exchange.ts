/** One SASL conversation without the connection: messages in, messages out. Made anew for every authentication. */
export interface SaslExchange {
  readonly mechanism: string
  /** The client's first message. */
  start(): Promise<Buffer> | Buffer
  /**
   * The broker's next message; answers ours, or undefined when nothing is left to say.
   * @throws KafkaError AUTHENTICATION_FAILED when the broker is not who it should be.
   */
  next(challenge: Buffer): Promise<Buffer | undefined> | Buffer | undefined
  /** The conversation came to its end by the rules; before that a broker's "well" is not believed. */
  readonly complete: boolean
}
