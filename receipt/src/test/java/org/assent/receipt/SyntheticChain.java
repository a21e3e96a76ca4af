package org.assent.receipt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.chain.BlockId;
import org.assent.receipt.chain.Commit;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.Header;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.SignBytes;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;
import org.assent.receipt.chain.Validator;
import org.assent.receipt.chain.ValidatorChange;
import org.assent.receipt.chain.ValidatorSet;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A chain whose validators we are: any header can be made final. The validators change once, after height {@value #CHANGE}: the
 * last one leaves, another comes.
 */
final class SyntheticChain {

    /** The last height that the first validators decide. */
    static final long CHANGE = 20;

    static final String CHAIN_ID = "assent-vectors";

    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private final List<String> first;
    private final List<String> second;
    private final Map<Bytes32, Ed25519PrivateKeyParameters> keys;

    SyntheticChain(int validators) {
        first = IntStream.range(0, validators).mapToObj(i -> "validator " + i).toList();
        second = IntStream.range(1, validators + 1)
                .mapToObj(i -> "validator " + i)
                .toList();
        keys = IntStream.rangeClosed(0, validators)
                .mapToObj(i -> TestKeys.validator("validator " + i))
                .collect(Collectors.toMap(SyntheticChain::publicKey, key -> key));
    }

    private static Bytes32 publicKey(Ed25519PrivateKeyParameters key) {
        return Bytes32.of(key.generatePublicKey().getEncoded());
    }

    ValidatorSet validatorsAt(long height) {
        return ValidatorSet.of((height <= CHANGE ? first : second)
                .stream()
                        .map(name -> new Validator(publicKey(TestKeys.validator(name)), 10))
                        .toList());
    }

    /** As CometBFT has it. */
    byte[] genesisJson() {
        String validators = first.stream()
                .map(name -> publicKey(TestKeys.validator(name)))
                .map(key -> """
                            {
                              "pub_key": {"type": "tendermint/PubKeyEd25519", "value": "%s"},
                              "power": "10",
                              "name": ""
                            }""".formatted(Base64.getEncoder().encodeToString(key.toByteArray())))
                .collect(Collectors.joining(",\n"));
        return """
                {
                  "genesis_time": "%s",
                  "chain_id": "%s",
                  "initial_height": "1",
                  "validators": [
                %s
                  ],
                  "app_hash": "",
                  "app_state": {"accreditors": ["%s"], "staleness_bound_seconds": 30, "threshold": 1}
                }
                """.formatted(
                        BEGIN,
                        CHAIN_ID,
                        validators.indent(4).stripTrailing(),
                        TestKeys.signer("accreditor").publicKey().toHex())
                .getBytes(StandardCharsets.UTF_8);
    }

    TrustFile trust() {
        Header header = header(CHANGE, TestKeys.bytes("state at the change"));
        return new TrustFile(
                CHAIN_ID,
                List.of(new ValidatorChange(header, commit(header, validatorsAt(CHANGE)), validatorsAt(CHANGE + 1))));
    }

    TrustedChain trusted() {
        try {
            return TrustedChain.of(GenesisFile.read(genesisJson()), trust());
        } catch (MalformedBytes | NotProven e) {
            throw new IllegalStateException(e);
        }
    }

    static Instant time(long height) {
        return BEGIN.plusSeconds(height);
    }

    Header header(long height, Bytes32 appHash) {
        return new Header(
                new Header.Version(11, 1),
                CHAIN_ID,
                height,
                time(height),
                new BlockId(hash("block " + (height - 1)), new BlockId.Parts(1, hash("parts " + (height - 1)))),
                hash("last commit " + height),
                hash("data " + height),
                bytes(validatorsAt(height).hash()),
                bytes(validatorsAt(height + 1).hash()),
                hash("consensus parameters"),
                bytes(appHash),
                hash("results " + height),
                hash("evidence " + height),
                validatorsAt(height).validators().getFirst().address());
    }

    /** All of a set vote. */
    Commit commit(Header header, ValidatorSet set) {
        BlockId.Parts parts = new BlockId.Parts(1, hash("parts " + header.height()));
        List<Commit.Vote> votes = new ArrayList<>();
        for (int i = 0; i < set.validators().size(); i++) {
            Instant at = header.time().plusMillis(100L + i);
            byte[] message = SignBytes.of(header, 0, parts, at);
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, keys.get(set.validators().get(i).key()));
            signer.update(message, 0, message.length);
            votes.add(new Commit.Vote(i, at, Bytes.of(signer.generateSignature())));
        }
        return new Commit(0, parts, votes);
    }

    private static Bytes hash(String name) {
        return bytes(TestKeys.bytes(name));
    }

    static Bytes bytes(Bytes32 hash) {
        return Bytes.of(hash.toByteArray());
    }
}
