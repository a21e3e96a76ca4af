package org.assent.authorization.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("TH-15")
class AddressPolicyTest {

    private static final AddressPolicy STRICT = AddressPolicy.of(List.of(), Set.of(8201));
    private static final AddressPolicy EVERYTHING = AddressPolicy.of(List.of("0.0.0.0/0", "::/0"), Set.of(8201));

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.10", "8.8.8.8", "172.32.0.1", "2001:db8::1", "2606:4700::1111"})
    void shouldPermitPublicAddresses(String address) throws Exception {
        assertThat(STRICT.permits(InetAddress.getByName(address), 443)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.100.100.200",
                "::1",
                "fd12:3456::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1"
            })
    void shouldPermitPrivateAddressesOnlyWhenListed(String address) throws Exception {
        InetAddress private_ = InetAddress.getByName(address);

        assertThat(STRICT.permits(private_, 443)).isFalse();
        assertThat(EVERYTHING.permits(private_, 443)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "169.254.169.254",
                "224.0.0.1",
                "255.255.255.255",
                "192.0.0.192",
                "::",
                "fe80::1",
                "ff02::1",
                "fd00:ec2::254",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "::ffff:169.254.169.254"
            })
    void shouldNeverPermitLinkLocalMulticastMetadataOrDisguisedAddresses(String address) throws Exception {
        assertThat(EVERYTHING.permits(InetAddress.getByName(address), 443)).isFalse();
    }

    @Test
    void shouldNotPermitItself() {
        assertThat(EVERYTHING.permits(InetAddress.getLoopbackAddress(), 8201)).isFalse();
        assertThat(EVERYTHING.permits(InetAddress.getLoopbackAddress(), 8202)).isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoRange() {
        for (String text : List.of("10.0.0.0", "10.0.0.0/33", "example.org/8", "/8", "10.0.0.0/-1")) {
            assertThatThrownBy(() -> AddressPolicy.of(List.of(text), Set.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
