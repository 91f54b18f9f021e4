package dev.keysmith.functions.ledger.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads attribute values as DynamoDB writes them in JSON, e.g. {@code {"S": "text"}}. Sets are none of Keysmith's. Throws
 * {@link IllegalArgumentException} for what is no value.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html">AttributeValue</a>
 */
final class AttributeValueReader {

    private AttributeValueReader() {}

    /** The item that begins at the current token. */
    static Map<String, AttributeValue> readItem(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        Map<String, AttributeValue> item = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            item.put(name, readValue(json));
        }
        return item;
    }

    private static AttributeValue readValue(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        require(json.nextToken() == JsonToken.FIELD_NAME);
        String type = json.currentName();
        JsonToken token = json.nextToken();
        AttributeValue value =
                switch (type) {
                    case "S" -> AttributeValue.fromS(text(json, token));
                    case "N" -> AttributeValue.fromN(text(json, token));
                    case "B" -> AttributeValue.fromB(SdkBytes.fromByteArray(json.getBinaryValue()));
                    case "BOOL" -> AttributeValue.fromBool(json.getBooleanValue());
                    case "NULL" -> AttributeValue.fromNul(json.getBooleanValue());
                    case "M" -> AttributeValue.fromM(readItem(json));
                    case "L" -> AttributeValue.fromL(readList(json));
                    default -> throw new IllegalArgumentException("unknown type");
                };
        require(json.nextToken() == JsonToken.END_OBJECT);
        return value;
    }

    private static List<AttributeValue> readList(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY);
        List<AttributeValue> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(readValue(json));
        }
        return values;
    }

    private static String text(JsonParser json, JsonToken token) throws IOException {
        require(token == JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not in order");
        }
    }
}
