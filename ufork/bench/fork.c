/* How long fork takes of a process with so much memory, in nanoseconds.
 *
 * Usage: fork MIB huge|small ROUNDS. Every page of the memory is written to first. One
 * line is printed for each round: the time from the call to its return in the parent.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec * 1000000000LL + at.tv_nsec;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	const size_t huge_page = 2u << 20;
	size_t size = strtoull(argv[1], NULL, 10) << 20;
	int huge = !strcmp(argv[2], "huge");
	char *room = mmap(NULL, size + huge_page, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (room == MAP_FAILED)
		return 1;
	char *start = room + (huge_page - (size_t)room % huge_page) % huge_page;
	madvise(start, size, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	for (size_t at = 0; at < size; at += 4096)
		start[at] = 1;
	for (int left = atoi(argv[3]); left > 0; left--) {
		long long begun = now();
		pid_t child = fork();
		if (child == 0)
			_exit(0);
		long long done = now();
		if (child < 0)
			return 1;
		waitpid(child, NULL, 0);
		printf("%lld\n", done - begun);
	}
	return 0;
}
