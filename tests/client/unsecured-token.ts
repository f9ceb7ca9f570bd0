/** A token without a signature, which is what Apache Kafka takes unless it is told of an identity provider. */
export function unsecuredToken(subject: string, lifetimeSeconds: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Date.now() / 1000
  return `${part({ alg: 'none' })}.${part({ sub: subject, iat: now, exp: now + lifetimeSeconds })}.`
}
