package dev.keysmith.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"node_operator", "Node-Operator", "NODE OPERATOR", " node-operator "})
    void spellingsAreOneRole(String text) {
        assertThat(RoleName.parse(text)).contains(new RoleName("node_operator"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1role", "role!", "rôle", "a\"b"})
    void otherTextsAreNoRoles(String text) {
        assertThat(RoleName.parse(text)).isEmpty();
    }
}
