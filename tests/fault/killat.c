/* Preloaded: the process is killed in front of its KILL_AT-th call that changes a file, so that a test
 * can end it between any two of them. */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static void *call(const char *name)
{
	static long count;
	const char *at = getenv("KILL_AT");

	if (at && ++count == atol(at))
		kill(getpid(), SIGKILL);
	return dlsym(RTLD_NEXT, name);
}

#define CALL(name, type, args) (*(type(*) args)call(#name))

int fsync(int fd)
{
	return CALL(fsync, int, (int))(fd);
}

int fdatasync(int fd)
{
	return CALL(fdatasync, int, (int))(fd);
}

int ftruncate(int fd, off_t length)
{
	return CALL(ftruncate, int, (int, off_t))(fd, length);
}

int truncate(const char *path, off_t length)
{
	return CALL(truncate, int, (const char *, off_t))(path, length);
}

int rename(const char *from, const char *to)
{
	return CALL(rename, int, (const char *, const char *))(from, to);
}

int unlink(const char *path)
{
	return CALL(unlink, int, (const char *))(path);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
	return CALL(write, ssize_t, (int, const void *, size_t))(fd, bytes, count);
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
	return CALL(writev, ssize_t, (int, const struct iovec *, int))(fd, pieces, count);
}
