package org.assent.bench;

import java.util.List;

/** Something that can be measured. */
interface Measure {

    /** The names of its figures, which stand absent if it fails. */
    List<String> names();

    /** Measures; says on standard error what it does, since it takes more than two seconds. */
    List<Figure> run() throws Exception;
}
