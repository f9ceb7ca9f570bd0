/** A member of a group that is the Java consumer 4.3.1, in a process of its own. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { javaClasses, kafkaJars } from '../interop/peers.ts'

export interface JavaMember {
  /** Partition numbers it has now. */
  assigned(): readonly number[]
  /** Records it has read so far. */
  records(): number
  /** Leaves the group and ends. */
  close(): Promise<void>
}

let classPath: Promise<string> | undefined

export async function javaMember(bootstrap: string, group: string, topic: string, assignor: string): Promise<JavaMember> {
  classPath ??= kafkaJars('4.3.1').then((libs) => javaClasses('group-member', [join(import.meta.dirname, 'java/GroupMember.java')], libs))
  const child = spawn('java', ['-Xmx256M', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', await classPath, 'GroupMember', bootstrap, group, topic, assignor], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let assigned: readonly number[] = []
  let records = 0
  let rest = ''
  child.stdout.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [, list, count] = /^assigned ([\d,]*) records (\d+)$/.exec(line) ?? []
      if (list === undefined) continue
      assigned = list === '' ? [] : list.split(',').map(Number)
      records = Number(count)
    }
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    assigned: () => assigned,
    records: () => records,
    async close() {
      child.stdin.end()
      const force = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(force)
    },
  }
}
