/** The quorum-state file of KRaft. */
import type { RecordSchema } from '../schema.ts'

export const quorumStateData: RecordSchema = {
  kind: 'data',
  name: 'QuorumStateData',
  validVersions: '0-1',
  flexibleVersions: '0+',
  fields: [
    { name: 'ClusterId', type: 'string', versions: '0', doc: 'Id of the cluster; null when unknown.' },
    {
      name: 'LeaderId', type: 'int32', versions: '0+', default: -1,
      doc: 'Broker id of the leader; -1 when there is none.',
    },
    { name: 'LeaderEpoch', type: 'int32', versions: '0+', default: -1, doc: 'Epoch of the leader; -1 when unknown.' },
    { name: 'VotedId', type: 'int32', versions: '0+', default: -1 },
    { name: 'VotedDirectoryId', type: 'uuid', versions: '1+' },
    { name: 'AppliedOffset', type: 'int64', versions: '0', saturating: true },
    {
      name: 'CurrentVoters', type: '[]Voter', versions: '0', nullableVersions: '0', fields: [
        { name: 'VoterId', type: 'int32', versions: '0' },
      ],
    },
  ],
}
