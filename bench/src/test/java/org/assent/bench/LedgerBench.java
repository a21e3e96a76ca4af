package org.assent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./assent bench ledger}: every figure of the ledger. Exit code 0 when all could be measured, 3 when one could not; whether
 * a bound holds is for whoever reads them, since it depends on the machine.
 */
public final class LedgerBench {

    private static final int NOT_ALL = 3;

    private LedgerBench() {}

    /** Arguments: {@code [--json FILE] [--only NAME]... [--quick]}. */
    public static void main(String[] arguments) throws IOException {
        @Nullable Path json = null;
        boolean quick = false;
        List<String> only = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--json" -> json = Path.of(value(arguments, ++i));
                case "--only" -> only.add(value(arguments, ++i));
                default -> {
                    System.err.println("bench ledger knows --json FILE, --only NAME and --quick, not: " + arguments[i]);
                    System.exit(2);
                }
            }
        }
        System.exit(run(measures(quick ? 10 : 1), only, json));
    }

    private static String value(String[] arguments, int at) {
        if (at == arguments.length) {
            System.err.println(arguments[at - 1] + " needs a value");
            System.exit(2);
        }
        return arguments[at];
    }

    private static List<Measure> measures(int lessBy) {
        return List.of(
                new Throughput(20_000 / lessBy, 300 / lessBy),
                new Finality(1, 300 / lessBy, "submit-to-final-1-node-p50-ms", "at most 15"),
                new Finality(4, 200 / lessBy, "submit-to-final-4-validators-p50-ms", "at most 100"),
                new Decisions(200_000 / lessBy),
                new Receipts(2_000 / lessBy),
                new TreeGrowth(lessBy == 1 ? 10_000_000 : 200_000));
    }

    private static int run(List<Measure> measures, List<String> only, @Nullable Path json) throws IOException {
        List<String> lines = new ArrayList<>();
        int result = 0;
        for (Measure measure : measures) {
            if (!only.isEmpty() && measure.names().stream().noneMatch(only::contains)) {
                continue;
            }
            System.err.println("measuring " + String.join(", ", measure.names()));
            try {
                for (Figure figure : measure.run()) {
                    System.out.println(figure.line());
                    lines.add(figure.json());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return NOT_ALL;
            } catch (Exception e) {
                System.err.println("could not measure " + String.join(", ", measure.names()) + ": " + e);
                result = NOT_ALL;
            }
        }
        if (json != null) {
            Files.write(json, lines);
        }
        return result;
    }
}
