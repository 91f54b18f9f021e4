package dev.keysmith.functions.ledger;

import dev.keysmith.functions.ledger.deadletter.DeadLetter;
import dev.keysmith.functions.ledger.deadletter.DeadLetters;
import dev.keysmith.functions.ledger.stream.MalformedRecordException;
import dev.keysmith.functions.ledger.stream.StreamRecord;
import dev.keysmith.functions.ledger.stream.StreamRecordReader;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Takes batches: what can be stored is stored, what is at fault is put aside whole. */
@Singleton
final class StreamConsumer {

    private final RecordWriter records;
    private final DeadLetters deadLetters;
    private final InstantSource clock;

    StreamConsumer(RecordWriter records, DeadLetters deadLetters, InstantSource clock) {
        this.records = records;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /**
     * Takes a batch. It throws where anything is out of reach, and then the batch is to come again; that changes nothing of what is
     * stored already.
     */
    Taken take(List<String> texts) {
        List<DeadLetter> letters = new ArrayList<>();
        // A letter is kept before the rest is stored: nobody finds the ledger without the one or the other.
        records.write(texts, faults -> {
            faults.forEach(fault -> letters.add(letter(texts.get(fault.index()), fault.reason())));
            letters.forEach(deadLetters::put);
        });
        return new Taken(texts.size(), letters, texts.isEmpty() ? Optional.empty() : changedAt(texts.getFirst()));
    }

    /**
     * What became of a batch.
     *
     * @param records how many records it had
     * @param putAside those that were put aside; all others are stored
     * @param oldest when its first change was made; empty where its first record cannot be read
     */
    record Taken(int records, List<DeadLetter> putAside, Optional<Instant> oldest) {}

    private static Optional<Instant> changedAt(String text) {
        try {
            return Optional.of(StreamRecordReader.read(text).at());
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    private DeadLetter letter(String text, String reason) {
        return new DeadLetter(id(text), reason, clock.instant(), text);
    }

    private static String id(String text) {
        try {
            StreamRecord record = StreamRecordReader.read(text);
            return record.table() + "-" + record.sequenceNumber();
        } catch (MalformedRecordException e) {
            return "unreadable-" + digest(text);
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
