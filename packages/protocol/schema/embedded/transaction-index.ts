/** An entry of a segment's transaction index. */
import type { RecordSchema } from '../schema.ts'

export const abortedTxn: RecordSchema = {
  kind: 'data',
  name: 'AbortedTxn',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'ProducerId', type: 'int64', versions: '0+', saturating: true, doc: 'Producer id; -1 when there is none.' },
    { name: 'FirstOffset', type: 'int64', versions: '0+', saturating: true },
    { name: 'LastOffset', type: 'int64', versions: '0+', saturating: true },
    {
      name: 'LastStableOffset', type: 'int64', versions: '0+', saturating: true,
      doc: 'Offset before which every transaction is decided; -1 when unknown.',
    },
  ],
}
