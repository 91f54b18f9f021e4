package dev.keysmith.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 0.0.0.0/0",
        "10.0.0.0/8, 10.0.0.0/8",
        "192.0.2.7/32, 192.0.2.7/32",
        "128.0.0.0/1, 128.0.0.0/1",
        "::/0, ::/0",
        "2001:DB8:0::/32, 2001:db8::/32",
        "2001:db8::1/128, 2001:db8::1/128",
        "::ffff:192.0.2.0/120, 192.0.2.0/24",
        "::ffff:c000:207/128, 192.0.2.7/32",
        "::ffff:0:0/96, 0.0.0.0/0",
        "::/96, ::/96",
    })
    void networkHasOneCanonicalForm(String text, String canonical) {
        Network network = Network.parse(text).orElseThrow();

        assertThat(network)
                .hasToString(canonical)
                .isEqualTo(Network.parse(canonical).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "::1",
                "10.0.0.0/",
                "/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/8 ",
                " 10.0.0.0/8",
                "10.0.0.0 /8",
                "10.0.0.0/ 8",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0/0x8",
                "10.0.0.0/٨",
                "10.0.0.0/999",
                "10.0.0.0/99999999999",
                "10/8",
                "10.0.0/8",
                "010.0.0.0/8",
                "0xa.0.0.0/8",
                "10.0.0.1/8",
                "10.128.0.0/8",
                "0.0.0.1/0",
                "192.0.2.1/31",
                "::/129",
                "2001:db8::1/64",
                "2001:db8::/28",
                "::1/127",
                "fe80::%1/64",
                "::ffff:192.0.2.0/24",
                "::ffff:192.0.2.0/118",
                "::ffff:0:0/95",
                "::ffff:0:0/0",
                "::ffff:192.0.2.0/129",
                "localhost/8",
                "*",
            })
    void whatIsNoNetworkIsNone(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void hugeTextIsNone() {
        assertThat(Network.parse("10.0.0.0/" + "8".repeat(100_000))).isEmpty();
        assertThat(Network.parse("/".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, true",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 9.255.255.255, false",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.7/32, 192.0.2.7, true",
        "192.0.2.7/32, 192.0.2.6, false",
        "192.0.2.6/31, 192.0.2.7, true",
        "192.0.2.6/31, 192.0.2.8, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "0.0.0.0/0, ::ffff:10.0.0.1, true",
        "10.0.0.0/8, ::ffff:10.0.0.1, true",
        "::ffff:10.0.0.0/104, 10.0.0.1, true",
        "::/0, ffff::1, true",
        "::/0, 10.0.0.1, false",
        "::/0, ::ffff:10.0.0.1, false",
        "a00::/8, 10.0.0.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false",
        "2001:db8::/65, 2001:db8::7fff:ffff:ffff:ffff, true",
        "2001:db8::/65, 2001:db8::8000:0:0:0, false",
        "2001:db8::1/128, 2001:db8::1, true",
        "2001:db8::1/128, 2001:db8::2, false",
    })
    void addressIsInTheNetworkOfItsPrefix(String network, String address, boolean isIn) {
        assertThat(Network.parse(network)
                        .orElseThrow()
                        .contains(IpAddress.parse(address).orElseThrow()))
                .isEqualTo(isIn);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8, true, true",
        "10.0.0.0/8, 10.1.0.0/16, true, true",
        "10.1.0.0/16, 10.0.0.0/8, false, true",
        "10.0.0.0/16, 10.0.0.0/8, false, true",
        "10.0.0.0/9, 10.128.0.0/9, false, false",
        "0.0.0.0/0, 192.0.2.7/32, true, true",
        "0.0.0.0/0, ::/0, false, false",
        "::/0, 10.0.0.0/8, false, false",
        "2001:db8::/32, 2001:db8:1::/48, true, true",
        "2001:db8::/32, 2001:db9::/48, false, false",
    })
    void networkHoldsWhatIsWithinIt(String network, String other, boolean isWithin, boolean overlaps) {
        Network one = Network.parse(network).orElseThrow();
        Network two = Network.parse(other).orElseThrow();

        assertThat(one.containsAll(two)).isEqualTo(isWithin);
        assertThat(one.overlaps(two)).isEqualTo(overlaps);
        assertThat(two.overlaps(one)).isEqualTo(overlaps);
    }

    @Test
    void bitAfterThePrefixIsRefused() {
        IpAddress address = IpAddress.parse("10.0.0.1").orElseThrow();
        assertThatThrownBy(() -> new Network(address, 31)).isInstanceOf(IllegalArgumentException.class);
    }
}
