/** Who somebody is, as Kafka writes it: `Type:name`. A listener without authentication has one principal. */
import type { Endpoint } from '../services.ts'

export const ANONYMOUS = 'User:ANONYMOUS'

export interface PeerIdentity {
  readonly principal: string
  /** False: only calls marked `beforeAuthentication` are served until SASL is through. */
  readonly authenticated: boolean
}

/** The identity of a connection before anything has been said on it. */
export function initialIdentity(protocol: Endpoint['securityProtocol'], tlsName: string | undefined): PeerIdentity {
  if (protocol === 'SASL_PLAINTEXT' || protocol === 'SASL_SSL') return { principal: ANONYMOUS, authenticated: false }
  // SslPrincipalMapper's default: the distinguished name of a verified client certificate.
  const principal = protocol === 'SSL' && tlsName !== undefined ? `User:${tlsName}` : ANONYMOUS
  return { principal, authenticated: true }
}
