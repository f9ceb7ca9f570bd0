/**
 * Broker keys of our own; everything else has Apache Kafka's name.
 * Rows of the one table in keys.ts; see definition.ts for what a row says.
 */

export const odradekKeys = {
  'odradek.admin.allowed.hosts': {
    type: 'list', default: '', importance: 'low', update: 'read-only', status: 'served',
    doc: 'Names by which the admin endpoint may be asked for, besides localhost and addresses: `odradek,metrics.lan`.',
  },
  'odradek.admin.listener': {
    type: 'string', default: null, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Where metrics and the JSON admin endpoint answer over HTTP: `127.0.0.1:9644`, say. Empty: nowhere.',
  },
  'odradek.answers.bytes.max': {
    type: 'long', default: '-1', min: 1048576, or: -1, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Bytes of answers in memory that clients have asked for and not read. Beyond it, connections that have read nothing for a second are closed, those that hold most first. -1: a tenth of the memory.',
  },
  'odradek.decompression.max.bytes': {
    type: 'long', default: '1073741824', min: 1048576, importance: 'low', update: 'read-only', status: 'served',
    doc: 'Most bytes one compressed batch may unpack to while it is checked; a larger one is refused.',
  },
  'odradek.fetch.sessions.bytes.max': {
    type: 'long', default: '-1', min: 0, or: -1, importance: 'low', update: 'read-only', status: 'served',
    doc: 'Memory of all fetch sessions, in bytes. A client for whose session there is none fetches without. -1: a fiftieth of the memory.',
  },
  'odradek.groups.bytes.max': {
    type: 'long', default: '-1', min: 1048576, or: -1, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Memory that the members of all groups may take, their subscriptions and assignments mostly, in bytes. Beyond it members are told COORDINATOR_NOT_AVAILABLE and try again; those with less than 16 KiB have a quarter more. -1: a tenth of the memory.',
  },
  'odradek.history.minutes': {
    type: 'int', default: '360', min: 1, max: 1440, importance: 'low', update: 'read-only', status: 'served',
    doc: 'How far back the history of the admin endpoint goes.',
  },
  'odradek.open.files.max': {
    type: 'int', default: '-1', min: -1, importance: 'low', update: 'read-only', status: 'served',
    doc: 'Most log files held open at once; one that has not been used lately is closed. -1: half of what the process may open, at most 16384 (1024 where that is not known). Fewer while connections need the descriptors.',
  },
  'odradek.unsynced.bytes.max': {
    type: 'long', default: '-1', min: -1, importance: 'medium', update: 'read-only', status: 'served',
    doc: 'Bytes of all logs that may wait for the disk. Beyond it large writers are answered when their records are on the disk, so that a slow one holds up nobody else. -1: a tenth of the memory; 0: no limit.',
  },
  'odradek.unauthenticated.request.max.bytes': {
    type: 'int', default: '65536', min: 1024, importance: 'low', update: 'read-only', status: 'served',
    doc: 'Largest request on a listener with authentication before the client has authenticated.',
  },
} as const
