package org.assent.ledger.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.FormatVectors;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.MerkleTree;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.StudyLeaf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L5")
class CommitmentTest {

    @Test
    void shouldGiveUnlinkableCommitmentsWhenSaltsDiffer() {
        Salt salt = Salt.random(new SecureRandom());
        Salt other = Salt.random(new SecureRandom());
        assertThat(salt).isNotEqualTo(other);
        assertThat(StudyOpening.study(salt, "1.2.3")).isNotEqualTo(StudyOpening.study(other, "1.2.3"));
    }

    @Test
    void shouldOpenOnlyItsOwnLeafWhenAStudyIsOpened() {
        StudyOpening opening = FormatVectors.STUDY_OPENING;
        StudyLeaf leaf = new StudyLeaf(FormatVectors.ORGANIZATION, opening.commitment(), 1, false);
        assertThat(opening.opens(leaf)).isTrue();
        assertThat(new StudyOpening(FormatVectors.SALT, "1.2.3", FormatVectors.SUBJECT, FormatVectors.MANIFEST_ROOT)
                        .opens(leaf))
                .isFalse();
        assertThat(new StudyOpening(
                                FormatVectors.SALT,
                                FormatVectors.STUDY_INSTANCE_UID,
                                FormatVectors.SUBJECT,
                                FormatVectors.sha("other"))
                        .opens(leaf))
                .isFalse();
    }

    @Test
    void shouldOpenOnlyItsOwnEntryWhenTermsAreOpened() {
        TermsOpening opening = FormatVectors.TERMS_OPENING;
        OpenConsent entry =
                new OpenConsent(opening.consent(), opening.sequence(), opening.commitment(), Authority.CUSTODIAN);
        assertThat(opening.opens(entry)).isTrue();
        assertThat(with(opening, 8, opening.terms()).opens(entry)).isFalse();
        assertThat(with(opening, opening.sequence(), Bytes.EMPTY).opens(entry)).isFalse();
        assertThat(opening.opens(new OpenConsent(
                        FormatVectors.consent(1), opening.sequence(), opening.commitment(), Authority.CUSTODIAN)))
                .isFalse();
    }

    @Test
    void shouldTellNothingWhenPrinted() {
        String salt = FormatVectors.SALT.toBytes32().toHex();
        assertThat(FormatVectors.SALT.toString()).doesNotContain(salt.substring(0, 6));
        assertThat(FormatVectors.STUDY_OPENING.toString())
                .doesNotContain(FormatVectors.STUDY_INSTANCE_UID)
                .doesNotContain(salt.substring(0, 6));
        assertThat(FormatVectors.TERMS_OPENING.toString()).doesNotContain("736f6d65");
    }

    @Test
    void shouldChangeTheRootWhenAnythingOfAnInstanceChanges() {
        Bytes32 root = FormatVectors.MANIFEST_ROOT;
        ManifestEntry first = FormatVectors.MANIFEST.get(1);
        List<Bytes32> swapped = List.of(
                first.frames().get(1), first.frames().get(0), first.frames().get(2));
        List<ManifestEntry> changes = List.of(
                new ManifestEntry("1.2.3.9", first.transferSyntaxUid(), first.outsidePixelData(), first.frames()),
                new ManifestEntry(
                        first.sopInstanceUid(), "1.2.840.10008.1.2", first.outsidePixelData(), first.frames()),
                new ManifestEntry(
                        first.sopInstanceUid(), first.transferSyntaxUid(), FormatVectors.sha("x"), first.frames()),
                new ManifestEntry(first.sopInstanceUid(), first.transferSyntaxUid(), first.outsidePixelData(), swapped),
                new ManifestEntry(
                        first.sopInstanceUid(), first.transferSyntaxUid(), first.outsidePixelData(), List.of()));
        for (ManifestEntry change : changes) {
            List<ManifestEntry> entries = new ArrayList<>(FormatVectors.MANIFEST);
            entries.set(1, change);
            assertThat(Manifest.root(FormatVectors.SALT, entries)).isNotEqualTo(root);
        }
        assertThat(Manifest.root(FormatVectors.SALT, FormatVectors.MANIFEST.reversed()))
                .isEqualTo(root);
        assertThatThrownBy(() -> Manifest.root(
                        FormatVectors.SALT, List.of(FormatVectors.MANIFEST.get(0), FormatVectors.MANIFEST.get(0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCheckOneFrameWithoutTheOthersWhenPathsAreGiven() {
        ManifestEntry entry = FormatVectors.MANIFEST.get(1);
        List<byte[]> frames = entry.frames().stream().map(Bytes32::toByteArray).toList();
        List<Bytes32> leaves = Manifest.leaves(FormatVectors.SALT, FormatVectors.MANIFEST);
        Bytes32 leaf = Manifest.leaf(Manifest.instanceSalt(FormatVectors.SALT, entry.sopInstanceUid()), entry);

        assertThat(MerkleTree.verifies(frames.get(2), 2, 3, MerkleTree.path(frames, 2), entry.framesRoot()))
                .isTrue();
        int index = leaves.indexOf(leaf);
        assertThat(MerkleTree.verifies(
                        leaf.toByteArray(),
                        index,
                        leaves.size(),
                        MerkleTree.path(
                                leaves.stream().map(Bytes32::toByteArray).toList(), index),
                        FormatVectors.MANIFEST_ROOT))
                .isTrue();
    }

    @Test
    void shouldRefuseWhenAUidIsEmptyTooLongOrHoldsSpaces() {
        for (String uid : List.of("", "1.2 3", "1.2\0", "1".repeat(65), "1.2.３")) {
            assertThatThrownBy(() -> StudyOpening.study(FormatVectors.SALT, uid))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static TermsOpening with(TermsOpening opening, long sequence, Bytes terms) {
        return new TermsOpening(opening.salt(), opening.subject(), opening.consent(), sequence, terms);
    }
}
