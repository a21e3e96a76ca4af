package org.assent.fhir;

import java.time.Clock;
import org.assent.custody.study.ClinicalRecord;
import org.assent.fhir.imagingstudy.HeldStudies;
import org.assent.fhir.imagingstudy.ImagingStudyMapping;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.share.SharedResources;

/**
 * The clinical store of a site, opened before everything that needs it: registration writes to it, the FHIR server reads
 * from it.
 */
public final class FhirStore implements AutoCloseable {

    private final FhirSettings settings;
    private final ResourceStore resources;
    private final SharedResources shared;
    private final ClinicalRecord record;

    private FhirStore(FhirSettings settings, ResourceStore resources, Clock clock) {
        this.settings = settings;
        this.resources = resources;
        ImagingStudyMapping mapping = new ImagingStudyMapping(settings.zone(), settings.dicomWebBase());
        this.shared = new SharedResources(resources, mapping);
        this.record = new StoredRecord(new HeldStudies(resources, mapping, settings.organization(), clock), shared);
    }

    /** Opens it. Takes seconds of CPU time, so start it first and beside other things. */
    public static FhirStore open(FhirSettings settings, Clock clock) {
        return new FhirStore(settings, ResourceStore.open(settings.database()), clock);
    }

    /** For custody: Patients and ImagingStudies of studies held here, and the end of what others shared. */
    public ClinicalRecord clinicalRecord() {
        return record;
    }

    SharedResources shared() {
        return shared;
    }

    FhirSettings settings() {
        return settings;
    }

    ResourceStore resources() {
        return resources;
    }

    /** Close it last, after everything that uses it. */
    @Override
    public void close() {
        resources.close();
    }
}
