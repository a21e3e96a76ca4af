package org.assent.site.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assent.audit.cumulative.ProofCodec;
import org.assent.audit.cumulative.SubjectProof;
import org.assent.audit.cumulative.SubjectProofVerifier;
import org.assent.audit.cumulative.Verdict;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.BoundedFile;
import org.assent.receipt.chain.FinalHeader;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;
import org.assent.site.accesslog.KeptHead;
import org.assent.site.accesslog.LogWords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./assent verify-log}: checks offline that a proof shows all that a site's access log has of a patient. */
@Command(name = "verify-log")
public final class VerifyLogCommand implements Callable<Integer> {

    private static final int NOT_VALID = 1;
    private static final int USAGE = 2;
    private static final int MOST_PROOF = 64 << 20;

    @Parameters(index = "0")
    private Path proof = Path.of("");

    @Option(names = "--header", required = true)
    private Path header = Path.of("");

    @Option(names = "--genesis", required = true)
    private Path genesis = Path.of("");

    @Option(names = "--trust", required = true)
    private Path trust = Path.of("");

    @Option(names = "--kept")
    private @Nullable Path kept;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            return verify();
        } catch (NoSuchFileException e) {
            err().println("assent: there is no file " + e.getMessage());
        } catch (IOException e) {
            err().println("assent: " + e.getMessage());
        }
        return USAGE;
    }

    private int verify() throws IOException {
        Optional<KeptHead> earlier = kept == null ? Optional.empty() : KeptHead.read(kept);
        Path reading = proof;
        SubjectProof log;
        FinalHeader end;
        try {
            log = ProofCodec.decode(bytes(proof, MOST_PROOF));
            reading = genesis;
            GenesisFile genesisFile = GenesisFile.read(bytes(genesis, GenesisFile.MAX_LENGTH));
            reading = trust;
            TrustFile trustFile = TrustFile.decode(bytes(trust, TrustFile.MAX_LENGTH));
            reading = header;
            end = FinalHeader.decode(bytes(header, FinalHeader.MAX_LENGTH));
            TrustedChain.of(genesisFile, trustFile).check(end.header(), end.commit());
        } catch (MalformedBytes | NotProven e) {
            out().println(proof + ": NOT VALID");
            out().println("  " + reading + ": " + e.getMessage() + ".");
            return NOT_VALID;
        }
        if (earlier.isPresent() && !isOf(earlier.get(), log)) {
            err().println("assent: " + kept + " was kept of another log or of another patient");
            return USAGE;
        }
        SubjectProofVerifier verifier = new SubjectProofVerifier(height -> appHashAfter(end, height));
        Verdict verdict =
                earlier.map(before -> verifier.verify(log, before.seen())).orElseGet(() -> verifier.verify(log));
        out().println(proof + ": " + (verdict instanceof Verdict.Complete ? "COMPLETE" : "NOT VALID"));
        LogWords.of(log, end.header().time(), earlier, verdict).forEach(line -> out().println("  " + line));
        return switch (verdict) {
            case Verdict.Wrong wrong -> NOT_VALID;
            case Verdict.Complete complete -> {
                if (kept != null) {
                    new KeptHead(log.organization(), log.subject(), complete.seen()).write(kept);
                }
                yield 0;
            }
        };
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private static boolean isOf(KeptHead before, SubjectProof log) {
        return before.organization().equals(log.organization())
                && before.subject().equals(log.subject());
    }

    private static Optional<Bytes32> appHashAfter(FinalHeader end, long height) {
        return end.header().height() == height + 1
                ? Optional.of(Bytes32.of(end.header().appHash().toByteArray()))
                : Optional.empty();
    }

    private static byte[] bytes(Path file, int most) throws IOException {
        byte[] bytes = BoundedFile.read(file, most);
        if (bytes.length > most) {
            throw new IOException(file + " is longer than " + most + " bytes");
        }
        return bytes;
    }
}
