/** multipart/related messages, read and written as streams (RFC 2046, RFC 2387; PS3.18 §8.6.1.2). */
@NullMarked
package org.assent.dicomweb.multipart;

import org.jspecify.annotations.NullMarked;
