package dev.keysmith.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "192.0.2.200, 192.0.2.200",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8::1, 2001:db8::1",
        "2001:0DB8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "fe80::0:1:2, fe80::1:2",
        // The longer run of zeros, the first of equal ones, and never a single group (RFC 5952 section 4.2).
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
        "::192.0.2.1, ::c000:201",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::FFFF:c000:201, 192.0.2.1",
        "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
        "::ffff:0:0, 0.0.0.0",
    })
    void literalHasOneCanonicalForm(String text, String canonical) {
        IpAddress address = IpAddress.parse(text).orElseThrow();

        assertThat(address)
                .hasToString(canonical)
                .isEqualTo(IpAddress.parse(canonical).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "localhost",
                "example.com",
                "test-invoke-source-ip",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.256",
                "1.2.3.1000",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.00",
                "010.0.0.1",
                "0x7f.0.0.1",
                "0x7f000001",
                "2130706433",
                "127.1",
                "1.2.3.-4",
                "+1.2.3.4",
                " 1.2.3.4",
                "1.2.3.4 ",
                "1.2.3.4\n",
                "1.2.3.4,5.6.7.8",
                "1.2.3.4:80",
                "1.2.3.4/32",
                "١.٢.٣.٤",
                "：：1",
                ":",
                ":::",
                "::1::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "00001::",
                "::fffff",
                "::g",
                "::1%eth0",
                "fe80::1%1",
                "[::1]",
                "::1/128",
                "::ffff:1.2.3",
                "::ffff:01.2.3.4",
                "::ffff:1.2.3.256",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::0x1",
            })
    void whatIsNoLiteralIsNone(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void hugeTextIsNone() {
        assertThat(IpAddress.parse("1.".repeat(100_000))).isEmpty();
        assertThat(IpAddress.parse("1:".repeat(100_000))).isEmpty();
        assertThat(IpAddress.parse("9".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2::",
        "2001:db8:1:2:3:4:5:6, 128, 2001:db8:1:2:3:4:5:6",
        "2001:db8:1:2:3:4:5:ffff, 127, 2001:db8:1:2:3:4:5:fffe",
        "ffff:ffff:ffff:ffff:ffff::, 65, ffff:ffff:ffff:ffff:8000::",
        "ffff:ffff:ffff:ffff:ffff::, 63, ffff:ffff:ffff:fffe::",
        "ffff:ffff::, 1, 8000::",
        "ffff::1, 0, ::",
        "192.0.2.255, 32, 192.0.2.255",
        "192.0.2.255, 31, 192.0.2.254",
        "192.0.2.255, 24, 192.0.2.0",
        "255.255.255.255, 1, 128.0.0.0",
        "192.0.2.255, 0, 0.0.0.0",
    })
    void prefixIsTheFirstAddressOfTheNetwork(String address, int length, String first) {
        assertThat(IpAddress.parse(address).orElseThrow().prefix(length)).hasToString(first);
    }

    @Test
    void prefixLongerThanTheAddressOrNegativeIsRefused() {
        IpAddress four = IpAddress.parse("192.0.2.1").orElseThrow();
        IpAddress six = IpAddress.parse("2001:db8::1").orElseThrow();

        assertThatThrownBy(() -> four.prefix(33)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> six.prefix(129)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> six.prefix(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neitherIpv4NorIpv6IsRefused() {
        assertThatThrownBy(() -> new IpAddress(64, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IpAddress(32, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IpAddress(32, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
