package dev.keysmith.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Base62Test {

    @Test
    void encodesMostSignificantDigitFirstAndPads() {
        assertThat(Base62.encode(0, 3)).isEqualTo("000");
        assertThat(Base62.encode(61, 3)).isEqualTo("00z");
        assertThat(Base62.encode(62, 3)).isEqualTo("010");
        assertThat(Base62.encode(BigInteger.valueOf(62 * 62 - 1).toByteArray(), 3))
                .isEqualTo("0zz");
    }

    @Test
    void largestSecretAndChecksumFitTheirFields() {
        byte[] largest = new byte[32];
        Arrays.fill(largest, (byte) 0xff);
        assertThat(Base62.encode(largest, 43)).hasSize(43);
        assertThat(Base62.encode(0xffff_ffffL, 6)).hasSize(6);
    }

    @Test
    void numberThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Base62.encode(62, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
