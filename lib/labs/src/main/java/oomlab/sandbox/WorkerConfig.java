package oomlab.sandbox;

import java.nio.file.Path;

/**
 * The first line that a {@link GradingWorker} sends to its process, as JSON.
 *
 * @param settings what every student's JVM gets
 * @param tempFolder an existing folder for sockets and work folders
 * @param isolated whether to isolate as far as the machine allows, or only to limit
 */
public record WorkerConfig(StudentJvmSettings settings, Path tempFolder, boolean isolated) {}
