/** State of a transactional id, in __transaction_state. */
import type { RecordSchema } from '../schema.ts'

export const transactionLogKey: RecordSchema = {
  kind: 'key',
  recordType: 0,
  name: 'TransactionLogKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'TransactionalId', type: 'string', versions: '0' },
  ],
}

export const transactionLogValue: RecordSchema = {
  kind: 'value',
  recordType: 0,
  name: 'TransactionLogValue',
  validVersions: '0-1',
  flexibleVersions: '1+',
  fields: [
    { name: 'ProducerId', type: 'int64', versions: '0+', saturating: true, doc: 'Producer id; -1 when there is none.' },
    {
      name: 'PreviousProducerId', type: 'int64', versions: '1+', taggedVersions: '1+', tag: 0, default: -1,
      saturating: true,
    },
    {
      name: 'NextProducerId', type: 'int64', versions: '1+', taggedVersions: '1+', tag: 1, default: -1,
      saturating: true,
    },
    { name: 'ProducerEpoch', type: 'int16', versions: '0+', doc: 'Producer epoch; -1 when there is none.' },
    { name: 'NextProducerEpoch', type: 'int16', versions: '1+', taggedVersions: '1+', tag: 3, default: -1 },
    {
      name: 'TransactionTimeoutMs', type: 'int32', versions: '0+',
      doc: 'After this time without an end the coordinator aborts the transaction.',
    },
    {
      name: 'TransactionStatus', type: 'int8', versions: '0+',
      doc: '0 empty, 1 ongoing, 2/3 prepare commit/abort, 4/5 complete commit/abort, 6 dead, 7 fencing.',
    },
    {
      name: 'TransactionPartitions', type: '[]PartitionsSchema', versions: '0+', nullableVersions: '0+',
      doc: 'Partitions of the transaction; null when it is empty.', fields: [
        { name: 'Topic', type: 'string', versions: '0+' },
        { name: 'PartitionIds', type: '[]int32', versions: '0+' },
      ],
    },
    { name: 'TransactionLastUpdateTimestampMs', type: 'int64', versions: '0+', saturating: true },
    { name: 'TransactionStartTimestampMs', type: 'int64', versions: '0+', saturating: true },
    {
      name: 'ClientTransactionVersion', type: 'int16', versions: '1+', taggedVersions: '1+', tag: 2, default: 0,
      doc: 'Version of the transaction protocol that the client speaks.',
    },
  ],
}
