package oomlab.sandbox;

import java.nio.file.Path;

/**
 * What a worker is told at its start.
 *
 * @param settings what every student's JVM gets
 * @param tempFolder an existing folder for what a process needs meanwhile
 * @param isolated whether to isolate as far as the machine allows, or only to limit
 */
public record WorkerConfig(StudentJvmSettings settings, Path tempFolder, boolean isolated) {}
