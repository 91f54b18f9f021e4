package dev.keysmith.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedNetworksTest {

    @Test
    void withoutNetworksAnyAddressIsAllowedAlsoOneThatNobodyKnows() {
        assertThat(AllowedNetworks.ANY.allow(Optional.of("192.0.2.1"))).isTrue();
        assertThat(AllowedNetworks.ANY.allow(Optional.of("-"))).isTrue();
        assertThat(AllowedNetworks.ANY.allow(Optional.empty())).isTrue();
    }

    @Test
    void addressInOneOfTheNetworksIsAllowed() {
        AllowedNetworks networks = networks("10.0.0.0/8 2001:db8::/32");

        assertThat(networks.allow(Optional.of("10.1.2.3"))).isTrue();
        assertThat(networks.allow(Optional.of("::ffff:10.1.2.3"))).isTrue();
        assertThat(networks.allow(Optional.of("2001:DB8::1"))).isTrue();
        assertThat(networks.allow(Optional.of("192.0.2.1"))).isFalse();
        assertThat(networks.allow(Optional.of("2001:db9::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "unknown", "10.0.0.1 ", "10.0.0.1, 10.0.0.1", "10.0.0.01", "::1%1"})
    void addressThatCannotBeReadIsNotAllowedByAnyNetwork(String address) {
        AllowedNetworks everything = networks("0.0.0.0/0 ::/0");

        assertThat(everything.allow(Optional.of("10.0.0.1"))).isTrue();
        assertThat(everything.allow(Optional.of(address))).isFalse();
        assertThat(everything.allow(Optional.empty())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8, true",
        "10.1.0.0/16 10.2.0.0/16, 10.0.0.0/8, true",
        "10.1.0.0/16 192.0.2.0/24, 10.0.0.0/8, false",
        "10.1.0.0/16 192.0.2.0/24, 192.0.2.0/24 10.0.0.0/8, true",
        "0.0.0.0/0 ::/0, 0.0.0.0/0, false",
        // Two halves are not seen to be a whole: refused, and to be asked for as they are.
        "10.0.0.0/8, 10.0.0.0/9 10.128.0.0/9, false",
    })
    void eachNetworkIsWithinOneOfTheOthers(String networks, String others, boolean areWithin) {
        assertThat(networks(networks).areWithin(networks(others))).isEqualTo(areWithin);
    }

    @Test
    void anyAddressIsMoreThanAllNetworks() {
        AllowedNetworks everything = networks("0.0.0.0/0 ::/0");

        assertThat(everything.areWithin(AllowedNetworks.ANY)).isTrue();
        assertThat(AllowedNetworks.ANY.areWithin(AllowedNetworks.ANY)).isTrue();
        assertThat(AllowedNetworks.ANY.areWithin(everything)).isFalse();
    }

    @Test
    void textsReadBackAsTheyWere() {
        AllowedNetworks networks = networks("10.0.0.0/8 2001:db8::/32");

        assertThat(networks).hasToString("10.0.0.0/8 2001:db8::/32");
        assertThat(networks.texts()).containsExactly("10.0.0.0/8", "2001:db8::/32");
        assertThat(AllowedNetworks.ANY.texts()).isEmpty();
    }

    @Test
    void textsThatAreNoNetworksAreNeverAnyAddress() {
        assertThatThrownBy(() -> AllowedNetworks.parse(Stream.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> networks("10.0.0.0/8 nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AllowedNetworks.parse(Stream.of(""))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moreThanTwentyAreRefused() {
        assertThat(AllowedNetworks.parse(many(20)).networks()).hasSize(20);
        assertThatThrownBy(() -> AllowedNetworks.parse(many(21))).isInstanceOf(IllegalArgumentException.class);
    }

    private static AllowedNetworks networks(String texts) {
        return AllowedNetworks.parse(Stream.of(texts.split(" ")));
    }

    private static Stream<String> many(int count) {
        return IntStream.range(0, count).mapToObj("10.%d.0.0/16"::formatted);
    }
}
