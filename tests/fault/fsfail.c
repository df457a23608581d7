/* Preloaded: every FSFAIL_EVERY-th fsync or fdatasync of the process fails with EIO. */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>

static int fails(void)
{
	static long count;
	const char *every = getenv("FSFAIL_EVERY");

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
