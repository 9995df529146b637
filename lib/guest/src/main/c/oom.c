/*
 * Allocates memory in several threads until the kernel kills the process, and says how it ended.
 * The same program as the library's victim, for machines without a JVM, and the reference for its
 * speed. It sets no limit of its own: run it inside a memory cgroup or a virtual machine.
 *
 *   oom [-t THREADS] [-c CHUNK_BYTES] [-m MODE] [-b STOP_AFTER_BYTES] [-s]
 *       [-a OOM_SCORE_ADJ] [-u UID] [-n NAME] [-g CGROUP_PROCS] [-- PROGRAM [ARGUMENT...]]
 *
 * With PROGRAM the child becomes that program; of the options -a, -u and -g are for it as well.
 * -s stays when -b is reached, and keeps the memory until it is killed, or ends at SIGTERM.
 * -g puts the child, without its parent, into the cgroup that this file belongs to.
 * Without -c a thread asks for 1 GiB at a time, as in the course's x86-64 run, and for 10 MiB, as in
 * its ARM32 run, where a process has 32 bits or the machine less than 1 GiB.
 * MODE is page (one byte a page), byte (all bytes), populate (MAP_POPULATE), madvise
 * (MADV_POPULATE_WRITE, Linux 5.14), huge (MADV_HUGEPAGE, then populated) or mlock.
 * Exit status: 0 the child was killed or reached -b, otherwise the child's own; 2 wrong arguments;
 * 127 there is no PROGRAM.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MADV_HUGEPAGE
#define MADV_HUGEPAGE 14
#endif
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

#define HUGE_BYTES ((size_t)2 << 20)

enum mode { PAGE, BYTE, POPULATE, MADVISE, HUGE, MLOCK };

static const char *const mode_names[] = {"page", "byte", "populate", "madvise", "huge", "mlock"};

static enum mode mode = PAGE;
static size_t chunk_bytes;
static size_t page_bytes;
static bool endless = true;
static bool stays;
static const char *adj;
static uint64_t uid;
static const char *name = "oom";
static const char *group;
static uint64_t left_bytes;
static pthread_mutex_t left_lock = PTHREAD_MUTEX_INITIALIZER;

/* Ends the child with the kernel's error number, as the library's victim does. */
static void refused(const char *what, size_t bytes)
{
	int error = errno;

	fprintf(stderr, "oom: %s of %zu bytes refused: %s\n", what, bytes, strerror(error));
	_exit(error);
}

static unsigned char *map(size_t bytes, int more_flags)
{
	void *address = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | more_flags, -1, 0);

	if (address == MAP_FAILED)
		refused("mmap", bytes);
	return address;
}

static void touch_pages(volatile unsigned char *memory, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += page_bytes)
		memory[i] = 1;
}

static void advise(void *memory, size_t bytes, int advice, const char *name)
{
	if (madvise(memory, bytes, advice) != 0)
		refused(name, bytes);
}

/* Kernels before 6.7 do not align mappings to huge pages on their own. */
static void allocate_huge(size_t bytes)
{
	size_t mapped = bytes + HUGE_BYTES;
	unsigned char *start = map(mapped, 0);
	uintptr_t aligned = ((uintptr_t)start + HUGE_BYTES - 1) & ~(uintptr_t)(HUGE_BYTES - 1);
	unsigned char *memory = (unsigned char *)aligned;
	unsigned char *tail = memory + ((bytes + page_bytes - 1) & ~(page_bytes - 1));

	if (memory > start)
		munmap(start, (size_t)(memory - start));
	if (tail < start + mapped)
		munmap(tail, (size_t)(start + mapped - tail));
	advise(memory, bytes, MADV_HUGEPAGE, "madvise(MADV_HUGEPAGE)");
	if (madvise(memory, bytes, MADV_POPULATE_WRITE) != 0) {
		if (errno != EINVAL)
			refused("madvise(MADV_POPULATE_WRITE)", bytes);
		touch_pages(memory, bytes); /* before 5.14 */
	}
}

static void allocate(size_t bytes)
{
	unsigned char *memory;

	switch (mode) {
	case PAGE:
		touch_pages(map(bytes, 0), bytes);
		break;
	case BYTE:
		memset(map(bytes, 0), 1, bytes);
		break;
	case POPULATE:
		map(bytes, MAP_POPULATE);
		break;
	case MADVISE:
		advise(map(bytes, 0), bytes, MADV_POPULATE_WRITE, "madvise(MADV_POPULATE_WRITE)");
		break;
	case HUGE:
		allocate_huge(bytes);
		break;
	case MLOCK:
		memory = map(bytes, 0);
		if (mlock(memory, bytes) != 0)
			refused("mlock", bytes);
		break;
	}
}

/* Returns the size of the next chunk, or 0 when it is time to stop. */
static size_t next_chunk(void)
{
	size_t bytes = chunk_bytes;

	if (endless)
		return bytes;
	pthread_mutex_lock(&left_lock);
	if (bytes > left_bytes)
		bytes = (size_t)left_bytes;
	left_bytes -= bytes;
	pthread_mutex_unlock(&left_lock);
	return bytes;
}

static void *worker(void *unused)
{
	(void)unused;
	for (size_t bytes = next_chunk(); bytes > 0; bytes = next_chunk()) {
		printf("thread(%lx), allocating %zu bytes.\n", (unsigned long)pthread_self(),
		       bytes);
		fflush(stdout);
		allocate(bytes);
	}
	return NULL;
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
		refused(path, 0);
}

/* Becomes what the kernel is to see: man 5 proc_pid_oom_score_adj. */
static void dress(void)
{
	if (adj != NULL)
		write_file("/proc/self/oom_score_adj", adj);
	if (group != NULL)
		write_file(group, "0"); /* the one who writes */
	if (uid != 0 && (setgid((gid_t)uid) != 0 || setuid((uid_t)uid) != 0))
		refused("setuid", 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* no parent, no child; setuid undoes it */
	prctl(PR_SET_NAME, name);
}

static void leave(int signal)
{
	(void)signal;
	_exit(0);
}

/* The child: waits for the parent's go, so that the lines come in an order that makes sense. */
static int victim(int go, long threads, char **program)
{
	uint64_t total = left_bytes;
	pthread_t *workers = calloc((size_t)threads, sizeof *workers);
	char word;

	dress();
	if (read(go, &word, 1) != 1)
		return 1; /* the parent died before this one was tied to it */
	if (*program != NULL) {
		close(go);
		execvp(*program, program);
		fprintf(stderr, "oom: cannot start %s: %s\n", *program, strerror(errno));
		return 127;
	}
	if (workers == NULL)
		refused("calloc", (size_t)threads * sizeof *workers);
	for (long i = 0; i < threads; i++) {
		int error = pthread_create(&workers[i], NULL, worker, NULL);

		if (error != 0) {
			fprintf(stderr, "oom: thread %ld refused: %s\n", i + 1, strerror(error));
			return error;
		}
	}
	for (long i = 0; i < threads; i++)
		pthread_join(workers[i], NULL);
	if (stays)
		signal(SIGTERM, leave);
	printf("touched %" PRIu64 " bytes.\n", total);
	fflush(stdout);
	while (stays)
		pause();
	return 0;
}

static size_t usual_chunk(void)
{
	uint64_t ram = (uint64_t)sysconf(_SC_PHYS_PAGES) * page_bytes;

	return sizeof(void *) < 8 || ram < (uint64_t)1 << 30 ? (size_t)10 << 20 : (size_t)1 << 30;
}

static uint64_t number(const char *text, const char *option)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || value == 0) {
		fprintf(stderr, "oom: %s wants a whole number above 0, not \"%s\"\n", option, text);
		exit(2);
	}
	return value;
}

static size_t size(const char *text, const char *option)
{
	uint64_t value = number(text, option);

	if (value > SIZE_MAX / 2) {
		fprintf(stderr, "oom: %s is larger than this machine's address space\n", option);
		exit(2);
	}
	return (size_t)value;
}

static enum mode mode_named(const char *name)
{
	for (size_t i = 0; i < sizeof mode_names / sizeof *mode_names; i++) {
		if (strcmp(name, mode_names[i]) == 0)
			return (enum mode)i;
	}
	fprintf(stderr, "oom: -m wants page, byte, populate, madvise, huge or mlock, not \"%s\"\n",
		name);
	exit(2);
}

int main(int argc, char **argv)
{
	long threads = sysconf(_SC_NPROCESSORS_ONLN);
	int option;
	int go[2];
	int status;
	pid_t child;

	page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	chunk_bytes = usual_chunk();
	while ((option = getopt(argc, argv, "+t:c:m:b:sa:u:n:g:")) != -1) {
		switch (option) {
		case 't':
			threads = (long)size(optarg, "-t");
			break;
		case 'c':
			chunk_bytes = size(optarg, "-c");
			break;
		case 'm':
			mode = mode_named(optarg);
			break;
		case 'b':
			left_bytes = number(optarg, "-b");
			endless = false;
			break;
		case 's':
			stays = true;
			break;
		case 'a':
			adj = optarg;
			break;
		case 'u':
			uid = number(optarg, "-u");
			break;
		case 'n':
			name = optarg;
			break;
		case 'g':
			group = optarg;
			break;
		default:
			return 2; /* getopt has said why */
		}
	}
	if (optind < argc && strcmp(argv[optind - 1], "--") != 0) {
		fprintf(stderr, "oom: what is \"%s\"?\n", argv[optind]);
		return 2;
	}
	if (pipe(go) != 0 || (child = fork()) < 0) {
		fprintf(stderr, "oom: cannot start the child: %s\n", strerror(errno));
		return 1;
	}
	if (child == 0) {
		close(go[1]);
		_exit(victim(go[0], threads, argv + optind));
	}
	close(go[0]);
	printf("expected victim is %d.\n", (int)child);
	fflush(stdout);
	if (write(go[1], "g", 1) != 1) {
		fprintf(stderr, "oom: the child is gone already\n");
		return 1;
	}
	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR) {
			fprintf(stderr, "oom: cannot wait: %s\n", strerror(errno));
			return 1;
		}
	}
	if (WIFSIGNALED(status)) {
		printf("victim signalled: %d\n", WTERMSIG(status));
		return 0;
	}
	printf("victim retcode: %d\n", WEXITSTATUS(status));
	return WEXITSTATUS(status);
}
