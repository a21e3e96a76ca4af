package org.assent.abci.privacy;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A person as hospitals know them: all of it personal data.
 *
 * @param words name, number, birth date, address
 * @param studies StudyInstanceUIDs and accession numbers, of one hospital each
 */
record Person(int number, List<String> words, List<String> studies) {

    private static final List<String> GIVEN =
            List.of("Aaliyah", "Béatrice", "Çağla", "Dmitri", "Eun-ji", "Fatoumata", "Giuseppe", "Hélène");
    private static final List<String> FAMILY =
            List.of("Okonkwo", "Nyström", "O'Brien", "García", "Yıldız", "Kowalczyk", "Müller", "Nakamura");

    /** The person of a number; nobody has the words of another. */
    static Person of(int number, int studies) {
        String name = FAMILY.get(number % 8) + "^" + GIVEN.get(number / 8 % 8) + "^" + (number / 64 + 1);
        return new Person(
                number,
                List.of(
                        name,
                        "MRN-" + (7_000_000 + 7919 * number),
                        "19" + (10 + number % 90) + "0" + (1 + number % 9) + (10 + number % 18) + "-" + number,
                        number + " Rue des Lilas, 7501" + number % 10 + " Paris"),
                IntStream.range(0, studies)
                        .mapToObj(i -> "1.2.826.0.1.3680043.8.498." + (10_000_019L * (number + 1) + i))
                        .toList());
    }
}
