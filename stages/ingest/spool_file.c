#include "ingest/spool_file.h"

#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *name_of(struct buf *path, const char *dir, uint64_t number)
{
	buf_reset(path);
	if (number == SPOOL_PART)
		buf_addf(path, "%s/stdin.part", dir);
	else
		buf_addf(path, "%s/stdin-%" PRIu64, dir, number);
	return buf_cstr(path);
}

uint64_t spool_last(const char *dir)
{
	struct buf path = BUF_INIT;
	uint64_t number = 0;

	while (access(name_of(&path, dir, number + 1), F_OK) == 0)
		number++;
	buf_release(&path);
	return number;
}

uint64_t spool_part_size(const char *dir)
{
	struct buf path = BUF_INIT;
	struct stat st;
	bool there = stat(name_of(&path, dir, SPOOL_PART), &st) == 0;

	buf_release(&path);
	return there ? (uint64_t)st.st_size : 0;
}

int spool_open(const char *dir, uint64_t number, struct err *err)
{
	struct buf path = BUF_INIT;
	int fd = open(name_of(&path, dir, number), O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		err_sys(err, EXIT_FAILED, "%s: cannot open", buf_cstr(&path));
	buf_release(&path);
	return fd;
}

int spool_begin(struct spool *spool, const char *dir, uint64_t number, struct err *err)
{
	struct buf path = BUF_INIT;
	int result = 0;

	*spool = (struct spool){ .dir = dir, .number = number };
	spool->fd = open(name_of(&path, dir, SPOOL_PART), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (spool->fd < 0)
		result = err_sys(err, EXIT_FAILED, "%s: cannot create", buf_cstr(&path));
	else
		result = file_sync_dir(buf_cstr(&path), err);
	buf_release(&path);
	return result;
}

void spool_add(struct spool *spool, const char *bytes, size_t count)
{
	struct buf path = BUF_INIT;

	if (!spool->failed && count > 0) {
		spool->failed = file_write(spool->fd, bytes, count, name_of(&path, spool->dir, SPOOL_PART), &spool->why) < 0;
		spool->dirty = true;
	}
	buf_release(&path);
}

int spool_sync(struct spool *spool, struct err *err)
{
	if (!spool->failed && spool->dirty && fdatasync(spool->fd) < 0) {
		spool->failed = true;
		err_sys(&spool->why, EXIT_RETRY, "%s/stdin.part: cannot write", spool->dir);
	}
	spool->dirty = false;
	if (!spool->failed)
		return 0;
	*err = spool->why;
	return -1;
}

int spool_end(struct spool *spool, struct err *err)
{
	if (spool_sync(spool, err) < 0)
		return -1;
	spool->failed = spool_end_part(spool->dir, spool->number, err) < 0;
	if (spool->failed)
		spool->why = *err;
	return spool->failed ? -1 : 0;
}

void spool_close(struct spool *spool)
{
	if (spool->fd >= 0)
		close(spool->fd);
	spool->fd = -1;
}

int spool_end_part(const char *dir, uint64_t number, struct err *err)
{
	struct buf part = BUF_INIT, path = BUF_INIT;
	int result;

	if (rename(name_of(&part, dir, SPOOL_PART), name_of(&path, dir, number)) < 0)
		result = err_sys(err, EXIT_RETRY, "%s: cannot rename", buf_cstr(&part));
	else
		result = file_sync_dir(buf_cstr(&path), err);
	buf_release(&part);
	buf_release(&path);
	return result;
}

/* From the last on: those that a crash leaves are numbered from 1 still. */
void spool_remove(const char *dir)
{
	struct buf path = BUF_INIT;

	unlink(name_of(&path, dir, SPOOL_PART));
	for (uint64_t number = spool_last(dir); number > 0; number--)
		unlink(name_of(&path, dir, number));
	buf_release(&path);
}
