/* Preloaded: every FSFAIL_EVERY-th fsync or fdatasync of the process fails with EIO, counted from
 * its number, so that one that is soon killed may have its first fail. */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void)
{
	static long count = -1;
	const char *every = getenv("FSFAIL_EVERY");

	if (count < 0)
		count = getpid();
	return every && ++count % atol(every) == 0;
}

static int call(const char *name, int fd)
{
	int (*real)(int);

	*(void **)&real = dlsym(RTLD_NEXT, name);
	if (!fails())
		return real(fd);
	errno = EIO;
	return -1;
}

int fsync(int fd)
{
	return call("fsync", fd);
}

int fdatasync(int fd)
{
	return call("fdatasync", fd);
}
