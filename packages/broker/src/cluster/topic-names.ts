/** Which names a topic may have (org.apache.kafka.common.internals.Topic). */

export const OFFSETS_TOPIC = '__consumer_offsets'
export const TRANSACTIONS_TOPIC = '__transaction_state'
/** Of a KRaft cluster; nobody may make one of that name. */
export const CLUSTER_METADATA_TOPIC = '__cluster_metadata'

const MAX_LENGTH = 249

export function isInternalTopic(name: string): boolean {
  return name === OFFSETS_TOPIC || name === TRANSACTIONS_TOPIC || name === '__share_group_state'
}

/** Undefined when the name is legal, else a sentence. */
export function topicNameProblem(name: string): string | undefined {
  if (name === '') return 'Topic name is invalid: the empty string is not allowed'
  if (name === '.' || name === '..') return `Topic name is invalid: '${name}' is not allowed`
  if (name.length > MAX_LENGTH) {
    return `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${MAX_LENGTH}`
  }
  return /^[a-zA-Z0-9._-]+$/.test(name)
    ? undefined
    : `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`
}

/** '.' and '_' are the same in metric names: two topics that differ in nothing else collide. */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_')
}

export function mayCollide(name: string): boolean {
  return name.includes('.') || name.includes('_')
}
