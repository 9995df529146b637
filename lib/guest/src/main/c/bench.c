/*
 * The stopwatch of ./oomlab bench: small, so that starting a program from it costs little and the
 * same for every program.
 *
 *   bench run CGROUP_PROCS PROGRAM [ARG...]   run it inside that cgroup, "go" on its standard input;
 *                                             prints: wall, CPU, time of its line "touched" (all
 *                                             nanoseconds, 0 if there was none), exit status
 *   bench sample FILE COUNT                   CPU nanoseconds of reading three numbers of FILE
 *   bench tick FILE COUNT MICROSECONDS        CPU nanoseconds of a sleep, and of a sleep and a read
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void die(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void enter(const char *procs)
{
	char pid[32];
	int fd = open(procs, O_WRONLY);
	int length = snprintf(pid, sizeof pid, "%d", (int)getpid());

	if (fd < 0 || write(fd, pid, (size_t)length) != length)
		die(procs);
	close(fd);
}

/* Reads lines to the end; returns when the first one that begins with "touched" was there. */
static int64_t drain(int fd)
{
	FILE *lines = fdopen(fd, "r");
	char line[256];
	int64_t touched = 0;

	while (lines != NULL && fgets(line, sizeof line, lines) != NULL) {
		if (touched == 0 && strncmp(line, "touched", 7) == 0)
			touched = now(CLOCK_MONOTONIC);
	}
	return touched;
}

static int run(char **argv)
{
	int in[2];
	int out[2];
	int status;
	struct rusage used;
	int64_t start;
	int64_t touched;
	int64_t cpu;
	pid_t child;

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		die("pipe");
	signal(SIGPIPE, SIG_IGN); /* a program that reads no "go" is fine */
	start = now(CLOCK_MONOTONIC);
	child = fork();
	if (child < 0)
		die("fork");
	if (child == 0) {
		enter(argv[0]);
		dup2(in[0], 0);
		dup2(out[1], 1);
		execv(argv[1], argv + 1);
		die(argv[1]);
	}
	close(in[0]);
	close(out[1]);
	if (write(in[1], "go\n", 3) != 3 && errno != EPIPE)
		die("write");
	touched = drain(out[0]);
	if (wait4(child, &status, 0, &used) != child)
		die("wait4");
	cpu = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * (int64_t)1000000000
	    + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * (int64_t)1000;
	printf("%lld %lld %lld %d\n", (long long)(now(CLOCK_MONOTONIC) - start), (long long)cpu,
	       (long long)(touched == 0 ? 0 : touched - start),
	       WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
	return 0;
}

static volatile uint64_t kept;

static void sample(int fd)
{
	char text[256];
	ssize_t got = pread(fd, text, sizeof text, 0);
	ssize_t at = 0;

	if (got <= 0)
		die("read");
	for (int i = 0; i < 3; i++) {
		uint64_t value = 0;

		for (; at < got && text[at] != ' '; at++)
			value = value * 10 + (uint64_t)(text[at] - '0');
		at++;
		kept = value;
	}
}

static double back_to_back(int fd, long count)
{
	int64_t before = now(CLOCK_THREAD_CPUTIME_ID);

	for (long i = 0; i < count; i++)
		sample(fd);
	return (double)(now(CLOCK_THREAD_CPUTIME_ID) - before) / (double)count;
}

static double tick(int fd, long count, long micros, int read_too)
{
	int64_t before = now(CLOCK_THREAD_CPUTIME_ID);
	int64_t next = now(CLOCK_MONOTONIC);

	for (long i = 0; i < count; i++) {
		struct timespec at;

		if (read_too)
			sample(fd);
		next += micros * 1000;
		at.tv_sec = next / 1000000000;
		at.tv_nsec = next % 1000000000;
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
	}
	return (double)(now(CLOCK_THREAD_CPUTIME_ID) - before) / (double)count;
}

int main(int argc, char **argv)
{
	int fd;

	if (argc >= 4 && strcmp(argv[1], "run") == 0)
		return run(argv + 2);
	if (argc < 4 || (fd = open(argv[2], O_RDONLY)) < 0)
		die(argc < 4 ? "wrong arguments" : argv[2]);
	if (strcmp(argv[1], "sample") == 0) {
		printf("%.1f\n", back_to_back(fd, atol(argv[3])));
		return 0;
	}
	if (strcmp(argv[1], "tick") == 0 && argc == 5) {
		double only = tick(fd, atol(argv[3]), atol(argv[4]), 0);

		printf("%.1f %.1f\n", only, tick(fd, atol(argv[3]), atol(argv[4]), 1));
		return 0;
	}
	errno = EINVAL;
	die(argv[1]);
}
