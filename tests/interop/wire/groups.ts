/** The classic group protocol and its offsets, call by call, with and without members. */
import {
  DeleteGroupsApi, DescribeGroupsApi, FindCoordinatorApi, HeartbeatApi, JoinGroupApi, LeaveGroupApi, ListGroupsApi, OffsetCommitApi, OffsetDeleteApi,
  OffsetFetchApi, SyncGroupApi,
} from '@odradek/protocol/internal'
import type { Peer } from './peer.ts'

const NOBODY = 'AAAAAAAAAAAAAAAAAAAAZw'
/** ConsumerProtocol subscription version 0 to topic `plain`, no user data. */
const subscription = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1, 0, 5]), Buffer.from('plain'), Buffer.from([0xff, 0xff, 0xff, 0xff])])

interface Joined {
  readonly memberId: string
  readonly generationId: number
  readonly errorCode: number
}

function join(groupId: string, memberId: string, more: object = {}): object {
  return { groupId, sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 3000, memberId, protocolType: 'consumer', protocols: [{ name: 'range', metadata: subscription }], ...more }
}

async function strangers(peer: Peer, id: string): Promise<void> {
  for (let version = 0; version <= 6; version++) {
    const only = (answer: { coordinators?: unknown; nodeId?: number; errorCode?: number }): unknown => answer
    const find = (step: string, keyType: number, ...keys: string[]): Promise<unknown> =>
      peer.ask(step, FindCoordinatorApi, version, version >= 4 ? { keyType, coordinatorKeys: keys } : { key: keys[0], ...(version >= 1 ? { keyType } : {}) }, only)
    await find('a group', 0, 'some-group')
    await find('empty', 0, '')
    if (version >= 1) await find('type 7', 7, 'x')
    if (version >= 4) await find('several', 0, 'a', 'b', 'a')
    if (version >= 4) await find('none', 0)
  }
  for (let version = 2; version <= 9; version++) {
    await peer.ask('unknown member', JoinGroupApi, version, join('strangers', 'nobody'))
    await peer.ask('no group', JoinGroupApi, version, join('', ''))
    await peer.ask('session too short', JoinGroupApi, version, join('strangers', '', { sessionTimeoutMs: 1 }))
    await peer.ask('session too long', JoinGroupApi, version, join('strangers', '', { sessionTimeoutMs: 2_000_000_000 }))
    await peer.ask('no protocols', JoinGroupApi, version, join('strangers', '', { protocols: [] }))
    await peer.ask('no protocol type', JoinGroupApi, version, join('strangers', '', { protocolType: '' }))
  }
  for (let version = 0; version <= 4; version++) {
    await peer.ask('unknown', HeartbeatApi, version, { groupId: 'nosuch', generationId: 1, memberId: 'x' })
    await peer.ask('no group', HeartbeatApi, version, { groupId: '', generationId: 1, memberId: 'x' })
  }
  for (let version = 0; version <= 5; version++) {
    const members = version >= 3 ? { members: [{ memberId: 'x', groupInstanceId: null }, { memberId: '', groupInstanceId: 'y' }] } : { memberId: 'x' }
    await peer.ask('unknown', LeaveGroupApi, version, { groupId: 'nosuch', ...members })
    await peer.ask('no group', LeaveGroupApi, version, { groupId: '', ...members })
    const named = version >= 5 ? { protocolType: 'consumer', protocolName: 'range' } : {}
    await peer.ask('unknown', SyncGroupApi, version, { groupId: 'nosuch', generationId: 1, memberId: 'x', assignments: [], ...named })
    await peer.ask('no group', SyncGroupApi, version, { groupId: '', generationId: 1, memberId: 'x', assignments: [], ...named })
    if (version >= 5) await peer.ask('no protocol', SyncGroupApi, version, { groupId: 'nosuch', generationId: 1, memberId: 'x', assignments: [] })
  }
  for (let version = 0; version <= 6; version++) {
    await peer.ask('unknown', DescribeGroupsApi, version, { groups: ['nosuch', '', 'nosuch'] })
    await peer.ask('none', DescribeGroupsApi, version, { groups: [] })
  }
  for (let version = 0; version <= 2; version++) await peer.ask('unknown', DeleteGroupsApi, version, { groupsNames: ['nosuch', '', 'nosuch'] })
  await peer.ask('unknown', OffsetDeleteApi, 0, { groupId: 'nosuch', topics: [{ name: 'plain', partitions: [{ partitionIndex: 0 }] }] })
  await peer.ask('no group', OffsetDeleteApi, 0, { groupId: '', topics: [{ name: 'plain', partitions: [{ partitionIndex: 0 }] }] })
  await offsets(peer, id)
}

async function offsets(peer: Peer, id: string): Promise<void> {
  const commit = (step: string, version: number, groupId: string, more: object = {}, topics?: readonly object[]): Promise<unknown> =>
    peer.ask(step, OffsetCommitApi, version, { groupId, memberId: '', topics: topics ?? [{ ...(version >= 10 ? { topicId: id } : { name: 'plain' }), partitions: [{ partitionIndex: 0, committedOffset: 5, committedMetadata: 'm' }] }], ...more })
  const other = (version: number): object => (version >= 10 ? { topicId: NOBODY } : { name: 'nosuch' })
  const part = (partitionIndex: number, committedMetadata: string | null = 'm', committedOffset: number = 5): object => ({ partitionIndex, committedOffset, committedMetadata })
  for (let version = 2; version <= 10; version++) {
    const here = version >= 10 ? { topicId: id } : { name: 'plain' }
    await commit('without a group', version, `simple-${version}`)
    await commit('again', version, `simple-${version}`, {}, [{ ...here, partitions: [part(0), part(1, null), part(99), part(0, 'n', 6)] }])
    await commit('unknown topic', version, `simple-${version}`, {}, [{ ...other(version), partitions: [part(0)] }, { ...here, partitions: [part(2)] }])
    await commit('long metadata', version, `simple-${version}`, {}, [{ ...here, partitions: [part(0, 'x'.repeat(5000)), part(1)] }])
    await commit('negative', version, `simple-${version}`, {}, [{ ...here, partitions: [part(0, '', -1)] }])
    await commit('a generation', version, `simple-${version}`, { generationIdOrMemberEpoch: 3 })
    await commit('a generation, nobody there', version, `nobody-${version}`, { generationIdOrMemberEpoch: 3, memberId: 'x' })
    await commit('a member without generation', version, `nobody-${version}`, { memberId: 'x' })
    await commit('no group', version, '')
    await commit('no topics', version, `simple-${version}`, {}, [])
  }
  for (let version = 1; version <= 10; version++) {
    const here = version >= 10 ? { topicId: id } : { name: 'plain' }
    const fetch = (step: string, groupId: string, topics: readonly object[] | null, more: object = {}): Promise<unknown> =>
      peer.ask(step, OffsetFetchApi, version, version >= 8 ? { groups: [{ groupId, topics }], ...more } : { groupId, topics, ...more })
    await fetch('some', 'simple-5', [{ ...here, partitionIndexes: [0, 1, 2, 99] }])
    await fetch('unknown topic', 'simple-5', [{ ...other(version), partitionIndexes: [0] }])
    await fetch('unknown group', 'nosuch', [{ ...here, partitionIndexes: [0] }])
    await fetch('no group', '', [{ ...here, partitionIndexes: [0] }])
    await fetch('no topics', 'simple-5', [])
    await fetch('twice', 'simple-5', [{ ...here, partitionIndexes: [0, 0] }])
    if (version >= 2) await fetch('all', 'simple-3', null)
    if (version >= 2) await fetch('all of nobody', 'nosuch', null)
    if (version >= 7) await fetch('stable', 'simple-5', [{ ...here, partitionIndexes: [0] }], { requireStable: true })
    if (version >= 8) await peer.ask('two groups', OffsetFetchApi, version, { groups: [{ groupId: 'simple-5', topics: [{ ...here, partitionIndexes: [0] }] }, { groupId: 'nosuch', topics: null }, { groupId: '', topics: null }] })
    if (version >= 8) await peer.ask('no groups', OffsetFetchApi, version, { groups: [] })
    if (version >= 9) await peer.ask('a member', OffsetFetchApi, version, { groups: [{ groupId: 'simple-5', memberId: 'x', memberEpoch: 3, topics: [{ ...here, partitionIndexes: [0] }] }] })
  }
  await peer.ask('offsets of a simple group', OffsetDeleteApi, 0, { groupId: 'simple-4', topics: [{ name: 'plain', partitions: [{ partitionIndex: 0 }, { partitionIndex: 88 }] }, { name: 'nosuch', partitions: [{ partitionIndex: 0 }] }] })
  await peer.ask('what is left', OffsetFetchApi, 7, { groupId: 'simple-4', topics: null })
}

async function members(peer: Peer, id: string): Promise<void> {
  const group = 'members'
  const first = await peer.ask<Joined>('a member id first', JoinGroupApi, 9, join(group, ''))
  const memberId = first?.memberId ?? ''
  peer.learn(memberId, 'member')
  const joined = await peer.ask<Joined>('with the id', JoinGroupApi, 9, join(group, memberId))
  const generationId = joined?.generationId ?? -1
  const listed = (step: string, more: object = {}): Promise<unknown> => peer.ask(step, ListGroupsApi, 5, more, (answer: { groups: { groupId: string }[] }) => ({ ...answer, groups: answer.groups.filter(({ groupId }) => groupId === group) }))
  await peer.ask('while it syncs', DescribeGroupsApi, 5, { groups: [group], includeAuthorizedOperations: true }, masked)
  const named = { protocolType: 'consumer', protocolName: 'range' }
  await peer.ask('commit before sync', OffsetCommitApi, 8, { groupId: group, generationIdOrMemberEpoch: generationId, memberId, topics: [{ name: 'plain', partitions: [{ partitionIndex: 0, committedOffset: 1 }] }] })
  await peer.ask('heartbeat before sync', HeartbeatApi, 4, { groupId: group, generationId, memberId })
  await peer.ask('wrong generation', SyncGroupApi, 5, { groupId: group, generationId: 99, memberId, assignments: [], ...named })
  await peer.ask('wrong protocol', SyncGroupApi, 5, { groupId: group, generationId, memberId, assignments: [], ...named, protocolName: 'other' })
  await peer.ask('wrong protocol type', SyncGroupApi, 5, { groupId: group, generationId, memberId, assignments: [], ...named, protocolType: 'other' })
  await peer.ask('assignment', SyncGroupApi, 5, { groupId: group, generationId, memberId, assignments: [{ memberId, assignment: Buffer.from('mine') }], ...named })
  await peer.ask('assignment again', SyncGroupApi, 5, { groupId: group, generationId, memberId, assignments: [], ...named })
  await peer.ask('stable', DescribeGroupsApi, 5, { groups: [group] }, masked)
  for (const step of ['all', 'stable', 'STABLE', 'empty', 'nonsense', 'dead']) await listed(step, { statesFilter: step === 'all' ? [] : [step] })
  for (const type of ['classic', 'Consumer', 'nonsense']) await listed(`type ${type}`, { typesFilter: [type] })
  for (const [step, generation, member] of [['right', generationId, memberId], ['old', generationId - 1, memberId], ['ahead', generationId + 1, memberId], ['unknown member', generationId, 'x'], ['no generation', -1, ''], ['no generation, member', -1, memberId]] as const) {
    await peer.ask(step, HeartbeatApi, 4, { groupId: group, generationId: generation, memberId: member })
    await peer.ask(step, OffsetCommitApi, 8, { groupId: group, generationIdOrMemberEpoch: generation, memberId: member, topics: [{ name: 'plain', partitions: [{ partitionIndex: 0, committedOffset: 1 }] }] })
    await peer.ask(step, OffsetFetchApi, 9, { groups: [{ groupId: group, memberId: member, memberEpoch: generation, topics: [{ name: 'plain', partitionIndexes: [0] }] }] })
  }
  await peer.ask('other protocol type', JoinGroupApi, 9, join(group, '', { protocolType: 'other' }))
  await peer.ask('other protocol', JoinGroupApi, 9, join(group, '', { protocols: [{ name: 'foreign', metadata: subscription }] }))
  await peer.ask('not empty', DeleteGroupsApi, 2, { groupsNames: [group] })
  await peer.ask('subscribed', OffsetDeleteApi, 0, { groupId: group, topics: [{ name: 'plain', partitions: [{ partitionIndex: 0 }] }, { name: 'empty', partitions: [{ partitionIndex: 0 }] }] })
  await peer.ask('the leader joins again', JoinGroupApi, 9, join(group, memberId))
  await peer.ask('commit while it syncs', OffsetCommitApi, 8, { groupId: group, generationIdOrMemberEpoch: generationId + 1, memberId, topics: [{ name: 'plain', partitions: [{ partitionIndex: 0, committedOffset: 1 }] }] })
  await peer.ask('leaves', LeaveGroupApi, 5, { groupId: group, members: [{ memberId, groupInstanceId: null, reason: 'done' }, { memberId: 'x', groupInstanceId: null }] })
  await peer.ask('empty', DescribeGroupsApi, 5, { groups: [group] }, masked)
  await peer.ask('commit of nobody to an empty group', OffsetCommitApi, 8, { groupId: group, topics: [{ name: 'plain', partitions: [{ partitionIndex: 0, committedOffset: 3 }] }], memberId: '' })
  await listed('empty', { statesFilter: ['Empty'] })
  await peer.ask('delete', DeleteGroupsApi, 2, { groupsNames: [group] })
  await peer.ask('gone', DescribeGroupsApi, 6, { groups: [group] }, masked)
  await peer.ask('gone', OffsetFetchApi, 10, { groups: [{ groupId: group, topics: [{ topicId: id, partitionIndexes: [0] }] }] })
}

interface Group {
  readonly groups: readonly { readonly members: readonly { readonly clientHost: string }[] }[]
}

const masked = (answer: Group): unknown => ({ ...answer, groups: answer.groups.map((one) => ({ ...one, members: one.members.map((member) => ({ ...member, clientHost: member.clientHost.startsWith('/') })) })) })

async function staticMembers(peer: Peer): Promise<void> {
  const group = 'static'
  const named = { protocolType: 'consumer', protocolName: 'range' }
  const first = await peer.ask<Joined>('static', JoinGroupApi, 9, join(group, '', { groupInstanceId: 'one' }))
  const memberId = first?.memberId ?? ''
  peer.learn(memberId, 'first')
  await peer.ask('static', SyncGroupApi, 5, { groupId: group, generationId: 1, memberId, groupInstanceId: 'one', assignments: [{ memberId, assignment: Buffer.from('a') }], ...named })
  const second = await peer.ask<Joined>('comes back', JoinGroupApi, 9, join(group, '', { groupInstanceId: 'one' }))
  peer.learn(second?.memberId ?? '', 'second')
  await peer.ask('the old one', HeartbeatApi, 4, { groupId: group, generationId: 1, memberId, groupInstanceId: 'one' })
  await peer.ask('the old one', OffsetCommitApi, 8, { groupId: group, generationIdOrMemberEpoch: 1, memberId, groupInstanceId: 'one', topics: [{ name: 'plain', partitions: [{ partitionIndex: 0, committedOffset: 1 }] }] })
  await peer.ask('the old one', JoinGroupApi, 9, join(group, memberId, { groupInstanceId: 'one' }))
  await peer.ask('the old one', SyncGroupApi, 5, { groupId: group, generationId: 1, memberId, groupInstanceId: 'one', assignments: [], ...named })
  await peer.ask('the new one', SyncGroupApi, 5, { groupId: group, generationId: 1, memberId: second?.memberId, groupInstanceId: 'one', assignments: [], ...named })
  await peer.ask('another instance', HeartbeatApi, 4, { groupId: group, generationId: 1, memberId: second?.memberId, groupInstanceId: 'two' })
  await peer.ask('comes back with another subscription', JoinGroupApi, 9, join(group, '', { groupInstanceId: 'one', protocols: [{ name: 'range', metadata: Buffer.concat([subscription, Buffer.from('x')]) }] }),
    (answer: Joined) => ({ ...answer, memberId: 'new' }))
  await peer.ask('leaves by instance', LeaveGroupApi, 5, { groupId: group, members: [{ memberId: '', groupInstanceId: 'one' }, { memberId: 'x', groupInstanceId: 'two' }] })
}

export async function groupSteps(peer: Peer, id: string): Promise<void> {
  await strangers(peer, id)
  await members(peer, id)
  await staticMembers(peer)
}
