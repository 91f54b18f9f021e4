package dev.keysmith.aws.template;

import java.util.stream.Stream;

final class TablePromises {

    private static final String TABLE = "AWS::DynamoDB::Table";
    private static final int TABLES = 2;

    private TablePromises() {}

    static Stream<String> removeWhatExpired(Template template) {
        return Breaches.unlessAll(
                template,
                TABLE,
                TABLES,
                table -> table.has("/TimeToLiveSpecification/Enabled", "true")
                        && table.has("/TimeToLiveSpecification/AttributeName", "ttl"));
    }

    static Stream<String> haveTheirStream(Template template) {
        return Breaches.unlessAll(
                template,
                TABLE,
                TABLES,
                table -> table.has("/StreamSpecification/StreamViewType", "NEW_AND_OLD_IMAGES"));
    }

    static Stream<String> canBeRestored(Template template) {
        return Breaches.unlessAll(
                template,
                TABLE,
                TABLES,
                table -> table.has("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled", "true"));
    }

    static Stream<String> areNotDeleted(Template template) {
        return Breaches.unlessAll(
                template,
                TABLE,
                TABLES,
                table -> table.has("/DeletionProtectionEnabled", "true")
                        && table.json().path("DeletionPolicy").asText().equals("Retain")
                        && table.json().path("UpdateReplacePolicy").asText().equals("Retain"));
    }

    static Stream<String> areEncryptedAndOnDemand(Template template) {
        return Breaches.unlessAll(
                template,
                TABLE,
                TABLES,
                table -> table.has("/SSESpecification/SSEEnabled", "true")
                        && table.has("/BillingMode", "PAY_PER_REQUEST"));
    }
}
