package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A modality that sends one instance after the other, and remembers which of them were answered 200. */
final class StoreTraffic implements Traffic {

    private final Visitor modality;
    private final StudyFiles study;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private int next;

    StoreTraffic(Visitor modality, StudyFiles study) {
        this.modality = modality;
        this.study = study;
    }

    @Override
    public void sendOne() throws IOException, InterruptedException {
        StudyFiles.StudyFile file = study.files().get(next++ % study.files().size());
        byte[] body = new StudyFiles(study.studyInstanceUid(), List.of(file))
                .multipartBodies()
                .get(0);
        if (modality.post("/dicomweb/studies", StudyFiles.MULTIPART, body).status() == 200) {
            acknowledged.add(file.sopInstanceUid());
        }
    }

    @Override
    public int acknowledged() {
        return acknowledged.size();
    }

    /** Fails unless every instance that was answered 200 is listed. */
    void requireAll(Visitor clinician) throws StoryFailure, IOException, InterruptedException {
        JsonNode listed = clinician
                .get(study.firstSeriesPath() + "/instances?limit=5000", Stage.DICOM_JSON)
                .expect(200, "QIDO of the instances that were stored under load")
                .json();
        Set<String> there = new HashSet<>();
        listed.forEach(instance -> there.add(instance.at("/00080018/Value/0").asText()));
        long missing = acknowledged.stream().filter(uid -> !there.contains(uid)).count();
        if (missing > 0) {
            throw new StoryFailure(missing + " instances were answered 200 and are gone");
        }
    }
}
