package org.assent.fhir.jpa;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** The last door before the tables. */
class WriterGuardTest {

    private final WriterGuard guard = new WriterGuard();

    @Test
    void shouldRefuseWhenWriterMayNotStoreTheType() {
        for (Resource resource : new Resource[] {new Consent(), new ImagingStudy(), new AuditEvent()}) {
            assertThatIllegalStateException().isThrownBy(() -> guard.creating(resource, by(Writer.EHR)));
            assertThatIllegalStateException().isThrownBy(() -> guard.updating(resource, resource, by(Writer.EHR)));
            assertThatIllegalStateException().isThrownBy(() -> guard.deleting(resource, by(Writer.EHR)));
            assertThatIllegalStateException().isThrownBy(() -> guard.creating(resource, new SystemRequestDetails()));
            assertThatIllegalStateException().isThrownBy(() -> guard.creating(resource, null));
        }
        assertThatNoException().isThrownBy(() -> guard.creating(new Patient(), by(Writer.EHR)));
        assertThatNoException().isThrownBy(() -> guard.creating(new Consent(), by(Writer.LEDGER)));
    }

    private static SystemRequestDetails by(Writer writer) {
        SystemRequestDetails request = new SystemRequestDetails();
        request.getUserData().put(WriterGuard.WRITER, writer);
        return request;
    }
}
