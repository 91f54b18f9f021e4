package dev.keysmith.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeSetTest {

    @ParameterizedTest
    @CsvSource({
        "chat:read, chat:read, true",
        "chat:read, chat:write, false",
        "chat:*, chat:read, true",
        "chat:*, chat:*, true",
        "chat:read, chat:*, false",
        "chat:*, chatter:read, false",
        "*, chat:read, true",
        "*, chat:*, true",
        "*, *, true",
        "chat:*, *, false",
        "*, owners:any, false",
        "owners:*, owners:any, false",
        "owners:any, owners:any, true",
        "owners:any, *, false",
        "'* owners:any', 'chat:read owners:any', true",
        "'chat:read node:*', 'chat:read node:start', true",
        "'chat:read node:*', 'chat:read dataset:read', false",
        "'', chat:read, false",
        "chat:read, '', true",
    })
    void coversWhatItImplies(String own, String needed, boolean covered) {
        assertThat(ScopeSet.parse(own).coversAll(ScopeSet.parse(needed))).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chat",
                "chat:",
                ":read",
                "chat:read:all",
                "Chat:read",
                "chat:re ad",
                "**",
                "*:read",
                "chat:r*",
                "chat:\"",
                "chat:read\n",
                "1chat:read",
                "abcdefghijklmnopqrstuvwxyz0123456789:read"
            })
    void otherTextsAreNoScopes(String text) {
        assertThat(Scope.parse(text)).isEmpty();
    }

    @Test
    void textIsSortedAndReadsBack() {
        ScopeSet scopes = ScopeSet.parse("node:* chat:write chat:read");
        assertThat(scopes).hasToString("chat:read chat:write node:*");
        assertThat(ScopeSet.parse(scopes.toString())).isEqualTo(scopes);
    }
}
