/** Facts of PS3.6: which attribute has which keyword and value representation, which UID has which name. */
@NullMarked
package org.assent.dicom.dictionary;

import org.jspecify.annotations.NullMarked;
