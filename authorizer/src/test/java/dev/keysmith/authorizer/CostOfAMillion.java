package dev.keysmith.authorizer;

import dev.keysmith.authorizer.CountedInstance.PerDecision;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a million requests cost, in US dollars, beside what API Gateway takes for them. The authorizer decides on those that the
 * gateway's cache does not answer.
 *
 * @param dynamoDb reads of the key, writes of its meter
 * @param lambda the authorizer's requests and time
 * @param logs its log, Lambda's own lines with it
 * @param traces X-Ray
 * @param secrets Secrets Manager
 * @param ledger the ledger function's requests and time, which each write of a meter asks for
 */
record CostOfAMillion(
        BigDecimal dynamoDb,
        BigDecimal lambda,
        BigDecimal logs,
        BigDecimal traces,
        BigDecimal secrets,
        BigDecimal ledger) {

    private static final double MILLION = 1e6;
    private static final double MEGABYTES_IN_A_GIGABYTE = 1024;
    private static final double MILLIS_IN_A_SECOND = 1000;
    private static final double BYTES_IN_A_GIGABYTE = 1024 * 1024 * 1024;

    /**
     * @param needs what a decision needs
     * @param secretCallsASecond calls to Secrets Manager while an instance is in use
     * @param perSecond how many decisions there are in a second
     * @param decided the part of the requests that is decided on, rather than answered from the gateway's cache
     */
    static CostOfAMillion of(
            PriceFile file, PerDecision needs, double secretCallsASecond, double perSecond, double decided) {
        double decisions = MILLION * decided;
        double millis =
                file.assumed("authorizer_ms") + (needs.reads() + needs.writes()) * file.assumed("dynamodb_call_ms");
        double logBytes = needs.logBytes()
                + needs.logLines() * file.assumed("log_event_bytes")
                + file.assumed("platform_log_bytes");
        double writesASecond = needs.writes() * perSecond;
        double ledgerInvocations = writesASecond == 0
                ? 0
                : Math.min(1, file.assumed("ledger_polls_a_second") / writesASecond) * needs.writes();
        return new CostOfAMillion(
                dollars(file, "read_request_unit", needs.readUnits() * decisions)
                        .add(dollars(file, "write_request_unit", needs.writeUnits() * decisions)),
                dollars(file, "lambda_request", decisions)
                        .add(dollars(
                                file,
                                "lambda_arm_gb_second",
                                gigabyteSeconds(file.assumed("authorizer_memory_mb"), millis) * decisions)),
                dollars(file, "log_gigabyte", logBytes * decisions / BYTES_IN_A_GIGABYTE),
                dollars(file, "trace", traced(file, perSecond) * decisions),
                dollars(file, "secret_call", secretCallsASecond / perSecond * decisions),
                dollars(file, "lambda_request", ledgerInvocations * decisions)
                        .add(dollars(
                                file,
                                "lambda_arm_gb_second",
                                gigabyteSeconds(file.assumed("ledger_memory_mb"), file.assumed("ledger_ms"))
                                        * ledgerInvocations
                                        * decisions)));
    }

    BigDecimal total() {
        return dynamoDb.add(lambda).add(logs).add(traces).add(secrets).add(ledger);
    }

    /** An amount in cents, rounded up. */
    static String text(BigDecimal dollars) {
        return dollars.setScale(2, RoundingMode.UP).toPlainString();
    }

    private static double traced(PriceFile file, double perSecond) {
        double first = Math.min(1, file.assumed("traces_a_second") / perSecond);
        return first + (1 - first) * file.assumed("traced_part_of_the_rest");
    }

    private static double gigabyteSeconds(double megabytes, double millis) {
        return megabytes / MEGABYTES_IN_A_GIGABYTE * Math.ceil(millis) / MILLIS_IN_A_SECOND;
    }

    private static BigDecimal dollars(PriceFile file, String unit, double units) {
        return file.price(unit).multiply(BigDecimal.valueOf(units));
    }
}
