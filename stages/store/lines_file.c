#include "store/lines_file.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

enum { GZIP_LEVEL = 3, ZSTD_LEVEL = 3 };

struct lines_file lines_file_of(char *path, enum lines_codec codec)
{
	return (struct lines_file){ .path = path, .fd = -1, .codec = codec };
}

int lines_file_create(struct lines_file *file, const char *journal, struct err *err)
{
	struct stat st;

	file->fd = open(file->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (file->fd < 0 || fstat(file->fd, &st) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", file->path);
	if (st.st_size > 0)
		return err_set(err, EXIT_MISMATCH, "%s: is there already, without its journal %s: give another name",
			       file->path, journal);
	file->inode = st.st_ino;
	return file_sync_dir(file->path, err);
}

static int lost(const char *path, const char *journal, const char *what, struct err *err)
{
	return err_set(err, EXIT_MISMATCH, "%s: %s since %s was written: give another name, or remove the journal, too",
		       path, what, journal);
}

int lines_file_reopen(struct lines_file *file, const char *journal, uint64_t inode, uint64_t length, struct err *err)
{
	struct stat st;

	file->fd = open(file->path, O_RDWR | O_CLOEXEC);
	if (file->fd < 0 && errno == ENOENT)
		return lost(file->path, journal, "was removed", err);
	if (file->fd < 0 || fstat(file->fd, &st) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", file->path);
	if (st.st_ino != inode)
		return lost(file->path, journal, "was replaced", err);
	if ((uint64_t)st.st_size < length)
		return lost(file->path, journal, "was cut", err);
	file->inode = inode;
	file->offset = file->durable = length;
	if (((uint64_t)st.st_size > length && ftruncate(file->fd, (off_t)length) < 0) ||
	    lseek(file->fd, (off_t)length, SEEK_SET) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot cut off what was not committed", file->path);
	return 0;
}

static struct str gzipped(struct lines_pack *pack, struct str bytes)
{
	if (!pack->gzip)
		pack->gzip = libdeflate_alloc_compressor(GZIP_LEVEL);
	size_t room = libdeflate_gzip_compress_bound(pack->gzip, bytes.len);
	buf_reset(&pack->work);
	pack->work.len = libdeflate_gzip_compress(pack->gzip, bytes.at, bytes.len, buf_reserve(&pack->work, room), room);
	return buf_str(&pack->work);
}

static struct str zstd_packed(struct lines_pack *pack, struct str bytes)
{
	if (!pack->zstd)
		pack->zstd = ZSTD_createCCtx();
	size_t room = ZSTD_compressBound(bytes.len);
	buf_reset(&pack->work);
	/* With this much room it cannot fail. */
	pack->work.len = ZSTD_compressCCtx(pack->zstd, buf_reserve(&pack->work, room), room, bytes.at, bytes.len, ZSTD_LEVEL);
	return buf_str(&pack->work);
}

bool lines_file_due(const struct lines_file *file)
{
	return file->pending.len >= (file->codec == LINES_PLAIN ? LINES_PLAIN_BYTES : LINES_PACKED_BYTES);
}

int lines_file_write(struct lines_file *file, struct lines_pack *pack, struct err *err)
{
	struct str bytes = buf_str(&file->pending);

	if (bytes.len == 0)
		return 0;
	if (file->codec == LINES_GZIP)
		bytes = gzipped(pack, bytes);
	else if (file->codec == LINES_ZSTD)
		bytes = zstd_packed(pack, bytes);
	if (file_write(file->fd, bytes.at, bytes.len, file->path, err) < 0)
		return -1;
	file_start_writing(file->fd, file->offset, bytes.len);
	file->offset += bytes.len;
	buf_reset(&file->pending);
	return 0;
}

int lines_file_sync(const struct lines_file *file, struct err *err)
{
	if (file->offset > file->durable && fdatasync(file->fd) < 0)
		return err_sys(err, EXIT_RETRY, "%s: cannot make it durable", file->path);
	return 0;
}

void lines_file_cut_back(const struct lines_file *file)
{
	if (file->fd >= 0 && ftruncate(file->fd, (off_t)file->durable) == 0)
		fdatasync(file->fd);
}

void lines_file_release(struct lines_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	buf_release(&file->pending);
	free(file->path);
	*file = lines_file_of(NULL, LINES_PLAIN);
}

void lines_pack_release(struct lines_pack *pack)
{
	libdeflate_free_compressor(pack->gzip);
	ZSTD_freeCCtx(pack->zstd);
	buf_release(&pack->work);
}

char *lines_joined(const char *path, const char *suffix)
{
	struct buf name = BUF_INIT;

	buf_addf(&name, "%s%s", path, suffix);
	buf_add_byte(&name, '\0');
	return buf_detach(&name, &(size_t){ 0 });
}
