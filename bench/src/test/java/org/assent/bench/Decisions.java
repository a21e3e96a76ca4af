package org.assent.bench;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.custody.testing.FakeLedger;
import org.assent.custody.testing.TestSite;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.decision.terms.Period;
import org.assent.testsupport.FixedClock;

/** A decision of a source about another organization's request, everything warm: what stands before each retrieval. */
record Decisions(int samples) implements Measure {

    private static final String MEDIAN = "decision-p50-us";
    private static final String TAIL = "decision-p99-us";
    private static final int PATIENTS = 200;

    @Override
    public List<String> names() {
        return List.of(MEDIAN, TAIL);
    }

    @Override
    public List<Figure> run() throws Exception {
        FixedClock clock = FixedClock.at(Instant.parse("2026-03-01T12:00:00Z"));
        FakeLedger ledger = new FakeLedger(clock);
        try (Scratch scratch = Scratch.create();
                TestSite north = new TestSite("north", scratch.folder(), ledger, clock);
                TestSite south = new TestSite("south", scratch.folder(), ledger, clock)) {
            for (int i = 0; i < PATIENTS; i++) {
                north.storeAndRegister("2.25." + (i + 1), "p" + i);
                north.custody()
                        .consents()
                        .record(
                                TestSite.submission(
                                        "c" + i,
                                        "patient-p" + i,
                                        TestSite.permit(Set.of(south.organization()), Set.of(), Period.ALWAYS),
                                        Set.of(south.organization())),
                                TestSite.WAIT);
            }
            Requester clinician = south.clinician();
            long[] nanos = new long[samples];
            int permitted = 0;
            for (int i = -samples / 2; i < samples; i++) {
                String uid = "2.25." + (1 + Math.floorMod(i * 31, PATIENTS));
                long began = System.nanoTime();
                AccessDecision decision = north.custody().decisions().decide(clinician, uid, Operation.RETRIEVE);
                long took = System.nanoTime() - began;
                permitted += decision instanceof AccessDecision.Permit ? 1 : 0;
                if (i >= 0) {
                    nanos[i] = took;
                }
            }
            if (permitted != samples + samples / 2) {
                throw new IllegalStateException("only " + permitted + " decisions permitted");
            }
            Quantiles quantiles = Quantiles.of(nanos);
            String conditions =
                    samples + " permits over " + PATIENTS + " patients of one source, state warm, one thread";
            return List.of(
                    new Figure(MEDIAN, "us", quantiles.at(0.5) / 1e3, Optional.empty(), "at most 20", conditions),
                    new Figure(TAIL, "us", quantiles.at(0.99) / 1e3, Optional.empty(), "at most 200", conditions));
        }
    }
}
