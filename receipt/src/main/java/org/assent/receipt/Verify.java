package org.assent.receipt;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;
import org.jspecify.annotations.Nullable;

/** {@code assent verify}: says of receipts, without any network, what they prove. */
public final class Verify {

    static final int VALID = 0;
    static final int NOT_VALID = 1;
    static final int USAGE = 2;

    private static final String HELP = """
            ./assent verify RECEIPT... --genesis FILE --trust FILE

            Says what receipts prove, from the network's genesis file and its trust.json alone; no network, no site is asked.

              --genesis FILE   the network's genesis file, from somebody you believe
              --trust FILE     the network's trust.json, from anybody: it is proven from the genesis file

            Of each receipt it says whether the permission was in force, whether the source signed that it decided so, whether
            the decision follows from all consents, and what stays trust. A step that failed is named.

            Exit code: 0 all are valid, 1 at least one is not or cannot be believed, since the genesis file or trust.json is not
            what it should be, 2 wrong use or a file that cannot be read.
            """;

    private Verify() {}

    /** Arguments as {@code --help} says. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        List<Path> receipts = new ArrayList<>();
        @Nullable Path genesis = null;
        @Nullable Path trust = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "-h", "--help" -> {
                    out.print(HELP);
                    return VALID;
                }
                case "--genesis", "--trust" -> {
                    if (++i == arguments.size()) {
                        return usage(err, argument + " needs a file");
                    }
                    if (argument.equals("--genesis")) {
                        genesis = Path.of(arguments.get(i));
                    } else {
                        trust = Path.of(arguments.get(i));
                    }
                }
                default -> {
                    if (argument.startsWith("-")) {
                        return usage(err, "there is no option " + argument);
                    }
                    receipts.add(Path.of(argument));
                }
            }
        }
        if (receipts.isEmpty() || genesis == null || trust == null) {
            return usage(err, "needs at least one receipt, --genesis and --trust");
        }
        return verify(receipts, genesis, trust, out, err);
    }

    private static int verify(List<Path> receipts, Path genesis, Path trust, PrintStream out, PrintStream err) {
        ReceiptVerifier verifier;
        Path reading = genesis;
        try {
            GenesisFile genesisFile = GenesisFile.read(BoundedFile.read(genesis, GenesisFile.MAX_LENGTH));
            reading = trust;
            verifier = new ReceiptVerifier(
                    TrustedChain.of(genesisFile, TrustFile.decode(BoundedFile.read(trust, TrustFile.MAX_LENGTH))));
        } catch (MalformedBytes e) {
            return notBelieved(reading, "The file " + e.getMessage() + ".", out);
        } catch (NotProven e) {
            return notBelieved(reading, "Failed at \"" + Step.TRUST.words() + "\": " + e.getMessage() + ".", out);
        } catch (IOException e) {
            return usage(err, "cannot read " + reading);
        }
        int result = VALID;
        for (Path receipt : receipts) {
            byte[] text;
            try {
                text = BoundedFile.read(receipt, Receipt.MAX_LENGTH);
            } catch (IOException e) {
                return usage(err, "cannot read " + receipt);
            }
            Verdict verdict = verifier.verify(text);
            print(receipt, verdict, out);
            result = verdict.valid() ? result : NOT_VALID;
        }
        return result;
    }

    private static void print(Path file, Verdict verdict, PrintStream out) {
        out.println(file + ": " + (verdict.valid() ? "VALID" : "NOT VALID"));
        print("The permission was in force", verdict.permission(), out);
        print("The source signed that it decided so", verdict.signed(), out);
        print("The decision follows from all consents", verdict.recomputed(), out);
        if (!verdict.trust().isEmpty()) {
            out.println("  What stays trust:");
            verdict.trust().forEach(sentence -> out.println("    - " + sentence));
        }
    }

    private static void print(String claim, Finding finding, PrintStream out) {
        switch (finding) {
            case Finding.Holds holds -> out.println("  holds      " + claim + ". " + holds.words());
            case Finding.Fails fails ->
                out.println("  fails      " + claim + ". Failed at \""
                        + fails.step().words() + "\": " + fails.words() + ".");
            case Finding.NotShown notShown -> out.println("  not shown  " + claim + ". " + notShown.words());
        }
    }

    private static int notBelieved(Path file, String why, PrintStream out) {
        out.println(file + ": NOT VALID, so no receipt can be believed");
        out.println("  " + why);
        return NOT_VALID;
    }

    private static int usage(PrintStream err, String what) {
        err.println("assent: verify " + what);
        err.println("Try: ./assent help verify");
        return USAGE;
    }
}
