/** Topic by topic: members in order, each a contiguous range, the first ones one more (Java `RangeAssignor`). */
import { type Assignor, compareMembers, compareText, emptyAssignment } from './assignor.ts'

export const range: Assignor = {
  name: 'range',
  protocols: ['eager'],
  assign({ members, partitionCounts }) {
    const assignment = emptyAssignment(members)
    for (const [topic, count] of [...partitionCounts].toSorted((a, b) => compareText(a[0], b[0]))) {
      const subscribed = members.filter(({ topics }) => topics.includes(topic)).toSorted(compareMembers)
      const each = Math.floor(count / subscribed.length)
      const oneMore = count % subscribed.length
      let next = 0
      subscribed.forEach(({ memberId }, index) => {
        const end = next + each + (index < oneMore ? 1 : 0)
        for (; next < end; next++) assignment.get(memberId)?.push({ topic, partition: next })
      })
    }
    return assignment
  },
}
