package dev.keysmith.functions.ledger.report;

import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers with a page, as JSON or as CSV by the request's {@code Accept}, and with a link (RFC 8288) to the next page. */
final class ReportAnswer {

    private static final String CURSOR = "cursor";
    private static final String CSV = "text/csv; charset=utf-8; header=present";

    private ReportAnswer() {}

    /**
     * The answer with a page.
     *
     * @param path the request's path
     * @param json the page's JSON
     */
    static <T extends Tabular> HttpResponse<?> of(
            GatewayRequest request,
            String path,
            ReportPage<T> page,
            List<String> columns,
            Function<ReportPage<T>, Object> json) {
        boolean isCsv = AcceptedMedia.prefersCsv(request.header(HttpHeaders.ACCEPT));
        MutableHttpResponse<?> answer = isCsv
                ? HttpResponse.ok(csv(page, columns)).contentType(MediaType.of(CSV))
                : HttpResponse.ok(json.apply(page));
        answer.header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        page.next().ifPresent(cursor -> answer.header(HttpHeaders.LINK, link(request, path, cursor)));
        return answer;
    }

    private static <T extends Tabular> String csv(ReportPage<T> page, List<String> columns) {
        Csv table = new Csv(columns);
        page.items().forEach(item -> table.add(item.row()));
        return table.toString();
    }

    private static String link(GatewayRequest request, String path, String cursor) {
        SortedMap<String, String> query = new TreeMap<>();
        request.query().forEach((name, values) -> query.put(name, values.getFirst()));
        query.put(CURSOR, cursor);
        return query.entrySet().stream()
                .map(ReportAnswer::parameter)
                .collect(Collectors.joining("&", "<" + path + "?", ">; rel=\"next\""));
    }

    private static String parameter(Map.Entry<String, String> parameter) {
        return parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8);
    }
}
