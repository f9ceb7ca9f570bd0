"""The scenario with kcat, run as a person would run it. See ../scenario.ts for how a program talks to the runner."""
import json
import subprocess
import sys
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
records, code = read('-o', 'beginning')
show('read', code=code, count=len(records), some=[r for r in records if 'record' not in r], one=[r for r in records if ' 7 ' in r])
show('read from an offset', seen=read('-p', '0', '-o', '200')[0])
show('read the last', seen=read('-p', '0', '-o', '-2')[0])
show('read a few', seen=run('-C', '-t', topic, '-p', '0', '-o', '1', '-c', '2', '-q', '-f', '%o %s\\n'))
show('read beyond the end', seen=read('-p', '0', '-o', '100000', '-X', 'auto.offset.reset=error')[1])
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
