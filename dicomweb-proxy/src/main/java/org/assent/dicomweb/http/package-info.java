/** What PS3.18 §8 says for every transaction: media types, base address, one request and its answer. */
@NullMarked
package org.assent.dicomweb.http;

import org.jspecify.annotations.NullMarked;
