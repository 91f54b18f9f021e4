package dev.keysmith.authorizer;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code prices.json}: what AWS charges, with date, region and sources; what is assumed; and what others charge. */
final class PriceFile {

    private static final String NAME = "/prices.json";

    private final Map<String, Object> root;

    private PriceFile(Map<String, Object> root) {
        this.root = root;
    }

    static PriceFile read() {
        try (InputStream file = Objects.requireNonNull(PriceFile.class.getResourceAsStream(NAME), NAME)) {
            return new PriceFile(JSONObjectUtils.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException | ParseException e) {
            throw new IllegalStateException(NAME, e);
        }
    }

    String date() {
        return text(root, "date");
    }

    String region() {
        return text(root, "region");
    }

    /** What one unit of this costs, in US dollars. */
    BigDecimal price(String name) {
        Map<?, ?> price = member(member(root, "prices"), name);
        return new BigDecimal(text(price, "usd")).divide(new BigDecimal(text(price, "per")), MathContext.DECIMAL64);
    }

    /** All prices, each as it is published. */
    List<Published> published() {
        return member(root, "prices").entrySet().stream()
                .map(price -> published((String) price.getKey(), (Map<?, ?>) price.getValue()))
                .sorted(Comparator.comparing(Published::unit))
                .toList();
    }

    private static Published published(String name, Map<?, ?> price) {
        return new Published(name.replace('_', ' '), text(price, "usd"), text(price, "per"), text(price, "source"));
    }

    /** A price of AWS's: so many dollars for so many units. */
    record Published(String unit, String dollars, String units, String source) {}

    /** What is taken for granted of this. */
    double assumed(String name) {
        return Double.parseDouble(text(member(member(root, "assumed"), name), "value"));
    }

    /** What others charge for a million: name, price, date and source. */
    List<Rival> rivals() {
        return ((List<?>) Objects.requireNonNull(root.get("rivals")))
                .stream()
                        .map(rival -> (Map<?, ?>) rival)
                        .map(rival -> new Rival(
                                text(rival, "name"), text(rival, "usd"), text(rival, "date"), text(rival, "source")))
                        .toList();
    }

    /** A price that another publishes, in US dollars a million, and where it was read when. */
    record Rival(String name, String dollars, String date, String source) {}

    private static Map<?, ?> member(Map<?, ?> object, String name) {
        return (Map<?, ?>) Objects.requireNonNull(object.get(name), name);
    }

    private static String text(Map<?, ?> object, String name) {
        return (String) Objects.requireNonNull(object.get(name), name);
    }
}
