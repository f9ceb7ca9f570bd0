// Writes record batches with Apache Kafka's own classes, and reads batches back: `write` prints JSON, `read` takes
// one base64 batch per line on standard input and prints what Kafka reads from it. See README.md beside this file.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.*;

public class BatchVectors {
    static final List<String> CASES = new ArrayList<>();

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static MemoryRecordsBuilder builder(int capacity, Compression compression, TimestampType type, long baseOffset,
            long logAppendTime, long pid, short epoch, int sequence, boolean txn, boolean control, int leaderEpoch) {
        return new MemoryRecordsBuilder(ByteBuffer.allocate(capacity), RecordBatch.MAGIC_VALUE_V2, compression, type,
            baseOffset, logAppendTime, pid, epoch, sequence, txn, control, leaderEpoch, capacity);
    }

    static void add(String name, MemoryRecords records) {
        ByteBuffer buffer = records.buffer();
        byte[] all = new byte[buffer.remaining()];
        buffer.duplicate().get(all);
        CASES.add("  {\"name\": \"" + name + "\", \"data\": \"" + Base64.getEncoder().encodeToString(all) + "\"}");
    }

    static Compression compression(String name) {
        return switch (name) {
            case "gzip" -> Compression.gzip().build();
            case "snappy" -> Compression.snappy().build();
            case "lz4" -> Compression.lz4().build();
            case "zstd" -> Compression.zstd().build();
            default -> Compression.NONE;
        };
    }

    static void write() {
        for (String name : new String[] {"none", "gzip", "snappy", "lz4", "zstd"}) {
            MemoryRecordsBuilder b = builder(4096, compression(name), TimestampType.CREATE_TIME, 7, -1, 1234567890123L,
                (short) 5, 2147483640, true, false, 9);
            b.append(1700000000000L, bytes("key"), bytes("value"), new Header[0]);
            b.append(1700000000005L, null, bytes("ünïcödé ☃ 🎉"), new Header[] {
                new RecordHeader("h", bytes("1")), new RecordHeader("ключ", (byte[]) null), new RecordHeader("h", bytes(""))});
            b.append(1699999999000L, bytes(""), null, new Header[0]);
            add(name + ", three records", b.build());
            // 500 records of about 400 bytes: several LZ4 blocks and Snappy chunks
            MemoryRecordsBuilder many = builder(300000, compression(name), TimestampType.LOG_APPEND_TIME, 0,
                1700000001234L, -1, (short) -1, -1, false, false, -1);
            if (!name.equals("none")) {
                for (int i = 0; i < 500; i++) many.append(1700000000000L + i, bytes("k" + i), bytes(("record " + i + " of many, ").repeat(20)), new Header[0]);
                add(name + ", many records", many.build());
            }
        }
        add("commit marker", MemoryRecords.withEndTransactionMarker(41, 1700000000000L, 3, 77L, (short) 2,
            new EndTransactionMarker(ControlRecordType.COMMIT, 6)));
        add("abort marker", MemoryRecords.withEndTransactionMarker(41, 1700000000000L, 3, 77L, (short) 2,
            new EndTransactionMarker(ControlRecordType.ABORT, 6)));
        System.out.println("[\n" + String.join(",\n", CASES) + "\n]");
    }

    static String text(ByteBuffer buffer) {
        return buffer == null ? "null" : new String(org.apache.kafka.common.utils.Utils.toArray(buffer), StandardCharsets.UTF_8);
    }

    static void read() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null; ) {
            MemoryRecords records = MemoryRecords.readableRecords(ByteBuffer.wrap(Base64.getDecoder().decode(line)));
            StringBuilder out = new StringBuilder();
            for (MutableRecordBatch batch : records.batches()) {
                batch.ensureValid();
                out.append(batch.compressionType().name).append(' ').append(batch.baseOffset()).append("..").append(batch.lastOffset())
                    .append(" count ").append(batch.countOrNull()).append(" max ").append(batch.maxTimestamp()).append(' ').append(batch.timestampType())
                    .append(" producer ").append(batch.producerId()).append('/').append(batch.producerEpoch()).append('/').append(batch.baseSequence())
                    .append(" txn ").append(batch.isTransactional()).append(" control ").append(batch.isControlBatch())
                    .append(" epoch ").append(batch.partitionLeaderEpoch()).append(" horizon ").append(batch.deleteHorizonMs().orElse(-1L));
                long hash = 0;
                for (org.apache.kafka.common.record.Record record : batch) {
                    String all = record.offset() + "|" + record.timestamp() + "|" + text(record.key()) + "|" + text(record.value());
                    for (Header h : record.headers()) all += "|" + h.key() + "=" + (h.value() == null ? "null" : new String(h.value(), StandardCharsets.UTF_8));
                    for (byte b : all.getBytes(StandardCharsets.UTF_8)) hash = (hash * 31 + (b & 255)) % 1000000007L;
                }
                out.append(" hash ").append(hash);
            }
            System.out.println(out);
        }
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("write")) write(); else read();
    }
}
