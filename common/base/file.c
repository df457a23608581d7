#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int file_read(const char *path, size_t max, struct buf *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t start = out->len;

	if (fd < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	for (;;) {
		ssize_t got = read(fd, buf_reserve(out, 65536), 65536);

		if (got == 0)
			break;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			err_sys(err, EXIT_CUT, "%s: cannot read", path);
			close(fd);
			return -1;
		}
		out->len += (size_t)got;
		if (out->len - start > max) {
			close(fd);
			return err_set(err, EXIT_BAD_INPUT, "%s: longer than %zu bytes", path, max);
		}
	}
	close(fd);
	return 0;
}

int file_write(int fd, const void *bytes, size_t count, const char *name, struct err *err)
{
	const char *at = bytes;

	while (count > 0) {
		ssize_t put = write(fd, at, count);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_sys(err, EXIT_CUT, "%s: cannot write", name);
		at += put;
		count -= (size_t)put;
	}
	return 0;
}

void file_start_writing(int fd, uint64_t at, uint64_t count)
{
	sync_file_range(fd, (off_t)at, (off_t)count, SYNC_FILE_RANGE_WRITE);
}

static void dir_of(const char *path, struct buf *out)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		buf_add_text(out, ".");
	else if (slash == path)
		buf_add_text(out, "/");
	else
		buf_add(out, path, (size_t)(slash - path));
}

int file_sync_dir(const char *path, struct err *err)
{
	struct buf dir = BUF_INIT;
	int result = 0;

	dir_of(path, &dir);
	int fd = open(buf_cstr(&dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) < 0)
		result = err_sys(err, EXIT_RETRY, "%s: cannot sync folder", buf_cstr(&dir));
	if (fd >= 0)
		close(fd);
	buf_release(&dir);
	return result;
}

int file_replace(const char *path, struct str bytes, struct err *err)
{
	struct buf temp = BUF_INIT;

	buf_addf(&temp, "%s.tmp.%ld", path, (long)getpid());
	const char *name = buf_cstr(&temp);
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		err_sys(err, EXIT_CUT, "%s: cannot create", name);
		buf_release(&temp);
		return -1;
	}
	int result = file_write(fd, bytes.at, bytes.len, name, err);
	if (result == 0 && fsync(fd) < 0)
		result = err_sys(err, EXIT_RETRY, "%s: cannot sync", name);
	if (close(fd) < 0 && result == 0)
		result = err_sys(err, EXIT_CUT, "%s: cannot close", name);
	if (result == 0 && rename(name, path) < 0)
		result = err_sys(err, EXIT_CUT, "%s: cannot rename to %s", name, path);
	if (result == 0)
		result = file_sync_dir(path, err);
	else
		unlink(name);
	buf_release(&temp);
	return result;
}

int file_make_dirs(const char *path, struct err *err)
{
	char *copy = mem_strdup(path);
	int result = 0;

	for (char *p = copy + 1; result == 0; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char end = *p;
		*p = '\0';
		if (mkdir(copy, 0777) < 0 && errno != EEXIST)
			result = err_sys(err, EXIT_FAILED, "%s: cannot make folder", copy);
		*p = end;
		if (end == '\0')
			break;
	}
	struct stat st;
	if (result == 0 && (stat(path, &st) < 0 || !S_ISDIR(st.st_mode)))
		result = err_set(err, EXIT_FAILED, "%s: is not a folder", path);
	free(copy);
	return result;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	remove(path);
	return 0;
}

void file_remove_tree(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
