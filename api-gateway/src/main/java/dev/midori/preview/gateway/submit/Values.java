package dev.midori.preview.gateway.submit;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** Single values of a JSON object, read from behind their names. */
public final class Values {
    private Values() {}

    /** Text, or {@code null} where it says null. */
    public static @Nullable String text(JsonParser json, String field) {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getString();
            case VALUE_NULL -> null;
            default -> throw Refusals.notText(field).asException();
        };
    }

    /** True or false; null is false. */
    public static boolean flag(JsonParser json, String field) {
        return switch (json.nextToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw Refusals.notFlag(field).asException();
        };
    }

    /** Leaves it out, whatever it holds. */
    public static void skip(JsonParser json) {
        json.nextToken();
        json.skipChildren();
    }
}
