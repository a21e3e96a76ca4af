package org.assent.dicomweb.stow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.RequestContext;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.io.DicomFile.Preamble;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.http.Handler;
import org.assent.dicomweb.multipart.MalformedMultipartException;
import org.assent.dicomweb.multipart.MultipartReader;
import org.assent.dicomweb.origin.archive.Archive;
import org.assent.dicomweb.origin.archive.StagedInstance;
import org.assent.dicomweb.origin.archive.Staging;
import org.assent.dicomweb.origin.archive.StoreOutcome;

/**
 * Store Transaction, PS3.18 §10.5. Thread-safe.
 *
 * <p>A request whose body breaks off or is not well formed stores nothing. Of a whole one each instance is stored or not by
 * itself, durably and in the index before the answer, which says of each what became of it.
 */
public final class StoreHandler implements Handler {

    private static final int MAX_WARNINGS = 10;
    private static final int MAX_LOGGED_STUDIES = 8;
    private static final List<String> TYPES = List.of("application/dicom+json", "application/json");

    private final boolean toOneStudy;
    private final Archive archive;
    private final StoreLimits limits;
    private final AccessLog log;
    private final Runnable stored;

    /**
     * Makes the handler of one of the two resources.
     *
     * @param toOneStudy whether the path names the study
     * @param stored called after something was stored, to have it registered
     */
    public StoreHandler(boolean toOneStudy, Archive archive, StoreLimits limits, AccessLog log, Runnable stored) {
        this.toOneStudy = toOneStudy;
        this.archive = archive;
        this.limits = limits;
        this.log = log;
        this.stored = stored;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Optional<String> study = toOneStudy ? Optional.of(exchange.uid("study")) : Optional.empty();
        String type = exchange.accept()
                .chooseType(
                        TYPES, "The report of a store is given as application/dicom+json; dicom+xml is not supported.");
        StoreContent content = StoreContent.of(exchange.request(), limits);
        StoreReport report = new StoreReport(exchange.baseUrl());
        List<String> messages = new ArrayList<>();
        List<StagedInstance> staged = new ArrayList<>();
        boolean whole = false;
        try {
            stage(content, study, staged, report, messages);
            whole = true;
        } catch (MalformedMultipartException e) {
            throw StoreContent.problem(e);
        } finally {
            if (!whole) {
                archive.discard(staged);
            }
        }
        archive.store(staged).forEach((instance, outcome) -> report(instance, outcome, report, messages));
        record(exchange, report);
        answer(exchange, type, report, messages);
    }

    private void stage(
            StoreContent content,
            Optional<String> study,
            List<StagedInstance> staged,
            StoreReport report,
            List<String> messages)
            throws IOException {
        int number = 0;
        for (MultipartReader.Part part = content.next(); part != null; part = content.next()) {
            number++;
            if (!StoreContent.isInstance(part)) {
                report.notAnInstance(FailureReason.NOT_DICOM.code());
                messages.add("Part " + number + ": not application/dicom.");
                continue;
            }
            try {
                StagedInstance instance = archive.staging().stage(part.body());
                if (study.isPresent()
                        && !study.get().equals(instance.identity().study().value())) {
                    archive.discard(List.of(instance));
                    report.failed(instance.identity(), FailureReason.OTHER_STUDY);
                    messages.add("Part " + number + ": not of the study in the address.");
                    continue;
                }
                staged.add(instance);
                if (instance.preamble() == Preamble.NOT_ZERO) {
                    messages.add("Part " + number + ": its preamble is not zero; it may be of another format too.");
                }
            } catch (DicomParseException e) {
                report.notAnInstance(e.reason().failureReason());
                messages.add("Part " + number + ": " + e.getMessage());
            } catch (Staging.ArchiveFullException e) {
                report.notAnInstance(FailureReason.OUT_OF_RESOURCES.code());
                messages.add("Part " + number + ": the archive has no space; try again later.");
            }
        }
    }

    private static void report(
            StagedInstance instance, StoreOutcome outcome, StoreReport report, List<String> messages) {
        switch (outcome) {
            case STORED, ALREADY_STORED -> report.stored(instance.identity());
            case OTHER_BYTES_STORED -> {
                report.failed(instance.identity(), FailureReason.of(outcome));
                messages.add("An instance is stored with other content under the same SOPInstanceUID; that is kept.");
            }
            case OTHER_PATIENT -> {
                report.failed(instance.identity(), FailureReason.of(outcome));
                messages.add("An instance names another patient than the rest of its study.");
            }
            case ARCHIVE_FAILED -> {
                report.failed(instance.identity(), FailureReason.of(outcome));
                messages.add("An instance could not be written to the archive; try again later.");
            }
        }
    }

    private void record(Exchange exchange, StoreReport report) {
        if (report.storedCount() > 0) {
            stored.run();
        }
        log.event(new SecurityEvent(
                RequestContext.requestId(exchange.request()),
                SecurityEvent.Kind.RECORD_CREATED,
                report.storedCount() > 0,
                exchange.principal().actor(),
                Map.of(
                        "service", "STOW-RS",
                        "stored", Integer.toString(report.storedCount()),
                        "failed", Integer.toString(report.failedCount()),
                        "studies",
                                report.studies().stream()
                                        .limit(MAX_LOGGED_STUDIES)
                                        .collect(Collectors.joining(" ")))));
    }

    private static void answer(Exchange exchange, String type, StoreReport report, List<String> messages)
            throws IOException {
        messages.stream().distinct().limit(MAX_WARNINGS).forEach(exchange::warn);
        if (report.studies().size() == 1) {
            String location = exchange.baseUrl() + "/studies/"
                    + report.studies().iterator().next();
            exchange.response().setHeader("Location", location);
            exchange.response().setHeader("Content-Location", location);
        }
        int status = report.status();
        if (status == 503) {
            exchange.response().setHeader("Retry-After", "60");
        }
        exchange.response().setStatus(status);
        exchange.response().setContentType(type);
        report.write(exchange.response().getOutputStream());
    }
}
