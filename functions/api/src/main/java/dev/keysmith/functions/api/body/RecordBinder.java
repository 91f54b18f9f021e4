package dev.keysmith.functions.api.body;

import dev.keysmith.core.error.FieldError;
import dev.keysmith.core.updating.Patch;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.type.Argument;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Binds a JSON object to an introspected record and collects what does not fit. Nothing is coerced: a number is no string, and
 * a fraction no whole number. A component that is not nullable is required; {@code null} means absent, but for a {@link Patch},
 * which tells both apart (RFC 7396).
 */
final class RecordBinder {

    private static final Pattern UTC = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z");

    private final List<FieldError> errors = new ArrayList<>();

    /** What did not fit, so far. */
    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** The record, or empty where something does not fit. */
    <T> Optional<T> bind(Class<T> type, Json.Members object) {
        return Optional.ofNullable(members(type, object, ""));
    }

    private <T> @Nullable T members(Class<T> type, Json.Members object, String pointer) {
        BeanIntrospection<T> introspection = BeanIntrospection.getIntrospection(type);
        Argument<?>[] components = introspection.getConstructorArguments();
        Map<String, Json> left = new LinkedHashMap<>(object.values());
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = WireName.of(components[i].getName());
            values[i] = member(components[i], left.remove(name), Pointer.child(pointer, name));
        }
        left.keySet().forEach(unknown -> refuse(Pointer.child(pointer, unknown), "is not a known field"));
        return errors.isEmpty() ? introspection.instantiate(false, values) : null;
    }

    private @Nullable Object member(Argument<?> type, @Nullable Json json, String pointer) {
        if (type.getType() == Patch.class) {
            return patch(type.getTypeParameters()[0], json, pointer);
        }
        if (json != null && !(json instanceof Json.Null)) {
            return value(type, json, pointer);
        }
        return type.isNullable() ? null : refuse(pointer, "is required");
    }

    private @Nullable Object patch(Argument<?> type, @Nullable Json json, String pointer) {
        if (json == null) {
            return new Patch.Unchanged<>();
        }
        if (json instanceof Json.Null) {
            return new Patch.Removed<>();
        }
        Object value = value(type, json, pointer);
        return value == null ? null : new Patch.Changed<>(value);
    }

    private @Nullable Object value(Argument<?> type, Json json, String pointer) {
        Class<?> target = type.getType();
        if (target == String.class) {
            return json instanceof Json.Text(String text) ? text : refuse(pointer, "must be a string");
        } else if (target == Integer.class || target == int.class) {
            return json instanceof Json.Whole(long number) && number == (int) number
                    ? (Object) (int) number
                    : refuse(pointer, "must be a whole number of at most " + Integer.MAX_VALUE);
        } else if (target == Long.class) {
            return json instanceof Json.Whole(long number)
                    ? (Object) number
                    : refuse(pointer, "must be a whole number of at most " + Long.MAX_VALUE);
        } else if (target == Boolean.class) {
            return json instanceof Json.Flag(boolean flag) ? (Object) flag : refuse(pointer, "must be true or false");
        } else if (target == Instant.class) {
            return json instanceof Json.Text(String text) ? instant(text, pointer) : refuse(pointer, "must be a time");
        } else if (target == List.class) {
            return json instanceof Json.Items(List<Json> items)
                    ? list(type.getTypeParameters()[0], items, pointer)
                    : refuse(pointer, "must be an array");
        } else if (json instanceof Json.Members members) {
            return target == Map.class
                    ? map(type.getTypeParameters()[1], members, pointer)
                    : members(target, members, pointer);
        }
        return refuse(pointer, "must be an object");
    }

    private @Nullable Instant instant(String text, String pointer) {
        try {
            if (UTC.matcher(text).matches()) {
                return Instant.parse(text);
            }
        } catch (DateTimeException e) {
            // Such as the 30th of February: refused below, like any other text.
        }
        return refuse(pointer, "must be a time in UTC (RFC 3339), such as 2030-01-31T12:00:00Z");
    }

    private List<@Nullable Object> list(Argument<?> type, List<Json> items, String pointer) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Json item : items) {
            values.add(value(type, item, Pointer.child(pointer, Integer.toString(values.size()))));
        }
        return values;
    }

    private Map<String, @Nullable Object> map(Argument<?> type, Json.Members members, String pointer) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        members.values().forEach((name, json) -> values.put(name, member(type, json, Pointer.child(pointer, name))));
        return values;
    }

    private <T> @Nullable T refuse(String pointer, String requirement) {
        errors.add(new FieldError(pointer, requirement));
        return null;
    }
}
