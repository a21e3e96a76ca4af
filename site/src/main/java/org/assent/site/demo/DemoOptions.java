package org.assent.site.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user asked of the demo.
 *
 * @param home folder of its data, absolute
 * @param portBase what ports are counted from
 * @param once whether to play the story and end
 * @param reset whether to forget the data of earlier runs
 * @param dicom the user's own DICOM files instead of the phantom
 * @param ledgerProcess where the validators run: {@code inside} the sites' processes or in their {@code own}
 */
public record DemoOptions(
        Path home, int portBase, boolean once, boolean reset, Optional<Path> dicom, String ledgerProcess) {}
