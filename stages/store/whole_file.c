#include "store/whole_file.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void release(struct whole_file *file)
{
	free(file->path);
	free(file->part);
	*file = (struct whole_file){ NULL, NULL, -1, 0 };
}

int whole_file_open(struct whole_file *file, const char *path, struct err *err)
{
	struct buf part = BUF_INIT;

	if (access(path, F_OK) == 0)
		return err_set(err, EXIT_MISMATCH, "%s: is there already; this kind of sink is made in one run", path);
	buf_addf(&part, "%s.part", path);
	file->path = mem_strdup(path);
	file->part = mem_strdup(buf_cstr(&part));
	file->length = 0;
	buf_release(&part);
	file->fd = open(file->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (file->fd >= 0)
		return 0;
	err_sys(err, EXIT_FAILED, "%s: cannot create", file->part);
	release(file);
	return -1;
}

int whole_file_write(struct whole_file *file, struct str bytes, struct err *err)
{
	if (file_write(file->fd, bytes.at, bytes.len, file->part, err) < 0) {
		err->code = EXIT_RETRY;
		return -1;
	}
	file_start_writing(file->fd, file->length, bytes.len);
	file->length += bytes.len;
	return 0;
}

int whole_file_name(const char *part, const char *path, struct err *err)
{
	if (rename(part, path) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot rename", part);
	return file_sync_dir(path, err);
}

int whole_file_close(struct whole_file *file, bool whole, struct err *err)
{
	int result = 0;

	if (!file->path)
		return 0;
	if (whole && fsync(file->fd) < 0)
		result = err_sys(err, EXIT_RETRY, "%s: cannot make it durable", file->part);
	close(file->fd);
	if (!whole || result < 0)
		unlink(file->part);
	else
		result = whole_file_name(file->part, file->path, err);
	release(file);
	return result;
}
