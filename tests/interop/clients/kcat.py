"""The scenario with kcat, run as a person would run it. See ../scenario.ts for how a program talks to the runner."""
import json
import os
import subprocess
import sys
import tempfile
import time

kcat, bootstrap, prefix = sys.argv[1:4]
topic = prefix + 'orders'
group = prefix + 'group'


def show(step, **seen):
    print(json.dumps({'step': step, **seen}), flush=True)


def ask(what):
    print(json.dumps({'ask': what}), flush=True)
    sys.stdin.readline()


def run(*args, given=b'', seconds=30):
    """Output and exit code; librdkafka's chatter on standard error stays out."""
    done = subprocess.run([kcat, '-b', bootstrap, *args], input=given, capture_output=True, timeout=seconds)
    return done.stdout.decode(), done.returncode


def produce(given, *args):
    return run('-P', '-t', topic, '-X', 'acks=all', *args, given=given)[1]


form = '%p %o %k %s %h %K %S\\n'


def read(*args):
    out, code = run('-C', '-t', topic, '-e', '-q', '-f', form, *args)
    return sorted(out.splitlines()), code


show('create by producing', code=produce(b'first\n', '-p', '0'))
show('headers and keys', code=produce(b'k:v\n', '-p', '0', '-K:', '-H', 'h=x', '-H', 'n'))
show('null value', code=produce(b'tombstone:\n', '-p', '0', '-K:', '-Z'))
for codec in ('gzip', 'snappy', 'lz4', 'zstd'):
    lines = ''.join('%d:%s record %d %s\n' % (i, codec, i, 'x' * 100) for i in range(50))
    show('produce ' + codec, code=produce(lines.encode(), '-p', '0', '-K:', '-z', codec))
show('produce without acks', code=run('-P', '-t', topic, '-X', 'acks=0', '-p', '0', given=b'zero\n')[1])
time.sleep(0.3)
show('idempotent', code=produce(b'a\nb\nc\n', '-p', '0', '-X', 'enable.idempotence=true'))
with tempfile.TemporaryDirectory() as folder:
    for size in (1_000_000, 1_048_576, 1_200_000):
        with open(os.path.join(folder, str(size)), 'wb') as file:
            file.write(b'x' * size)
        show('produce %d bytes' % size, code=run('-P', '-t', topic, '-p', '0', '-X', 'acks=all', '-X', 'message.max.bytes=2000000', os.path.join(folder, str(size)))[1])
records, code = read('-o', 'beginning')
show('read', code=code, count=len(records), some=[r if len(r) < 300 else len(r) for r in records if 'record' not in r], one=[r for r in records if ' 7 ' in r])
show('read from an offset', seen=read('-p', '0', '-o', '200')[0])
show('read the last', seen=read('-p', '0', '-o', '-2')[0])
show('read a few', seen=run('-C', '-t', topic, '-p', '0', '-o', '1', '-c', '2', '-q', '-f', '%o %s\\n'))
show('read beyond the end', seen=read('-p', '0', '-o', '100000', '-X', 'auto.offset.reset=error')[1])
# The records were stamped as they were made: what was made after the pause is what a time finds.
time.sleep(0.2)
since = int(time.time() * 1000)
show('produce later', code=produce(b'later 1\nlater 2\n', '-p', '0'))
show('read from a time', seen=read('-p', '0', '-o', 's@%d' % since)[0])
listed = json.loads(run('-L', '-J', '-t', topic)[0])
show('metadata', topics=[[t['topic'][len(prefix):], t.get('error'), [[p['partition'], p['leader'] >= 0, len(p['replicas']), len(p['isrs'])] for p in t['partitions']]] for t in listed['topics']],
     brokers=len(listed['brokers']))
show('offsets by time', seen=[run('-Q', '-t', '%s:0:%d' % (topic, at))[0].replace(prefix, '') for at in (-2, -1, 1)])
out, code = run('-G', group, topic, '-e', '-q', '-f', '%o\\n', '-X', 'auto.offset.reset=earliest', '-X', 'session.timeout.ms=6000')
show('group', code=code, count=len(out.splitlines()))
ask('kill-and-restart')
show('produce after restart', code=produce(b'after\n', '-p', '0'))
out, code = run('-G', group, topic, '-e', '-q', '-f', '%o %s\\n', '-X', 'auto.offset.reset=earliest', '-X', 'session.timeout.ms=6000')
show('group reads on', code=code, seen=out.splitlines())
show('unknown topic', code=run('-C', '-t', prefix + 'missing', '-e', '-q', '-X', 'allow.auto.create.topics=false', '-X', 'topic.metadata.propagation.max.ms=100')[1])



def until(what, condition):
    end = time.time() + 40
    while not condition():
        if time.time() > end:
            raise Exception('timed out: ' + what)
        time.sleep(0.05)


class Running:
    """A kcat that goes on beside this program; its output lies in a file."""

    def __init__(self, folder, *args):
        self.file = os.path.join(folder, 'output-%d' % len(os.listdir(folder)))
        with open(self.file, 'wb') as out:
            self.process = subprocess.Popen([kcat, '-b', bootstrap, '-E', *args, '-X', 'reconnect.backoff.max.ms=200'], stdin=subprocess.PIPE, stdout=out, stderr=subprocess.STDOUT)

    def lines(self, informing=False):
        with open(self.file) as file:
            return [line for line in file.read().splitlines() if line.startswith('%') == informing]

    def say(self, line):
        try:
            self.process.stdin.write(line)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended, and its code will tell

    def ended(self):
        """Its exit code, when it has sent all that it was given or cannot."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return 'still running after a minute'

    def end(self):
        self.process.terminate()
        return self.process.wait(20)


def members(folder):
    """The second member joins, the first leaves, nothing is lost and nothing is read twice."""
    pair = prefix + 'pair'
    run('-P', '-t', pair, '-X', 'acks=all', given=b'one\ntwo\n')
    args = ['-G', prefix + 'pair-group', pair, '-u', '-f', '%o %s\n']
    for setting in ('auto.offset.reset=earliest', 'session.timeout.ms=6000', 'heartbeat.interval.ms=300'):
        args += ['-X', setting]
    first = Running(folder, *args)
    until('the first member reads', lambda: len(first.lines()) == 2)
    second = Running(folder, *args)
    until('the second member joins', lambda: any('rebalanced' in line for line in second.lines(True)))
    first.end()
    until('the second member has the partition', lambda: any('assigned:' in line and '[0]' in line for line in second.lines(True)[-1:]))
    run('-P', '-t', pair, '-X', 'acks=all', given=b'three\n')
    until('the second member reads', lambda: len(second.lines()) == 1)
    second.end()
    show('two members', seen=[first.lines(), second.lines()])


def dropped_connection(folder):
    """
    An idempotent producer and a consumer that both live through lost answers, a cut and a kill. Several batches are under way
    when the broker is killed: ours has to know all of them again. Apache Kafka knows the last one alone, calls those before it
    out of order when they are sent again, and that ends librdkafka's producer for good: there it is counted.
    """
    dropped = prefix + 'dropped'
    run('-P', '-t', dropped, '-X', 'acks=all', given=b'first\n')
    reader = Running(folder, '-C', '-t', dropped, '-p', '0', '-o', 'beginning', '-u', '-q', '-f', '%o %s\n')
    writer = Running(folder, '-P', '-t', dropped, '-p', '0', '-X', 'enable.idempotence=true', '-X', 'linger.ms=0', '-X', 'socket.timeout.ms=5000', '-X', 'retry.backoff.ms=50')
    said = 0

    def say(count):
        nonlocal said
        writer.say(''.join('%d %s\n' % (i, '-' * 100) for i in range(said, said + count)).encode())
        said += count

    for what in ('lose-answers', 'cut-connections', 'kill-and-restart'):
        before = len(reader.lines())
        # kcat takes what it is given in pieces: the last ones come with what follows.
        say(2000)
        until('records before ' + what, lambda: len(reader.lines()) > before + 500)
        if what == 'kill-and-restart':
            # Written, and not answered: several batches are under way.
            ask('lose-answers')
            for _ in range(20):
                say(50)
                time.sleep(0.01)
        ask(what)
        say(2000)
    code = writer.ended()
    fatal = sum('FATAL' in line for line in writer.lines(True))
    # How far there is something to read depends on how the writer ended: the broker is asked.
    end = int(run('-Q', '-t', dropped + ':0:-1')[0].split()[-1])
    until('the last record', lambda: len(reader.lines()) >= end)
    time.sleep(0.3)
    reader.end()
    seen = [line.split()[:2] for line in reader.lines()]
    numbers = [int(value) for _, value in seen[1:]]
    back = sum(1 for one, next in zip(numbers, numbers[1:]) if next < one)
    twice = len(numbers) - len(set(numbers))
    missing = said - len(set(numbers))
    show('every record once, by a running consumer', offsets_in_order=[int(offset) for offset, _ in seen] == list(range(end)),
         demanded={'the producer ends well': code == 0 and fatal == 0, 'every record once': twice == 0 and missing == 0, 'in order': back == 0},
         counted={'code': code, 'fatal': fatal > 0, 'said': said, 'twice': twice, 'missing': missing, 'back': back})


with tempfile.TemporaryDirectory() as scratch:
    members(scratch)
    dropped_connection(scratch)
