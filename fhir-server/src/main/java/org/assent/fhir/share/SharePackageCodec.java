package org.assent.fhir.share;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.custody.share.SharedStudy;
import org.assent.custody.study.StudyDescription;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.TermsCodec;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.StudyUid;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/**
 * A share package as a Bundle of type {@code collection}: Consent, ImagingStudy, Patient, and a Parameters resource with
 * the opening. Its parameters, each once: {@code source}, {@code subject}, {@code consent}, {@code sequence},
 * {@code termsSalt}, {@code consentResource}, {@code studyRef}, {@code studySalt}, {@code manifestRoot}, {@code revision}
 * (hexadecimal or decimal strings), {@code terms} (canonical bytes) and {@code study} (the description as JSON), both base64Binary.
 */
final class SharePackageCodec {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private SharePackageCodec() {}

    /** Writes it. */
    static Bundle encode(SharePackage share) {
        Bundle bundle = new Bundle();
        bundle.setType(Bundle.BundleType.COLLECTION);
        share.resources().forEach(resource -> {
            Visibility.strip(resource);
            bundle.addEntry().setResource(resource);
        });
        bundle.addEntry().setResource(parameters(share));
        return bundle;
    }

    private static Parameters parameters(SharePackage share) {
        SharedStudy opening = share.opening();
        Parameters parameters = new Parameters();
        text(parameters, "source", opening.source().toHex());
        text(parameters, "subject", opening.subject().toHex());
        text(parameters, "consent", opening.consent().toHex());
        text(parameters, "sequence", Long.toString(opening.sequence()));
        text(parameters, "termsSalt", opening.termsSalt().toHex());
        text(parameters, "consentResource", opening.consentResource());
        text(parameters, "studyRef", opening.studyRef().toHex());
        text(parameters, "studySalt", opening.studySalt().toHex());
        text(parameters, "manifestRoot", opening.manifestRoot().toHex());
        text(parameters, "revision", Long.toString(share.revision()));
        bytes(parameters, "terms", TermsCodec.encode(opening.terms()).toByteArray());
        bytes(parameters, "study", json(opening.study()));
        return parameters;
    }

    /**
     * Reads it.
     *
     * @throws ShareRefusedException if it is not such a package
     */
    static SharePackage decode(Bundle bundle) {
        List<Resource> resources = bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .toList();
        if (resources.size() != 4) {
            throw new ShareRefusedException("a share package has 4 entries, not " + resources.size());
        }
        Parameters parameters = only(resources, Parameters.class);
        SharedStudy opening = opening(parameters);
        ImagingStudy study = only(resources, ImagingStudy.class);
        Consent consent = only(resources, Consent.class);
        if (!StudyUid.of(study).equals(Optional.of(opening.study().studyInstanceUid()))) {
            throw new ShareRefusedException("the ImagingStudy is not the study that the opening describes");
        }
        if (!opening.consentResource().equals(consent.getIdElement().getIdPart())) {
            throw new ShareRefusedException("the Consent is not the one that the opening names");
        }
        return new SharePackage(consent, study, only(resources, Patient.class), opening, revision(parameters));
    }

    private static SharedStudy opening(Parameters parameters) {
        try {
            return new SharedStudy(
                    OrganizationId.fromHex(text(parameters, "source")),
                    SubjectId.fromHex(text(parameters, "subject")),
                    ConsentId.fromHex(text(parameters, "consent")),
                    Long.parseLong(text(parameters, "sequence")),
                    Bytes32.fromHex(text(parameters, "termsSalt")),
                    terms(bytes(parameters, "terms")),
                    text(parameters, "consentResource"),
                    StudyRef.fromHex(text(parameters, "studyRef")),
                    Bytes32.fromHex(text(parameters, "studySalt")),
                    Bytes32.fromHex(text(parameters, "manifestRoot")),
                    description(bytes(parameters, "study")));
        } catch (IllegalArgumentException e) {
            throw new ShareRefusedException("the opening has a value of the wrong form");
        }
    }

    /** The revision of a message, 0 or greater. */
    static long revision(Parameters parameters) {
        String text = text(parameters, "revision");
        if (!text.matches("[0-9]{1,18}")) {
            throw new ShareRefusedException("the revision is a decimal number of at most 18 digits");
        }
        return Long.parseLong(text);
    }

    private static ConsentTerms terms(byte[] bytes) {
        try {
            return TermsCodec.decode(Bytes.of(bytes));
        } catch (MalformedBytes e) {
            throw new ShareRefusedException("the terms are not canonical");
        }
    }

    private static StudyDescription description(byte[] json) {
        try {
            return JSON.readValue(json, StudyDescription.class);
        } catch (IOException e) {
            throw new ShareRefusedException("the study's description is not of the right form");
        }
    }

    private static byte[] json(StudyDescription study) {
        try {
            return JSON.writeValueAsBytes(study);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a study's description cannot be written", e);
        }
    }

    private static <T extends Resource> T only(List<Resource> resources, Class<T> type) {
        List<T> found =
                resources.stream().filter(type::isInstance).map(type::cast).toList();
        if (found.size() != 1) {
            throw new ShareRefusedException("a share package has one " + type.getSimpleName());
        }
        return found.get(0);
    }

    static void text(Parameters parameters, String name, String value) {
        parameters.addParameter().setName(name).setValue(new StringType(value));
    }

    private static void bytes(Parameters parameters, String name, byte[] value) {
        parameters.addParameter().setName(name).setValue(new Base64BinaryType(value));
    }

    static String text(Parameters parameters, String name) {
        if (value(parameters, name) instanceof StringType text && text.hasValue()) {
            return text.getValue();
        }
        throw new ShareRefusedException("the opening lacks " + name);
    }

    private static byte[] bytes(Parameters parameters, String name) {
        if (value(parameters, name) instanceof Base64BinaryType bytes
                && bytes.hasValue()
                && bytes.getValue().length <= SharePackage.MOST_BYTES) {
            return bytes.getValue();
        }
        throw new ShareRefusedException("the opening lacks " + name);
    }

    private static Type value(Parameters parameters, String name) {
        List<Type> values = new ArrayList<>();
        for (ParametersParameterComponent parameter : parameters.getParameter()) {
            if (name.equals(parameter.getName())) {
                values.add(parameter.getValue());
            }
        }
        if (values.size() != 1) {
            throw new ShareRefusedException("the opening has " + name + " once");
        }
        return values.get(0);
    }
}
