/** Under which subject a schema is registered: the three strategies of Confluent's serializers, or your own. */
export type SubjectOf = (topic: string, part: 'key' | 'value', name: string | undefined) => string

/** `orders-value`: the default. One schema a topic, whose versions must fit each other. */
export const topicName: SubjectOf = (topic, part) => `${topic}-${part}`

/** `shop.Order`: one schema wherever the record type is used. */
export const recordName: SubjectOf = (topic, part, name) => named(topic, part, name)

/** `orders-shop.Order`: several record types in a topic. */
export const topicRecordName: SubjectOf = (topic, part, name) => `${topic}-${named(topic, part, name)}`

function named(topic: string, part: string, name: string | undefined): string {
  if (name === undefined) throw new TypeError(`the ${part} schema of topic ${topic} has no name that its subject could be made of`)
  return name
}
