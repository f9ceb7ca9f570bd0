/** Answers that differ from Apache Kafka 4.3.1's on purpose: the step (`Api version step`), and why. */
const rows: readonly (readonly [step: RegExp, reason: string])[] = [
  [/^Metadata \d+ made by asking$/, 'a topic made by asking for it is there with the answer; Apache Kafka answers first and makes it then'],
  [/^Produce 9 LogAppendTime of a client$/, 'a producer that says LogAppendTime is refused always, not only where the topic has it'],
  [/^CreateTopics 7 validated only$/, 'a topic that is not made gets no id'],
  [/^DescribeConfigs \d type (?:16|32) "x"$/, 'settings of client metrics and groups are not served'],
  [/^IncrementalAlterConfigs \d operation 9$/, 'an operation that does not exist is an invalid request; Apache Kafka fails over it'],
  [/^IncrementalAlterConfigs \d unknown for a broker$/, 'a broker takes no settings that it does not know'],
  [/^DescribeConfigs 4 after unknown for a broker$/, 'a broker takes no settings that it does not know'],
  [/^DescribeConfigs 4 after broker\.id$/, 'broker.id and node.id are synonyms both ways'],
  [/^DescribeConfigs 4 after read only$/, 'log.dirs is where each has its data'],
  [/^ListOffsets 8 after deletion: at 400$/, 'all segments are looked through for a record of that time; Apache Kafka looks only into the first whose largest timestamp fits, which DeleteRecords may have taken'],
  [/^ListOffsets 8 after deletion: of the youngest$/, 'the youngest record that is left; Apache Kafka names the one that DeleteRecords took'],
  [/^(?:CreateTopics 7|DescribeConfigs 4) retention\.ms="９"$/, 'numbers are written in ASCII'],
  [/^(?:CreateTopics 7|DescribeConfigs 4) min\.cleanable\.dirty\.ratio="(?:NaN|0x1p-1)"$/, 'what is no number is not one, and numbers are decimal'],
  [/^(?:DescribeConfigs 4|IncrementalAlterConfigs 1) (?:list, 7|a default, 1|twice, 2|throttled, [1-4]): [23] /, 'blanks and doubles count for nothing when a list is added to or taken from; Apache Kafka compares as it was written'],
  [/^ElectLeaders \d type \d, all$/, 'topics in which nobody was elected are left out'],
  [/^ElectLeaders \d type 5, none$/, 'an election of no kind is refused even when it names no partition'],
  [/^ListConfigResources 1 types (?:8)?$/, 'there are no loggers to configure'],
]

const used = new Set<RegExp>()

export function reasonFor(step: string): string | undefined {
  const row = rows.find(([pattern]) => pattern.test(step))
  if (row !== undefined) used.add(row[0])
  return row?.[1]
}

export function unusedDifferences(): readonly string[] {
  return rows.filter(([pattern]) => !used.has(pattern)).map(([pattern]) => String(pattern))
}
