package dev.keysmith.functions.ledger.reconcile;

import dev.keysmith.core.aws.Attributes;
import dev.keysmith.functions.ledger.deadletter.DeadLetter;
import dev.keysmith.functions.ledger.deadletter.StoredDeadLetters;
import dev.keysmith.functions.ledger.stream.MalformedRecordException;
import dev.keysmith.functions.ledger.stream.StreamRecord;
import dev.keysmith.functions.ledger.stream.StreamRecordReader;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose records wait to be replayed. */
@Singleton
final class DeadLetterKeys {

    private final StoredDeadLetters letters;

    DeadLetterKeys(StoredDeadLetters letters) {
        this.letters = letters;
    }

    /** The ids of keys that a dead letter is about. One that cannot be read at all is about none. */
    Set<String> find() {
        try (Stream<DeadLetter> all = letters.all()) {
            return all.map(DeadLetterKeys::keyId).flatMap(Optional::stream).collect(Collectors.toSet());
        }
    }

    private static Optional<String> keyId(DeadLetter letter) {
        try {
            StreamRecord record = StreamRecordReader.read(letter.record());
            return Attributes.find(record.after().isEmpty() ? record.before() : record.after(), "key_id")
                    .map(value -> value.s());
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }
}
