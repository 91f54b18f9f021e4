package dev.keysmith.functions.ledger.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x.json",
                "/x.json",
                "../x.json",
                "dead-letters/..",
                "dead-letters/../x.json",
                "dead-letters/./x.json",
                "dead-letters//etc/x.json",
                "dead-letters/.hidden",
                "dead-letters/a/b.json",
                "dead-letters/a\\b.json",
                "dead-letters/a\u0000.json",
                "dead-letters/a.json\n",
                "dead-letters/"
            })
    void textThatLeadsElsewhereIsNoName(String text) {
        assertThat(ObjectName.parse(text)).isEmpty();
        assertThatThrownBy(() -> new ObjectName(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nameHasAFolderAndAFile() {
        ObjectName name = new ObjectName("dead-letters/0049.json");

        assertThat(name.folder()).isEqualTo("dead-letters");
        assertThat(name.file()).isEqualTo("0049.json");
        assertThat(ObjectName.in("dead-letters", "0049.json")).isEqualTo(name);
    }
}
