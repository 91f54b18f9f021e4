package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.objects.ObjectName;
import dev.keysmith.functions.ledger.objects.ObjectStore;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checkpoints as objects {@code checkpoints/<time with digits only>.json}, so that the last name is the newest. */
@Singleton
public final class Checkpoints {

    private static final String FOLDER = "checkpoints";
    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS").withZone(ZoneOffset.UTC);

    private static final Pattern MADE_HERE = Pattern.compile("[0-9]{17}\\.json");

    private final CheckpointWriter writer;
    private final ObjectStore objects;
    private final InstantSource clock;

    Checkpoints(CheckpointWriter writer, ObjectStore objects, InstantSource clock) {
        this.writer = writer;
        this.objects = objects;
        this.clock = clock;
    }

    /**
     * A checkpoint that is stored.
     *
     * @param name where
     * @param checkpoint what it says
     */
    public record Stored(ObjectName name, Checkpoint checkpoint) {}

    /** Makes a checkpoint of the ledger as it is, and stores it. */
    public Stored make() {
        Instant at = clock.instant();
        CheckpointWriter.Written written = writer.write(at);
        ObjectName name = ObjectName.in(FOLDER, DIGITS.format(at) + ".json");
        objects.put(name, written.content());
        return new Stored(name, written.checkpoint());
    }

    /** The name of the newest checkpoint that was made here; empty where there is none. What was brought back has another name. */
    public Optional<ObjectName> findNewest() {
        return objects.list(FOLDER).stream()
                .filter(name -> MADE_HERE.matcher(name.file()).matches())
                .reduce((first, second) -> second);
    }

    /** The content of a checkpoint; empty where there is none of this name. */
    public Optional<byte[]> find(ObjectName name) {
        return objects.find(name);
    }
}
