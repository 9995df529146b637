/*
 * Watches a command inside a guest: runs it, samples the victim that it announces, and writes all
 * of that, and the kernel's log, to a channel of its own, so that printk never tears a sample.
 *
 *   probe [-i MICROSECONDS] [-l MICROSECONDS] [-a OOM_SCORE_ADJ] [-g CGROUP] [-s] [-w FILE]
 *       COMMAND [ARGUMENT...]   channel: descriptor 3
 *
 * -l kills the victim when the command has run for so long.
 * -g reads the files of this memory cgroup as well.
 * -s asks the kernel for an OOM kill (sysrq f) once the command says "touched", and ends the victim
 * with SIGTERM when the kernel has had two seconds to kill it and took another.
 *
 * -w hands on what another program writes to FILE, as lines that begin with the file's own name.
 *
 * Lines, times in nanoseconds of CLOCK_MONOTONIC:
 *   clock NANOS MICROS HALF      one moment on both clocks: CLOCK_MONOTONIC and printk's
 *   line NANOS TEXT              the command wrote a line
 *   s NANOS SIZE RSS SHARED ...  /proc/PID/statm in pages, then the tracks in their order
 *   t NANOS ...                  the tracks alone, once more, when the victim is gone
 *   limit NANOS                  the time of -l is over: the victim is killed now
 *   threads PID...               the victim's threads
 *   kmsg RECORD                  a record of /dev/kmsg as read, from the start on
 *   kills BEFORE AFTER           oom_kill of /proc/vmstat (4.13)
 *   start NANOS PAGE_BYTES       the command starts now
 *   ended NANOS CPU_NANOS        the command is over and its output read; CPU time of the probe
 *   failed TEXT                  the probe itself could not go on
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHANNEL 3
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char EXPECTED[] = "expected victim is ";

struct source {
	const char *file; /* with %d for the victim's pid; without a slash, one of the cgroup's */
	const char *keys[5];
	int fd;
};

/* The order of the numbers in an "s" line after statm's; the library knows it as well. */
static struct source sources[] = {
	{"/proc/%d/status", {"VmHWM:", "VmSwap:", "RssAnon:", "RssFile:"}, -1},
	{"/proc/%d/oom_score", {""}, -1},
	{"/proc/meminfo", {"MemFree:", "MemAvailable:", "SwapFree:"}, -1},
	{"/proc/vmstat", {"oom_kill ", "pswpout "}, -1},
	{"/proc/pressure/memory", {"some total=", "full total="}, -1},
	{"memory.current", {""}, -1},
	{"memory.events", {"high ", "max ", "oom ", "oom_kill "}, -1},
	{"memory.pressure", {"some total=", "full total="}, -1},
	{"memory.usage_in_bytes", {""}, -1}, /* these two in version 1 */
	{"memory.failcnt", {""}, -1},
};

static char text[16384];
static char out[4096];
static pid_t victim;
static int statm = -1;
static const char *group;
static bool ask_for_kill;
static uint64_t asked_at;
static int other = -1;
static const char *other_name = "";

static void fail(const char *what)
{
	dprintf(CHANNEL, "failed %s: %s\n", what, strerror(errno));
	_exit(1);
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t cpu_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void send_all(const char *bytes, size_t left)
{
	while (left > 0) {
		ssize_t n = write(CHANNEL, bytes, left);

		if (n < 0 && errno != EINTR)
			_exit(1);
		if (n > 0) {
			bytes += n;
			left -= (size_t)n;
		}
	}
}

/* Reads a file of /proc from its start: a kept descriptor needs no memory for it. */
static ssize_t reread(int fd)
{
	size_t got = 0;
	ssize_t n = 0;

	if (fd < 0)
		return -1;
	do {
		n = pread(fd, text + got, sizeof text - 1 - got, (off_t)got);
		if (n > 0)
			got += (size_t)n;
	} while (n > 0 && got < sizeof text - 1);
	text[got] = '\0';
	return n < 0 ? -1 : (ssize_t)got;
}

/*
 * The number after a key; -1 if there is none. The line begins with the key up to its blank, and
 * what the key says after that may stand further on in the line.
 */
static long long after(const char *key)
{
	size_t length = strcspn(key, " ");
	const char *rest;

	length += key[length] == ' ';
	rest = key + length;
	for (char *at = text; *at != '\0';) {
		char *end = strchrnul(at, '\n');
		bool more = *end != '\0';

		if (strncmp(at, key, length) == 0) {
			*end = '\0';
			at = strstr(at + length, rest);
			*end = more ? '\n' : '\0';
			return at == NULL ? -1 : atoll(at + strlen(rest));
		}
		at = end + more;
	}
	return -1;
}

static long long kills(void)
{
	int fd = open("/proc/vmstat", O_RDONLY | O_CLOEXEC);
	long long count = -1;

	if (reread(fd) > 0)
		count = after("oom_kill ");
	if (fd >= 0)
		close(fd);
	return count;
}

static void watch(pid_t pid)
{
	char name[256];

	victim = pid;
	snprintf(name, sizeof name, "/proc/%d/statm", (int)pid);
	statm = open(name, O_RDONLY | O_CLOEXEC);
	for (size_t i = 0; i < COUNT(sources); i++) {
		if (sources[i].file[0] == '/')
			snprintf(name, sizeof name, sources[i].file, (int)pid);
		else if (group != NULL)
			snprintf(name, sizeof name, "%s/%s", group, sources[i].file);
		else
			continue;
		sources[i].fd = open(name, O_RDONLY | O_CLOEXEC);
	}
}

static void send_tracks(size_t used)
{
	for (size_t i = 0; i < COUNT(sources); i++) {
		bool there = reread(sources[i].fd) > 0;

		for (size_t k = 0; k < COUNT(sources[i].keys) && sources[i].keys[k] != NULL; k++)
			used += (size_t)snprintf(out + used, sizeof out - used, " %lld",
						 there ? after(sources[i].keys[k]) : -1);
	}
	out[used++] = '\n';
	send_all(out, used);
}

static void sample(void)
{
	unsigned long size, rss, shared;

	if (statm < 0)
		return;
	if (reread(statm) <= 0 || sscanf(text, "%lu %lu %lu", &size, &rss, &shared) != 3) {
		close(statm);
		statm = -1; /* it is gone */
		return;
	}
	send_tracks((size_t)snprintf(out, sizeof out, "s %" PRIu64 " %lu %lu %lu", now(), size, rss,
				     shared));
}

static void list_threads(void)
{
	char name[64];
	DIR *folder;
	size_t used = (size_t)snprintf(out, sizeof out, "threads");

	snprintf(name, sizeof name, "/proc/%d/task", (int)victim);
	folder = opendir(name);
	if (folder == NULL)
		return;
	for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder))
		if (e->d_name[0] != '.' && used < sizeof out - 16)
			used += (size_t)snprintf(out + used, sizeof out - used, " %.10s", e->d_name);
	closedir(folder);
	out[used++] = '\n';
	send_all(out, used);
}

static void write_file(const char *name, const char *value)
{
	int fd = open(name, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		fail(name);
	close(fd);
}

/* Relates the two clocks by a line in the kernel's log, written between two looks at the other. */
static void relate_clocks(int log)
{
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < 3; i++) {
		uint64_t before, after_it;
		ssize_t n;
		char *at;

		before = now();
		write_file("/dev/kmsg", "<15>oomlab: clock mark\n");
		after_it = now();
		while ((n = read(log, text, sizeof text - 1)) > 0) {
			text[n] = '\0';
			if (strstr(text, "oomlab: clock mark") == NULL || after_it - before >= best)
				continue;
			at = strchr(text, ',');
			at = at == NULL ? NULL : strchr(at + 1, ',');
			if (at == NULL)
				continue;
			best = after_it - before;
			dprintf(CHANNEL, "clock %" PRIu64 " %llu %" PRIu64 "\n", before + best / 2,
				strtoull(at + 1, NULL, 10), best / 2);
		}
	}
}

static void hand_on_log(int log)
{
	ssize_t n;

	for (;;) {
		n = read(log, text, sizeof text - 1);
		if (n < 0 && errno == EPIPE)
			continue; /* records were lost: the next one's number tells */
		if (n <= 0)
			return;
		text[n] = '\0';
		/* "KEY=value" lines follow the record itself; what the text holds is escaped. */
		*strchrnul(text, '\n') = '\0';
		dprintf(CHANNEL, "kmsg %s\n", text);
	}
}

static void heard(const char *line)
{
	dprintf(CHANNEL, "line %" PRIu64 " %s\n", now(), line);
	if (victim == 0 && strncmp(line, EXPECTED, strlen(EXPECTED)) == 0)
		watch((pid_t)atoi(line + strlen(EXPECTED)));
	if (ask_for_kill && strncmp(line, "touched", 7) == 0) {
		list_threads();
		write_file("/proc/sysrq-trigger", "f");
		asked_at = now();
		ask_for_kill = false;
	}
}

/* Takes in what the command wrote; returns false at its end. */
static bool listen_once(int fd)
{
	static char line[1024];
	static size_t filled;
	char c[512];
	ssize_t n = read(fd, c, sizeof c);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	for (ssize_t i = 0; i < n; i++) {
		if (c[i] == '\n' || filled == sizeof line - 1) {
			line[filled] = '\0';
			filled = 0;
			heard(line);
		}
		if (c[i] != '\n')
			line[filled++] = c[i];
	}
	return n > 0;
}

static void watch_other(const char *file)
{
	const char *slash = strrchr(file, '/');

	other = open(file, O_RDONLY | O_CLOEXEC);
	if (other < 0)
		fail(file);
	other_name = slash == NULL ? file : slash + 1;
}

/* Hands on what the other program has written since the last look. */
static void listen_to_other(void)
{
	static char line[1024];
	static size_t filled;
	char c[512];
	ssize_t n;

	while (other >= 0 && (n = read(other, c, sizeof c)) > 0)
		for (ssize_t i = 0; i < n; i++) {
			if (c[i] == '\n' || filled == sizeof line - 1) {
				line[filled] = '\0';
				filled = 0;
				dprintf(CHANNEL, "line %" PRIu64 " %s: %s\n", now(), other_name, line);
			}
			if (c[i] != '\n')
				line[filled++] = c[i];
		}
}

static pid_t start(char **command, const char *adj, int output)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	/* What is inherited would spare the victim: what runs here is the experiment's alone. */
	struct sched_param usual = {0};

	sched_setscheduler(0, SCHED_OTHER, &usual);
	write_file("/proc/self/oom_score_adj", adj);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	close(CHANNEL);
	execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv)
{
	uint64_t interval = 5000000, limit = UINT64_MAX, next, threads_at;
	const char *adj = "0";
	int option, pipes[2], log;
	pid_t command;
	long long before;
	bool running = true;

	while ((option = getopt(argc, argv, "+i:l:a:g:sw:")) != -1) {
		if (option == 'i')
			interval = strtoull(optarg, NULL, 10) * 1000;
		else if (option == 'l')
			limit = strtoull(optarg, NULL, 10) * 1000;
		else if (option == 'g')
			group = optarg;
		else if (option == 'a')
			adj = optarg;
		else if (option == 's')
			ask_for_kill = true;
		else if (option == 'w')
			watch_other(optarg);
		else
			return 2;
	}
	if (optind == argc || interval == 0)
		return 2;
	log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log < 0 || lseek(log, 0, SEEK_END) < 0)
		fail("/dev/kmsg");
	relate_clocks(log);
	if (pipe2(pipes, O_CLOEXEC) != 0)
		fail("pipe");
	fcntl(pipes[0], F_SETFL, O_NONBLOCK);
	before = kills();
	mlockall(MCL_CURRENT | MCL_FUTURE); /* a machine out of memory must not stop the samples */
	write_file("/proc/self/oom_score_adj", "-1000");
	sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){.sched_priority = 10});
	dprintf(CHANNEL, "start %" PRIu64 " %ld\n", now(), sysconf(_SC_PAGESIZE));
	command = start(argv + optind, adj, pipes[1]);
	if (command < 0)
		fail(argv[optind]);
	close(pipes[1]);
	next = now();
	limit = limit == UINT64_MAX ? limit : next + limit;
	threads_at = 0;
	while (running) {
		struct pollfd p = {.fd = pipes[0], .events = POLLIN};
		uint64_t at = now();
		uint64_t left = next > at ? next - at : 0;
		struct timespec wait = {(time_t)(left / 1000000000u), (long)(left % 1000000000u)};

		if (ppoll(&p, 1, &wait, NULL) > 0)
			running = listen_once(pipes[0]);
		if (now() < next)
			continue;
		sample();
		listen_to_other();
		if (statm >= 0 && asked_at != 0 && now() - asked_at > 2000000000u) {
			kill(victim, SIGTERM);
			asked_at = 0;
		}
		if (now() > limit) {
			dprintf(CHANNEL, "limit %" PRIu64 "\n", now());
			kill(victim != 0 ? victim : command, SIGKILL);
			limit = UINT64_MAX;
		}
		if (statm >= 0 && threads_at == 0)
			threads_at = now() + 200000000u;
		if (statm >= 0 && threads_at < now() && threads_at != UINT64_MAX) {
			list_threads();
			threads_at = UINT64_MAX;
		}
		next += interval;
		if (next < now())
			next = now() + interval;
	}
	dprintf(CHANNEL, "ended %" PRIu64 " %" PRIu64 "\n", now(), cpu_time());
	usleep(100000); /* the reaper's line comes after the death */
	send_tracks((size_t)snprintf(out, sizeof out, "t %" PRIu64, now()));
	for (int i = 0; other >= 0 && i < 100; i++) { /* so does what a killer says of its deed */
		listen_to_other();
		usleep(10000);
	}
	hand_on_log(log);
	dprintf(CHANNEL, "kills %lld %lld\n", before, kills());
	/* Only for this one: whatever else runs in the guest ends with it. */
	while (waitpid(command, NULL, 0) < 0 && errno == EINTR)
		;
	return 0;
}
