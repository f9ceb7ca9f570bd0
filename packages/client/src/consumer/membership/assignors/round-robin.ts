/** All partitions in order, dealt to the members in order, passing over who does not subscribe (Java `RoundRobinAssignor`). */
import { type Assignor, compareMembers, compareText, emptyAssignment } from './assignor.ts'

export const roundRobin: Assignor = {
  name: 'roundrobin',
  protocols: ['eager'],
  assign({ members, partitionCounts }) {
    const assignment = emptyAssignment(members)
    const sorted = members.toSorted(compareMembers)
    let next = 0
    for (const [topic, count] of [...partitionCounts].toSorted((a, b) => compareText(a[0], b[0]))) {
      if (!sorted.some(({ topics }) => topics.includes(topic))) continue
      for (let partition = 0; partition < count; partition++) {
        while (!sorted[next % sorted.length]!.topics.includes(topic)) next++
        assignment.get(sorted[next % sorted.length]!.memberId)?.push({ topic, partition })
        next++
      }
    }
    return assignment
  },
}
