/** Randomness and ids. The simulated one comes from a seed; the real one from the system's generator. */
export interface Random {
  /** Uniform in [0, 1). */
  float(): number
  /** Uniform integer in [0, bound). */
  below(bound: number): number
  bytes(length: number): Buffer
  /** A random version-4 uuid in Kafka's 22-character base64url form, never one that starts with '-'. */
  uuid(): string
}
