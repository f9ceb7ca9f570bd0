/** Record of a file of the data directory. */
import type { RecordSchema } from '../schema.ts'

export const producerSnapshot: RecordSchema = {
  kind: 'data',
  name: 'ProducerSnapshot',
  validVersions: '1',
  flexibleVersions: 'none',
  fields: [
    { name: 'Crc', type: 'uint32', versions: '1' },
    {
      name: 'ProducerEntries', type: '[]ProducerEntry', versions: '1', fields: [
        { name: 'ProducerId', type: 'int64', versions: '1' },
        { name: 'Epoch', type: 'int16', versions: '1' },
        { name: 'LastSequence', type: 'int32', versions: '1' },
        { name: 'LastOffset', type: 'int64', versions: '1' },
        { name: 'OffsetDelta', type: 'int32', versions: '1' },
        { name: 'Timestamp', type: 'int64', versions: '1' },
        { name: 'CoordinatorEpoch', type: 'int32', versions: '1' },
        { name: 'CurrentTxnFirstOffset', type: 'int64', versions: '1' },
      ],
    },
  ],
}
