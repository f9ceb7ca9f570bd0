/** A .snapshot file beside the segments: what the log knows of its producers. */
import type { RecordSchema } from '../schema.ts'

export const producerSnapshot: RecordSchema = {
  kind: 'data',
  name: 'ProducerSnapshot',
  validVersions: '1',
  flexibleVersions: 'none',
  fields: [
    { name: 'Crc', type: 'uint32', versions: '1', doc: 'CRC32C of everything behind this field.' },
    {
      name: 'ProducerEntries', type: '[]ProducerEntry', versions: '1', fields: [
        {
          name: 'ProducerId', type: 'int64', versions: '1', saturating: true,
          doc: 'Producer id; -1 when there is none.',
        },
        { name: 'Epoch', type: 'int16', versions: '1' },
        { name: 'LastSequence', type: 'int32', versions: '1' },
        { name: 'LastOffset', type: 'int64', versions: '1', saturating: true },
        {
          name: 'OffsetDelta', type: 'int32', versions: '1',
          doc: 'Last offset minus first offset of the producer\'s last batch.',
        },
        { name: 'Timestamp', type: 'int64', versions: '1', saturating: true },
        {
          name: 'CoordinatorEpoch', type: 'int32', versions: '1',
          doc: 'Epoch of the transaction coordinator, against writers that have been replaced.',
        },
        {
          name: 'CurrentTxnFirstOffset', type: 'int64', versions: '1', saturating: true,
          doc: 'First offset of the open transaction; -1 when there is none.',
        },
      ],
    },
  ],
}
