/** Partitions grouped by topic, in the order in which topics first appear: the shape of many admin answers. */
export function byTopic<T extends { readonly topic: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.topic)
    if (group === undefined) groups.set(row.topic, [row])
    else group.push(row)
  }
  return groups
}
