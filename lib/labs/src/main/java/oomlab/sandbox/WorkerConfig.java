package oomlab.sandbox;

import java.nio.file.Path;

/**
 * What a worker is told at its start.
 *
 * @param hall what every student's JVM gets
 * @param room an existing folder for what a process needs meanwhile
 * @param isolated whether to isolate as far as the machine allows, or only to limit
 */
public record WorkerConfig(StudentJvmSettings hall, Path room, boolean isolated) {}
