package dev.keysmith.functions.ledger.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keysmith.functions.ledger.chain.ChainVerifier;
import dev.keysmith.functions.ledger.chain.Checkpoints;
import dev.keysmith.functions.ledger.chain.Finding;
import dev.keysmith.functions.ledger.chain.Verification;
import dev.keysmith.functions.ledger.database.DatabasePreparation;
import dev.keysmith.functions.ledger.deadletter.DeadLetter;
import dev.keysmith.functions.ledger.deadletter.StoredDeadLetters;
import dev.keysmith.functions.ledger.expiry.ExpiryRecorder;
import dev.keysmith.functions.ledger.objects.ObjectName;
import dev.keysmith.functions.ledger.reconcile.Gap;
import dev.keysmith.functions.ledger.reconcile.Reconciler;
import dev.keysmith.functions.ledger.reconcile.Reconciliation;
import dev.keysmith.functions.ledger.replay.DeadLetterReplay;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Iterator;
import java.util.Optional;

/** Does tasks, and answers with JSON. */
@Singleton
public final class Tasks {

    private static final JsonFactory JSON = new JsonFactory();

    private final DatabasePreparation preparation;
    private final ExpiryRecorder expiries;
    private final Checkpoints checkpoints;
    private final ChainVerifier verifier;
    private final Reconciler reconciler;
    private final StoredDeadLetters deadLetters;
    private final DeadLetterReplay replay;

    Tasks(
            DatabasePreparation preparation,
            ExpiryRecorder expiries,
            Checkpoints checkpoints,
            ChainVerifier verifier,
            Reconciler reconciler,
            StoredDeadLetters deadLetters,
            DeadLetterReplay replay) {
        this.preparation = preparation;
        this.expiries = expiries;
        this.checkpoints = checkpoints;
        this.verifier = verifier;
        this.reconciler = reconciler;
        this.deadLetters = deadLetters;
        this.replay = replay;
    }

    /** Does the task that an event names; answers one JSON object. Throws where the event is wrong, or the task cannot be done. */
    public String run(InputStream event) throws IOException {
        Task task = TaskReader.read(event);
        StringWriter answer = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(answer)) {
            json.writeStartObject();
            run(task, json);
            json.writeEndObject();
        }
        return answer.toString();
    }

    private void run(Task task, JsonGenerator json) throws IOException {
        switch (task) {
            case Task.Migrate() -> {
                preparation.run();
                json.writeBooleanField("migrated", true);
            }
            case Task.Expire() -> json.writeNumberField("expired", expiries.record());
            case Task.Checkpoint() -> write(json, checkpoints.make());
            case Task.Verify verify -> verify(json, verify);
            case Task.Reconcile reconcile -> write(json, reconciler.run(reconcile.olderThan()));
            case Task.DeadLetters() -> writeDeadLetters(json);
            case Task.Replay again -> write(json, replay(again));
        }
    }

    private void verify(JsonGenerator json, Task.Verify verify) throws IOException {
        Optional<ObjectName> name = verify.checkpoint().or(checkpoints::findNewest);
        Optional<byte[]> checkpoint = name.map(
                wanted -> checkpoints.find(wanted).orElseThrow(() -> new TaskException("there is no " + wanted)));
        Verification verification = verifier.verify(checkpoint);
        json.writeBooleanField("ok", verification.isOk());
        json.writeNumberField("keys", verification.keys());
        json.writeNumberField("events", verification.events());
        json.writeStringField("checkpoint", name.map(ObjectName::value).orElse(null));
        json.writeFieldName("finding");
        if (verification.finding().isPresent()) {
            write(json, verification.finding().get());
        } else {
            json.writeNull();
        }
    }

    private static void write(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", finding.kind().wireName());
        json.writeStringField("key_id", finding.keyId().orElse(null));
        json.writeFieldName("version");
        if (finding.version().isPresent()) {
            json.writeNumber(finding.version().get());
        } else {
            json.writeNull();
        }
        json.writeStringField("action", finding.action().orElse(null));
        json.writeStringField("detail", finding.detail());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Checkpoints.Stored stored) throws IOException {
        json.writeStringField("checkpoint", stored.name().value());
        json.writeStringField("at", stored.checkpoint().at().toString());
        json.writeNumberField("keys", stored.checkpoint().keys());
        json.writeNumberField("events", stored.checkpoint().events());
    }

    private static void write(JsonGenerator json, Reconciliation reconciliation) throws IOException {
        json.writeNumberField("keys", reconciliation.keys());
        json.writeNumberField("reconciled", reconciliation.reconciled());
        json.writeArrayFieldStart("gaps");
        for (Gap gap : reconciliation.gaps()) {
            json.writeStartObject();
            json.writeStringField("key_id", gap.keyId());
            json.writeNumberField("from_version", gap.fromVersion());
            json.writeNumberField("to_version", gap.toVersion());
            json.writeStringField("detail", gap.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeDeadLetters(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("dead_letters");
        for (Iterator<DeadLetter> letters = deadLetters.all().iterator(); letters.hasNext(); ) {
            DeadLetter letter = letters.next();
            json.writeStartObject();
            json.writeStringField("id", letter.id());
            json.writeStringField("reason", letter.reason());
            json.writeStringField("put_aside_at", letter.putAsideAt().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private DeadLetterReplay.Replayed replay(Task.Replay task) {
        if (task.id().isEmpty()) {
            return replay.all();
        }
        String id = task.id().get();
        return replay.one(id).orElseThrow(() -> new TaskException("there is no dead letter " + id));
    }

    private static void write(JsonGenerator json, DeadLetterReplay.Replayed replayed) throws IOException {
        json.writeNumberField("replayed", replayed.count());
        json.writeArrayFieldStart("failed");
        for (DeadLetterReplay.Failed failed : replayed.failed()) {
            json.writeStartObject();
            json.writeStringField("id", failed.id());
            json.writeStringField("reason", failed.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
