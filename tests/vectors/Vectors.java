/*
 * Apache Kafka's own generated messages as a counterpart for ours. Run from source with the jars of pom.xml:
 *
 *   make SEED SAMPLES   reads message names, one a line; for each, at each of its versions, fills SAMPLES random
 *                       messages and prints a line of JSON: {"name","version","bytes" (base64),"json"}
 *   echo                reads "NAME VERSION BASE64" lines, decodes, encodes again and prints the BASE64 (or "! why")
 *
 * What a version holds and what may be null comes from the SCHEMAS constants of Kafka's classes, not from ours.
 */
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

public class Vectors {
    static final String[] PACKAGES = {
        "org.apache.kafka.common.message.",
        "org.apache.kafka.coordinator.group.generated.",
        "org.apache.kafka.coordinator.transaction.generated.",
        "org.apache.kafka.coordinator.share.generated.",
        "org.apache.kafka.server.log.remote.metadata.storage.generated.",
        "org.apache.kafka.raft.generated.",
    };
    static final long SAFE = (1L << 53) - 1;
    static final String[] CHARACTERS = {"a", "b", "Z", "0", "-", ".", "_", " ", "\u00e9", "\u0416", "\u4e2d", "\ud83d\ude00"};

    static Random random;

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)));
        if (arguments[0].equals("make")) {
            for (String name; (name = in.readLine()) != null; ) {
                random = new Random(Long.parseLong(arguments[1]) * 31 + name.hashCode());
                make(name, Integer.parseInt(arguments[2]), out);
            }
        } else {
            for (String line; (line = in.readLine()) != null; ) out.println(echo(line.split(" ")));
        }
        out.flush();
    }

    static Class<?> find(String name) throws ClassNotFoundException {
        for (String where : PACKAGES) {
            for (String suffix : new String[] {"Data", ""}) {
                try {
                    return Class.forName(where + name + suffix);
                } catch (ClassNotFoundException e) {
                    // try the next place
                }
            }
        }
        throw new ClassNotFoundException(name);
    }

    static void make(String name, int samples, PrintWriter out) throws Exception {
        Class<?> type = find(name);
        Schema[] schemas = (Schema[]) type.getField("SCHEMAS").get(null);
        ObjectMapper mapper = new ObjectMapper();
        short lowest = type.getField("LOWEST_SUPPORTED_VERSION").getShort(null);
        short highest = type.getField("HIGHEST_SUPPORTED_VERSION").getShort(null);
        for (short version = lowest; version <= highest; version++) {
            for (int sample = 0; sample < samples; sample++) {
                Message message = (Message) fill(type, schemas[version], version);
                JsonNode json = (JsonNode) Class.forName(type.getName() + "JsonConverter")
                    .getMethod("write", type, short.class, boolean.class).invoke(null, message, version, false);
                ObjectNode line = JsonNodeFactory.instance.objectNode();
                line.put("name", name);
                line.put("version", version);
                line.put("bytes", Base64.getEncoder().encodeToString(bytes(message, version)));
                line.set("json", json);
                out.println(mapper.writeValueAsString(line));
            }
        }
    }

    static String echo(String[] words) {
        try {
            Class<?> type = find(words[0]);
            short version = Short.parseShort(words[1]);
            ByteBuffer buffer = ByteBuffer.wrap(words.length < 3 ? new byte[0] : Base64.getDecoder().decode(words[2]));
            Constructor<?> constructor = type.getConstructor(Readable.class, short.class);
            Message message = (Message) constructor.newInstance(new ByteBufferAccessor(buffer), version);
            if (buffer.hasRemaining()) return "! " + buffer.remaining() + " bytes left over";
            return Base64.getEncoder().encodeToString(bytes(message, version));
        } catch (Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return "! " + cause.toString().replace('\n', ' ');
        }
    }

    static byte[] bytes(Message message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(buffer), cache, version);
        if (buffer.hasRemaining()) throw new IllegalStateException(message.getClass() + " promised more than it wrote");
        return buffer.array();
    }

    /** A random instance of a generated class in which only what the schema of the version has is set. */
    static Object fill(Class<?> type, Schema schema, short version) throws Exception {
        Object target = type.getDeclaredConstructor().newInstance();
        Map<String, Field> fields = new HashMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) fields.put(field.getName().toLowerCase(), field);
        }
        for (BoundField bound : schema.fields()) {
            if (bound.def.type instanceof TaggedFields) {
                for (org.apache.kafka.common.protocol.types.Field tagged : taggedFields((TaggedFields) bound.def.type)) {
                    if (random.nextInt(2) == 0) set(target, fields, tagged, version);
                }
            } else {
                set(target, fields, bound.def, version);
            }
        }
        return target;
    }

    @SuppressWarnings("unchecked")
    static Collection<org.apache.kafka.common.protocol.types.Field> taggedFields(TaggedFields type) throws Exception {
        Field fields = TaggedFields.class.getDeclaredField("fields");
        fields.setAccessible(true);
        return ((Map<Integer, org.apache.kafka.common.protocol.types.Field>) fields.get(type)).values();
    }

    static void set(Object target, Map<String, Field> fields, org.apache.kafka.common.protocol.types.Field definition, short version)
            throws Exception {
        Field field = fields.get(definition.name.replace("_", "").toLowerCase());
        if (field == null) throw new IllegalStateException(target.getClass() + " has no field for " + definition.name);
        field.setAccessible(true);
        Object value = value(definition.type, field.getGenericType(), version);
        // Kafka keeps an unsigned 16-bit number in an int and an unsigned 32-bit one in a long, as `value` makes them.
        field.set(target, value);
    }

    static Object value(Type type, java.lang.reflect.Type javaType, short version) throws Exception {
        if (type.isNullable() && random.nextInt(4) == 0) return null;
        if (type.isArray()) return array(type.arrayElementType().get(), javaType, version);
        if (type instanceof Schema) return fill((Class<?>) javaType, (Schema) type, version);
        if (javaType == ByteBuffer.class) return ByteBuffer.wrap(randomBytes());
        if (javaType == byte[].class) return randomBytes();
        if (javaType instanceof Class && ((Class<?>) javaType).getSimpleName().endsWith("Records")) {
            return memoryRecords().getMethod("readableRecords", ByteBuffer.class).invoke(null, ByteBuffer.wrap(randomBytes()));
        }
        return scalar(type.toString());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Object array(Type elementType, java.lang.reflect.Type javaType, short version) throws Exception {
        int length = random.nextInt(30) == 0 ? 20 : random.nextInt(4);
        Collection target;
        java.lang.reflect.Type element;
        if (javaType instanceof ParameterizedType) {
            target = new ArrayList();
            element = ((ParameterizedType) javaType).getActualTypeArguments()[0];
        } else {
            target = (Collection) ((Class<?>) javaType).getConstructor().newInstance();
            element = ((ParameterizedType) ((Class<?>) javaType).getGenericSuperclass()).getActualTypeArguments()[0];
        }
        for (int i = 0; i < length; i++) target.add(value(elementType, element, version));
        return target;
    }

    /** The class moved between 3.9 and 4.4. */
    static Class<?> memoryRecords() throws ClassNotFoundException {
        try {
            return Class.forName("org.apache.kafka.common.record.internal.MemoryRecords");
        } catch (ClassNotFoundException e) {
            return Class.forName("org.apache.kafka.common.record.MemoryRecords");
        }
    }

    static Object scalar(String type) {
        switch (type) {
            case "BOOLEAN": return random.nextBoolean();
            case "INT8": return (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case "INT16": return (short) integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case "UINT16": return (int) integer(0, 0xffff);
            case "INT32": return (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "UINT32": return integer(0, 0xffffffffL);
            case "INT64": return integer(-SAFE, SAFE);
            case "FLOAT64": return random.nextInt(3) == 0 ? 0.0 : random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
            case "UUID": return random.nextInt(4) == 0 ? Uuid.ZERO_UUID : new Uuid(random.nextLong(), random.nextLong());
            default:
                if (type.endsWith("STRING")) return text();
                throw new IllegalStateException("no value for " + type);
        }
    }

    static long integer(long min, long max) {
        switch (random.nextInt(6)) {
            case 0: return min;
            case 1: return max;
            case 2: return Math.max(min, -1);
            case 3: return random.nextInt(2);
            case 4: return random.nextInt((int) Math.min(max, 1000));
            default: return min + Math.floorMod(random.nextLong(), max - min);
        }
    }

    static String text() {
        int length = random.nextInt(20) == 0 ? random.nextInt(200) : random.nextInt(10);
        boolean plain = random.nextBoolean();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(CHARACTERS[random.nextInt(plain ? 7 : CHARACTERS.length)]);
        return text.toString();
    }

    static byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(20) == 0 ? random.nextInt(300) : random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }
}
