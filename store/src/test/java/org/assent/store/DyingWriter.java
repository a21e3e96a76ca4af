package org.assent.store;

/** A process that commits rows and stops without closing anything, as after kill -9. */
final class DyingWriter {

    static final int ROWS = 10;
    static final int EXIT = 9;

    private DyingWriter() {}

    public static void main(String[] arguments) {
        SiteDatabase database = SiteDatabase.open(arguments[0], "sa", "", 2);
        database.migrate("one");
        for (int i = 1; i <= ROWS; i++) {
            int number = i;
            database.jdbi().useHandle(handle -> handle.execute("INSERT INTO one.entry (number) VALUES (?)", number));
            System.out.println("committed " + number);
        }
        System.out.flush();
        Runtime.getRuntime().halt(EXIT);
    }
}
