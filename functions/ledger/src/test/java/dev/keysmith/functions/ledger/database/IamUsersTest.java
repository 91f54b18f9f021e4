package dev.keysmith.functions.ledger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.functions.ledger.testing.TestLedger;
import dev.keysmith.functions.ledger.testing.TestPostgres;
import dev.keysmith.functions.ledger.testing.TestSecrets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users who are let in by IAM: members of the role that Amazon RDS has for them, and of no other. */
final class IamUsersTest {

    private final String suffix = UUID.randomUUID().toString().replace("-", "");
    private final String writer = "writer_" + suffix;
    private final String reader = "reader_" + suffix;
    private final TestLedger ledger =
            new TestLedger(Map.of("keysmith.database-writer-iam", writer, "keysmith.database-reader-iam", reader));

    @BeforeEach
    void beRds() {
        ledger.run("DO $$ BEGIN CREATE ROLE rds_iam; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void usersAreLetInByIamAndByNoPassword() {
        ledger.run("CREATE ROLE " + writer + " LOGIN PASSWORD 'of old'");

        ledger.get(DatabaseUsers.class).run();
        ledger.get(DatabaseUsers.class).run();

        for (String user : new String[] {writer, reader}) {
            assertThat(rolesOf(user)).isEqualTo("{rds_iam}");
            assertThat(ledger.rows("SELECT rolcanlogin, rolpassword FROM pg_authid WHERE rolname = '" + user + "'"))
                    .containsExactly("t|null");
            assertThat(ledger.rows("SELECT has_table_privilege('" + user + "', 'event', 'SELECT'),"
                            + " has_table_privilege('" + user + "', 'event', 'DELETE')"))
                    .containsExactly("t|f");
        }
    }

    @Test
    void memberOfAnythingElseIsNoUserOfTheLedger() {
        ledger.get(DatabaseUsers.class).run();
        ledger.run("GRANT pg_write_all_data TO " + reader);

        assertThatThrownBy(() -> ledger.get(DatabaseUsers.class).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(reader);
    }

    @Test
    void whoMayLetOthersInIsNoUserOfTheLedger() {
        ledger.get(DatabaseUsers.class).run();
        ledger.run("GRANT rds_iam TO " + writer + " WITH ADMIN OPTION");

        assertThatThrownBy(() -> ledger.get(DatabaseUsers.class).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(writer);
    }

    @Test
    void userThatGetsAPasswordIsLetInByIamNoMore() {
        ledger.get(DatabaseUsers.class).run();
        try (TestLedger passwords = new TestLedger(
                Map.of("keysmith.database-writer-secret", "database-writer", "keysmith.database-reader-iam", reader))) {
            passwords.shareDatabaseOf(ledger);
            String database = ledger.rows("SELECT current_database()").getFirst();
            passwords.get(TestSecrets.class).set("database-writer", TestPostgres.secret(database, writer, "new"));

            passwords.get(DatabaseUsers.class).run();
        }

        assertThat(rolesOf(writer)).isEqualTo("null");
        assertThat(rolesOf(reader)).isEqualTo("{rds_iam}");
        assertThat(ledger.rows("SELECT rolpassword IS NOT NULL FROM pg_authid WHERE rolname = '" + writer + "'"))
                .containsExactly("t");
    }

    private String rolesOf(String user) {
        return ledger.rows(
                        "SELECT array_agg(roleid::regrole) FROM pg_auth_members WHERE member = '" + user + "'::regrole")
                .getFirst();
    }
}
