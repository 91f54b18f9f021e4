package dev.keysmith.functions.ledger.task;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.keysmith.functions.ledger.objects.ObjectName;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads events {@code {"task": "…", …}}. Throws {@link TaskException}, which names what is wrong, for anything else. */
final class TaskReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Duration OLDER_THAN = Duration.ofHours(25);
    private static final long MOST_SECONDS = Duration.ofDays(3650).toSeconds();

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();

    private TaskReader() {}

    static Task read(InputStream input) throws IOException {
        TaskReader reader = new TaskReader();
        try (JsonParser json = JSON.createParser(input)) {
            reader.readFields(json);
        } catch (JacksonException e) {
            // Its message quotes the input.
            throw new TaskException("the event is not well-formed JSON, or has a field twice");
        }
        return reader.task();
    }

    private void readFields(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new TaskException("the event is no JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            switch (json.nextToken()) {
                case VALUE_STRING -> texts.put(name, json.getText());
                case VALUE_NUMBER_INT -> numbers.put(name, json.getLongValue());
                default -> throw new TaskException("the field " + name + " is neither a text nor a whole number");
            }
        }
        if (json.nextToken() != null) {
            throw new TaskException("the event is more than one JSON object");
        }
    }

    private Task task() {
        String name = takeText("task").orElseThrow(() -> new TaskException("the event names no task"));
        Task task =
                switch (name) {
                    case "migrate" -> new Task.Migrate();
                    case "expire" -> new Task.Expire();
                    case "checkpoint" -> new Task.Checkpoint();
                    case "verify" -> new Task.Verify(takeText("checkpoint").map(TaskReader::checkpoint));
                    case "reconcile" ->
                        new Task.Reconcile(takeSeconds("older_than_seconds").orElse(OLDER_THAN));
                    case "dead_letters" -> new Task.DeadLetters();
                    case "replay" -> new Task.Replay(takeText("id"));
                    case "discard" ->
                        new Task.Discard(takeText("id")
                                .orElseThrow(() -> new TaskException("the task discard names no dead letter: id")));
                    default -> throw new TaskException("unknown task: " + name);
                };
        requireNoneOf(texts.keySet(), name);
        requireNoneOf(numbers.keySet(), name);
        return task;
    }

    private Optional<String> takeText(String field) {
        return Optional.ofNullable(texts.remove(field));
    }

    private Optional<Duration> takeSeconds(String field) {
        Optional<Long> seconds = Optional.ofNullable(numbers.remove(field));
        if (seconds.filter(value -> value < 0 || value > MOST_SECONDS).isPresent()) {
            throw new TaskException("the field " + field + " is not from 0 to " + MOST_SECONDS);
        }
        return seconds.map(Duration::ofSeconds);
    }

    private static ObjectName checkpoint(String text) {
        return ObjectName.parse(text)
                .orElseThrow(() -> new TaskException("the field checkpoint is no name of a checkpoint"));
    }

    private static void requireNoneOf(Set<String> fields, String task) {
        fields.stream().sorted().findFirst().ifPresent(field -> {
            throw new TaskException("the task " + task + " takes no such field, or not of this type: " + field);
        });
    }
}
