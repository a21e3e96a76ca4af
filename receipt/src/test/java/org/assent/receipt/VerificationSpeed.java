package org.assent.receipt;

import java.lang.management.ManagementFactory;

/** How long a verification takes: a figure for the records, asserted nowhere. Run {@link #main}. */
final class VerificationSpeed {

    private VerificationSpeed() {}

    /** Of this thread, so that what else the machine does is not counted. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Prints microseconds of processor time with the header known and unknown. */
    public static void main(String[] arguments) {
        Ward ward = new Ward(new SyntheticChain(16), 2_000)
                .consent(Consented.to("south", "2.25.101"))
                .consent(Consented.to("west"));
        Receipt patient = ward.decide(Ward.treatment("south", "2.25.101"));
        for (Receipt receipt : new Receipt[] {ReceiptBuilder.recipient(patient), patient}) {
            byte[] text = ReceiptCodec.encode(receipt).toByteArray();
            ReceiptVerifier warm = ward.verifier();
            for (int round = 0; round < 3; round++) {
                long begin = cpu();
                for (int i = 0; i < 2_000; i++) {
                    if (!warm.verify(text).valid()) {
                        throw new IllegalStateException("a true receipt was refused");
                    }
                }
                long parsed = cpu();
                for (int i = 0; i < 2_000; i++) {
                    if (!warm.verify(receipt).valid()) {
                        throw new IllegalStateException("a true receipt was refused");
                    }
                }
                long end = cpu();
                ReceiptVerifier[] cold = new ReceiptVerifier[50];
                for (int i = 0; i < cold.length; i++) {
                    cold[i] = ward.verifier();
                }
                long unknown = cpu();
                for (ReceiptVerifier one : cold) {
                    if (!one.verify(text).valid()) {
                        throw new IllegalStateException("a true receipt was refused");
                    }
                }
                System.out.printf(
                        "%s: header known %d us with reading, %d us without; header unknown %d us%n",
                        receipt.view().text(),
                        (parsed - begin) / 2_000_000,
                        (end - parsed) / 2_000_000,
                        (cpu() - unknown) / 50_000);
            }
        }
    }
}
