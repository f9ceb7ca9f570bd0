/**
 * The form of our schema files: Apache Kafka's field vocabulary as plain typed data. Read by the generator only; no
 * code that ships imports a schema.
 *
 * Version ranges are written as Kafka writes them: '3' (only that), '3-7' (both included), '3+' (to the newest), and
 * 'none'. One field list describes all versions of a message; a field says in which versions it exists.
 */

export type VersionRange = string

/** Kinds of names that Kafka tells apart; the generator maps them to the branded types of src/ids.ts. */
export type EntityType = 'topicName' | 'brokerId' | 'groupId' | 'producerId' | 'transactionalId'

export interface FieldSchema {
  /** Kafka's name; the generated property is the same in camelCase. */
  name: string
  /**
   * bool, int8, int16, int32, int64, uint16, uint32, float64, string, bytes, records, uuid, the name of a struct; or
   * '[]' and one of these.
   */
  type: string
  versions: VersionRange
  /** Versions in which null is a value; otherwise never. */
  nullableVersions?: VersionRange
  /** Versions in which the field is a tagged one, with number `tag`. */
  taggedVersions?: VersionRange
  tag?: number
  /** What an absent field means. Otherwise 0, false, '', no elements, the zero uuid, or null for records. */
  default?: null | number | bigint | string | boolean
  /** True: the value may be dropped at a version that has no place for it. Otherwise encoding it there is an error. */
  ignorable?: boolean
  entityType?: EntityType
  /** The field is the key (or part of it) by which Kafka indexes the elements of the array. Nothing on the wire. */
  mapKey?: boolean
  /** Overrides the message's range: 'none' for the client id of the request header, whose length is never compact. */
  flexibleVersions?: VersionRange
  /** The field uses all 64 bits: a bigint. */
  big?: boolean
  /**
   * A number beyond the safe integers is read as the nearest safe one. So are all numbers that a stranger chooses (in
   * requests and stored records) unless they are `big`: one that cannot be held is no malformed message but a value
   * to refuse, by who knows the field, with its error code.
   */
  saturating?: boolean
  /** One sentence for the generated property. */
  doc?: string
  /** Fields of the struct that `type` names, where it is declared in place. */
  fields?: FieldSchema[]
}

/** A struct that several fields of one message share. */
export interface StructSchema {
  name: string
  versions: VersionRange
  fields: FieldSchema[]
}

export interface MessageSchema {
  name: string
  validVersions: VersionRange
  flexibleVersions: VersionRange
  doc?: string
  fields: FieldSchema[]
  commonStructs?: StructSchema[]
}

/** One API: request and response always have the same versions. */
export interface ApiSchema {
  key: number
  name: string
  /** Apache Kafka's listeners that serve it; zkBroker: an inter-broker API of the ZooKeeper era. */
  listeners: ('broker' | 'controller' | 'zkBroker')[]
  /** Apache Kafka does not advertise the newest version unless told to. */
  latestVersionUnstable?: boolean
  /** Versions that Apache Kafka still serves but warns about. */
  deprecatedVersions?: VersionRange
  request: Omit<MessageSchema, 'name'>
  response: Omit<MessageSchema, 'name'>
}

/**
 * A message that is stored or embedded rather than sent. A `key` of a coordinator's topic is preceded by its `type`
 * as an int16, a `value` and `data` by its version.
 */
export interface RecordSchema extends MessageSchema {
  kind: 'key' | 'value' | 'data' | 'metadata' | 'header'
  /** Number of the record type within its topic. */
  recordType?: number
}
