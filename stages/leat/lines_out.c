#include "leat/lines_out.h"

#include "base/file.h"

#include <fcntl.h>
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

/* A piece is a gzip member or zstd frame of its own, as leat-store writes them. */
enum { PIECE_BYTES = 4 << 20, LEVEL = 3 };

int lines_out_open(struct lines_out *out, const char *path, const char *like, mode_t mode, struct err *err)
{
	*out = (struct lines_out){ .path = path, .fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) };
	if (out->fd < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	if (str_ends(str_of(like), STR(".gz")))
		out->codec = LINES_OUT_GZIP;
	else if (str_ends(str_of(like), STR(".zst")))
		out->codec = LINES_OUT_ZSTD;
	return fchmod(out->fd, mode & 07777) < 0 ? err_sys(err, EXIT_FAILED, "%s: cannot set its mode", path) : 0;
}

static void gzip(struct lines_out *out)
{
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
	size_t room = libdeflate_gzip_compress_bound(compressor, out->pending.len);

	out->packed.len = libdeflate_gzip_compress(compressor, out->pending.data, out->pending.len,
						   buf_reserve(&out->packed, room), room);
	libdeflate_free_compressor(compressor);
}

static void zstd(struct lines_out *out)
{
	size_t room = ZSTD_compressBound(out->pending.len);

	/* With this much room it cannot fail. */
	out->packed.len = ZSTD_compress(buf_reserve(&out->packed, room), room, out->pending.data, out->pending.len, LEVEL);
}

static int flush(struct lines_out *out, struct err *err)
{
	struct buf *bytes = out->codec == LINES_OUT_PLAIN ? &out->pending : &out->packed;

	if (out->pending.len == 0)
		return 0;
	buf_reset(&out->packed);
	if (out->codec == LINES_OUT_GZIP)
		gzip(out);
	else if (out->codec == LINES_OUT_ZSTD)
		zstd(out);
	if (file_write(out->fd, bytes->data, bytes->len, out->path, err) < 0) {
		err->code = EXIT_RETRY;
		return -1;
	}
	buf_reset(&out->pending);
	return 0;
}

int lines_out_add(struct lines_out *out, struct str line, struct err *err)
{
	buf_add_str(&out->pending, line);
	buf_add_byte(&out->pending, '\n');
	return out->pending.len >= PIECE_BYTES ? flush(out, err) : 0;
}

int lines_out_close(struct lines_out *out, bool good, struct err *err)
{
	int result = good ? flush(out, err) : 0;

	if (good && result == 0 && fsync(out->fd) < 0)
		result = err_sys(err, EXIT_RETRY, "%s: cannot make it durable", out->path);
	if (out->fd >= 0)
		close(out->fd);
	buf_release(&out->pending);
	buf_release(&out->packed);
	return result;
}
