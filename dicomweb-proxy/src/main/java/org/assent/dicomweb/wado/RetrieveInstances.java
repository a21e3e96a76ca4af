package org.assent.dicomweb.wado;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.decision.request.Operation;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.io.TransferSyntaxConversion;
import org.assent.dicom.source.FileSource;
import org.assent.dicomweb.enforcement.Release;
import org.assent.dicomweb.http.Accept;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.http.Handler;
import org.assent.dicomweb.http.MediaRange;
import org.assent.dicomweb.multipart.OutgoingPart;
import org.assent.dicomweb.origin.archive.StoredInstance;

/**
 * Retrieve Instances, PS3.18 §10.4.1.1.1: the files of a study, a series or an instance, as they were received or rewritten
 * as Explicit VR Little Endian. Thread-safe.
 */
public final class RetrieveInstances implements Handler {

    private static final String DICOM = "application/dicom";

    private final Scope scope;
    private final Origins origins;

    /** For the instances of a study, of a series, or one. */
    public RetrieveInstances(Scope scope, Origins origins) {
        this.scope = scope;
        this.origins = origins;
    }

    /** Forms of the answer. */
    private enum Form {
        MULTIPART,
        SINGLE
    }

    /** The answer that was agreed on: its form, and how each instance leaves. */
    private record Agreed(Form form, List<TransferSyntaxChoice> choices) {}

    @Override
    public void handle(Exchange exchange) throws IOException {
        Accept accept = exchange.accept();
        origins.retrieve(
                exchange,
                scope,
                Operation.RETRIEVE,
                (instances, release) -> answer(exchange, accept, instances, release));
    }

    private void answer(Exchange exchange, Accept accept, List<StoredInstance> instances, Release release)
            throws IOException {
        List<Form> offers = scope == Scope.INSTANCE ? List.of(Form.MULTIPART, Form.SINGLE) : List.of(Form.MULTIPART);
        Agreed agreed = accept.choose(offers, RetrieveInstances::covers, (form, range) -> agree(form, range, instances))
                .orElseThrow(() -> notAcceptable(instances));
        List<OutgoingPart> parts = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            parts.add(part(instances.get(i), agreed.choices().get(i), exchange.baseUrl()));
        }
        Parts.write(exchange, release, DICOM, parts, agreed.form() == Form.SINGLE);
    }

    private static boolean covers(MediaRange range, Form form) {
        return switch (form) {
            case MULTIPART -> range.coversMultipartOf(DICOM);
            case SINGLE -> range.covers(DICOM);
        };
    }

    private static Optional<Agreed> agree(Form form, MediaRange range, List<StoredInstance> instances) {
        List<TransferSyntaxChoice> choices = new ArrayList<>();
        for (StoredInstance instance : instances) {
            TransferSyntaxChoice.of(instance.transferSyntax(), range.transferSyntax(), range.coversEverything())
                    .ifPresent(choices::add);
        }
        return choices.size() == instances.size() ? Optional.of(new Agreed(form, choices)) : Optional.empty();
    }

    private ProblemException notAcceptable(List<StoredInstance> instances) {
        boolean compressed = instances.stream()
                .anyMatch(instance -> !TransferSyntaxConversion.isConvertible(instance.transferSyntax()));
        String forms = scope == Scope.INSTANCE
                ? "An instance is given as multipart/related; type=\"application/dicom\" or as application/dicom"
                : "Instances are given as multipart/related; type=\"application/dicom\"";
        return new ProblemException(
                ProblemKind.NOT_ACCEPTABLE,
                compressed
                        ? forms + ". They are compressed and are not decompressed here: ask for transfer-syntax=*."
                        : forms + ", as stored (transfer-syntax=*) or in Explicit VR Little Endian.");
    }

    private OutgoingPart part(StoredInstance instance, TransferSyntaxChoice choice, String baseUrl) {
        String location = baseUrl + instance.path();
        return switch (choice) {
            case AS_STORED ->
                new OutgoingPart(contentType(instance.transferSyntax()), location, instance.length(), out -> {
                    try (FileSource source = origins.archive().open(instance)) {
                        source.copyTo(0, instance.length(), out);
                    }
                });
            case EXPLICIT_LITTLE_ENDIAN ->
                new OutgoingPart(DICOM, location, -1, out -> {
                    try (FileSource source = origins.archive().open(instance)) {
                        TransferSyntaxConversion.toExplicitLittleEndian(
                                origins.archive().parse(source), out);
                    }
                });
        };
    }

    /** DW-M-08: the transfer syntax is named when it is not the default. */
    private static String contentType(TransferSyntax syntax) {
        return syntax == TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN ? DICOM : DICOM + "; transfer-syntax=" + syntax.uid();
    }
}
