import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * A Neo4j server for tests: `java -cp "lib/*" Server.java FOLDER`, with its settings in FOLDER/neo4j.conf.
 *
 * It says "ready" when it takes connections, and ends when its standard input does: a test run that dies,
 * however it dies, closes that pipe and leaves no server behind.
 */
class Server {
    private static final int SECONDS_TO_END = 20;

    public static void main(String[] arguments) throws Exception {
        endWithInput();
        Path folder = Path.of(arguments[0]);
        var server = new DatabaseManagementServiceBuilder(folder).loadPropertiesFromFile(folder.resolve("neo4j.conf")).build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static void endWithInput() {
        daemon(() -> {
            while (System.in.read() >= 0) { /* what is written to it has no meaning */ }
            daemon(() -> {
                Thread.sleep(SECONDS_TO_END * 1000L);
                Runtime.getRuntime().halt(1);
            });
            System.exit(0);
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void daemon(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception problem) {
                problem.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
