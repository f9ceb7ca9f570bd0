/** Keys and values of the records in control batches. */
import type { RecordSchema } from '../schema.ts'

export const controlRecordTypeSchema: RecordSchema = {
  kind: 'data',
  name: 'ControlRecordTypeSchema',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    {
      name: 'Type', type: 'int16', versions: '0+',
      doc: '0 abort, 1 commit, 2 leader change, 3 snapshot header, 4 snapshot footer, 5 KRaft version, 6 voters.',
    },
  ],
}

export const endTxnMarker: RecordSchema = {
  kind: 'data',
  name: 'EndTxnMarker',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    {
      name: 'CoordinatorEpoch', type: 'int32', versions: '0+',
      doc: 'Epoch of the transaction coordinator, against writers that have been replaced.',
    },
  ],
}

export const leaderChangeMessage: RecordSchema = {
  kind: 'data',
  name: 'LeaderChangeMessage',
  validVersions: '0-1',
  flexibleVersions: '0+',
  fields: [
    { name: 'Version', type: 'int16', versions: '0+' },
    {
      name: 'LeaderId', type: 'int32', versions: '0+', entityType: 'brokerId',
      doc: 'Broker id of the leader; -1 when there is none.',
    },
    { name: 'Voters', type: '[]Voter', versions: '0+' },
    { name: 'GrantingVoters', type: '[]Voter', versions: '0+' },
  ],
  commonStructs: [
    {
      name: 'Voter',
      versions: '0+',
      fields: [
        { name: 'VoterId', type: 'int32', versions: '0+' },
        { name: 'VoterDirectoryId', type: 'uuid', versions: '1+' },
      ],
    },
  ],
}

export const snapshotHeaderRecord: RecordSchema = {
  kind: 'data',
  name: 'SnapshotHeaderRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Version', type: 'int16', versions: '0+' },
    { name: 'LastContainedLogTimestamp', type: 'int64', versions: '0+', saturating: true },
  ],
}

export const snapshotFooterRecord: RecordSchema = {
  kind: 'data',
  name: 'SnapshotFooterRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Version', type: 'int16', versions: '0+' },
  ],
}

export const kraftVersionRecord: RecordSchema = {
  kind: 'data',
  name: 'KRaftVersionRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Version', type: 'int16', versions: '0+' },
    { name: 'KRaftVersion', type: 'int16', versions: '0+' },
  ],
}

export const votersRecord: RecordSchema = {
  kind: 'data',
  name: 'VotersRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Version', type: 'int16', versions: '0+' },
    {
      name: 'Voters', type: '[]Voter', versions: '0+', fields: [
        { name: 'VoterId', type: 'int32', versions: '0+', entityType: 'brokerId' },
        { name: 'VoterDirectoryId', type: 'uuid', versions: '0+' },
        {
          name: 'Endpoints', type: '[]Endpoint', versions: '0+', fields: [
            { name: 'Name', type: 'string', versions: '0+', mapKey: true },
            { name: 'Host', type: 'string', versions: '0+' },
            { name: 'Port', type: 'uint16', versions: '0+' },
          ],
        },
        {
          name: 'KRaftVersionFeature', type: 'KRaftVersionFeature', versions: '0+', fields: [
            { name: 'MinSupportedVersion', type: 'int16', versions: '0+' },
            { name: 'MaxSupportedVersion', type: 'int16', versions: '0+' },
          ],
        },
      ],
    },
  ],
}
