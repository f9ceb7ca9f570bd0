/**
 * Broker keys of TLS, SASL, tokens, authorisation.
 * Rows of the one table in keys.ts; see definition.ts for what a row says.
 */

export const securityKeys = {
  'authorizer.class.name': {
    type: 'string', default: '', importance: 'low', update: 'read-only', status: 'refused',
    doc: 'Class that decides what a principal may do. None is served so far; setting one is refused.',
  },
  'connection.failed.authentication.delay.ms': {
    type: 'int', default: '100', min: 0, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'How long a connection that failed to authenticate stays open.',
  },
  'connections.max.reauth.ms': {
    type: 'long', default: '0', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Longest life of a SASL session without authenticating again; 0: no limit.',
  },
  'delegation.token.expiry.check.interval.ms': {
    type: 'long', default: '3600000', min: 1, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Time between looks for expired delegation tokens.',
  },
  'delegation.token.expiry.time.ms': {
    type: 'long', default: '86400000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Life of a delegation token before it is renewed.',
  },
  'delegation.token.master.key': {
    type: 'password', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Old name of `delegation.token.secret.key`.',
  },
  'delegation.token.max.lifetime.ms': {
    type: 'long', default: '604800000', min: 1, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Longest life of a delegation token.',
  },
  'delegation.token.secret.key': {
    type: 'password', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Secret that signs delegation tokens.',
  },
  'password.encoder.cipher.algorithm': {
    type: 'string', default: 'AES/CBC/PKCS5Padding', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Cipher for stored passwords.',
  },
  'password.encoder.iterations': {
    type: 'int', default: '4096', min: 1024, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Iterations of its key derivation.',
  },
  'password.encoder.key.length': {
    type: 'int', default: '128', min: 8, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Length of its key.',
  },
  'password.encoder.keyfactory.algorithm': {
    type: 'string', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Java key factory for stored passwords.',
  },
  'password.encoder.old.secret': {
    type: 'password', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Former secret for stored passwords.',
  },
  'password.encoder.secret': {
    type: 'password', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Secret for passwords stored in dynamic configuration.',
  },
  'principal.builder.class': {
    type: 'class', default: 'org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder',
    importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Class that makes a principal of a connection.',
  },
  'sasl.client.callback.handler.class': {
    type: 'class', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: "Class of the SASL client's callbacks.",
  },
  'sasl.enabled.mechanisms': {
    type: 'list', default: 'GSSAPI', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'SASL mechanisms offered to clients.',
  },
  'sasl.jaas.config': {
    type: 'password', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Login settings in JAAS form.',
  },
  'sasl.kerberos.kinit.cmd': {
    type: 'string', default: '/usr/bin/kinit', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Kerberos: path of kinit.',
  },
  'sasl.kerberos.min.time.before.relogin': {
    type: 'long', default: '60000', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Kerberos: shortest time between logins.',
  },
  'sasl.kerberos.principal.to.local.rules': {
    type: 'list', default: 'DEFAULT', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Kerberos: rules from principal to short name.',
  },
  'sasl.kerberos.service.name': {
    type: 'string', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Kerberos: service name of the broker.',
  },
  'sasl.kerberos.ticket.renew.jitter': {
    type: 'double', default: '0.05', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Kerberos: randomness of the renewal.',
  },
  'sasl.kerberos.ticket.renew.window.factor': {
    type: 'double', default: '0.8', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: "Kerberos: share of a ticket's life after which it is renewed.",
  },
  'sasl.login.callback.handler.class': {
    type: 'class', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: "Class of the login's callbacks.",
  },
  'sasl.login.class': {
    type: 'class', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Class of the login.',
  },
  'sasl.login.connect.timeout.ms': {
    type: 'int', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: time to connect to the provider.',
  },
  'sasl.login.read.timeout.ms': {
    type: 'int', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: time to wait for the provider.',
  },
  'sasl.login.refresh.buffer.seconds': {
    type: 'short', default: '300', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Seconds before expiry at which a credential is renewed at the latest.',
  },
  'sasl.login.refresh.min.period.seconds': {
    type: 'short', default: '60', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Shortest time between renewals of a credential.',
  },
  'sasl.login.refresh.window.factor': {
    type: 'double', default: '0.8', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: "Share of a credential's life after which it is renewed.",
  },
  'sasl.login.refresh.window.jitter': {
    type: 'double', default: '0.05', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Randomness of that renewal.',
  },
  'sasl.login.retry.backoff.max.ms': {
    type: 'long', default: '10000', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: longest pause between tries.',
  },
  'sasl.login.retry.backoff.ms': {
    type: 'long', default: '100', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: first pause between tries.',
  },
  'sasl.mechanism.inter.broker.protocol': {
    type: 'string', default: 'GSSAPI', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'SASL mechanism between brokers.',
  },
  'sasl.oauthbearer.clock.skew.seconds': {
    type: 'int', default: '30', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: clock difference allowed.',
  },
  'sasl.oauthbearer.expected.audience': {
    type: 'list', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: audiences accepted.',
  },
  'sasl.oauthbearer.expected.issuer': {
    type: 'string', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: issuer accepted.',
  },
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': {
    type: 'long', default: '3600000', importance: 'low', update: 'read-only', status: 'accepted',
    doc: "OAuth: time between refreshes of the provider's keys.",
  },
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': {
    type: 'long', default: '10000', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: longest pause between tries.',
  },
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': {
    type: 'long', default: '100', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: first pause between tries.',
  },
  'sasl.oauthbearer.jwks.endpoint.url': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: "OAuth: where the provider's keys are.",
  },
  'sasl.oauthbearer.scope.claim.name': {
    type: 'string', default: 'scope', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: name of the scope claim.',
  },
  'sasl.oauthbearer.sub.claim.name': {
    type: 'string', default: 'sub', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'OAuth: name of the subject claim.',
  },
  'sasl.oauthbearer.token.endpoint.url': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'OAuth: where tokens come from.',
  },
  'sasl.server.callback.handler.class': {
    type: 'class', default: null, importance: 'medium', update: 'read-only', status: 'accepted',
    doc: "Class of the SASL server's callbacks.",
  },
  'sasl.server.max.receive.size': {
    type: 'int', default: '524288', importance: 'medium', update: 'read-only', status: 'accepted',
    doc: 'Largest message of a client before it has authenticated.',
  },
  'security.providers': {
    type: 'string', default: null, importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Java classes that provide security algorithms.',
  },
  'ssl.allow.dn.changes': {
    type: 'boolean', default: 'false', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Allows a new certificate to change its distinguished name.',
  },
  'ssl.allow.san.changes': {
    type: 'boolean', default: 'false', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Allows a new certificate to change its alternative names.',
  },
  'ssl.cipher.suites': {
    type: 'list', default: '', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'TLS cipher suites allowed.',
  },
  'ssl.client.auth': {
    type: 'string', default: 'none', oneOf: ['required', 'requested', 'none'], importance: 'medium',
    update: 'per-broker', status: 'accepted',
    doc: 'Whether a client must show a certificate: `required`, `requested` or `none`.',
  },
  'ssl.enabled.protocols': {
    type: 'list', default: 'TLSv1.2', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'TLS versions allowed.',
  },
  'ssl.endpoint.identification.algorithm': {
    type: 'string', default: 'https', importance: 'low', update: 'per-broker', status: 'accepted',
    doc: "How a server's name is checked against its certificate; empty: not at all.",
  },
  'ssl.engine.factory.class': {
    type: 'class', default: null, importance: 'low', update: 'per-broker', status: 'accepted',
    doc: 'Class that makes TLS engines.',
  },
  'ssl.key.password': {
    type: 'password', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Password of the private key.',
  },
  'ssl.keymanager.algorithm': {
    type: 'string', default: 'SunX509', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Java key manager algorithm.',
  },
  'ssl.keystore.certificate.chain': {
    type: 'password', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Certificate chain in PEM form.',
  },
  'ssl.keystore.key': {
    type: 'password', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Private key in PEM form.',
  },
  'ssl.keystore.location': {
    type: 'string', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'File of the key store.',
  },
  'ssl.keystore.password': {
    type: 'password', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Password of the key store.',
  },
  'ssl.keystore.type': {
    type: 'string', default: 'JKS', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Form of the key store.',
  },
  'ssl.principal.mapping.rules': {
    type: 'string', default: 'DEFAULT', importance: 'low', update: 'read-only', status: 'accepted',
    doc: 'Rules from distinguished name to principal.',
  },
  'ssl.protocol': {
    type: 'string', default: 'TLSv1.2', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'TLS version of the Java context.',
  },
  'ssl.provider': {
    type: 'string', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Java security provider.',
  },
  'ssl.secure.random.implementation': {
    type: 'string', default: null, importance: 'low', update: 'per-broker', status: 'accepted',
    doc: 'Java source of randomness for TLS.',
  },
  'ssl.trustmanager.algorithm': {
    type: 'string', default: 'PKIX', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Java trust manager algorithm.',
  },
  'ssl.truststore.certificates': {
    type: 'password', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Trusted certificates in PEM form.',
  },
  'ssl.truststore.location': {
    type: 'string', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'File of the trust store.',
  },
  'ssl.truststore.password': {
    type: 'password', default: null, importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Password of the trust store.',
  },
  'ssl.truststore.type': {
    type: 'string', default: 'JKS', importance: 'medium', update: 'per-broker', status: 'accepted',
    doc: 'Form of the trust store.',
  },
} as const
