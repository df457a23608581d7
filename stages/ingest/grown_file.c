#include "ingest/grown_file.h"

#include "base/file.h"
#include "base/num.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

/* One cut a line: seq, src_begin, src_end in decimal, src_hash as 16 hexadecimal digits, and
 * the word early or last. */
enum { FILE_MAX = 1 << 30 };

static void path_of(const char *state_dir, uint64_t stream, struct buf *path)
{
	buf_addf(path, "%s/cuts/%016" PRIx64, state_dir, stream);
}

static struct str take_word(struct str *rest, char separator)
{
	const char *end = memchr(rest->at, separator, rest->len);
	struct str word = str_from(rest->at, end ? (size_t)(end - rest->at) : rest->len);

	rest->at += word.len + (end ? 1 : 0);
	rest->len -= word.len + (end ? 1 : 0);
	return word;
}

static bool parse(struct str rest, struct cut_end **ends, size_t *count)
{
	while (rest.len > 0) {
		struct str line = take_word(&rest, '\n');
		struct cut_end end;

		if (!num_u64(take_word(&line, ' '), &end.seq) ||
		    !num_u64(take_word(&line, ' '), &end.src_begin) ||
		    !num_u64(take_word(&line, ' '), &end.src_end) ||
		    !num_hex64(take_word(&line, ' '), &end.src_hash) ||
		    !(str_is(line, "early") || str_is(line, "last")))
			return false;
		end.early = str_is(line, "early");
		*ends = mem_grow(*ends, (*count + 1) * sizeof **ends);
		(*ends)[(*count)++] = end;
	}
	return true;
}

static void format(const struct cut_end *end, struct buf *text)
{
	buf_addf(text, "%" PRIu64 " %" PRIu64 " %" PRIu64 " %016" PRIx64 " %s\n", end->seq, end->src_begin,
		 end->src_end, end->src_hash, end->early ? "early" : "last");
}

/* A last line that was torn by a crash belongs to a frame that was never sent. */
static int drop_torn(const char *path, struct buf *text, struct err *err)
{
	size_t whole = text->len;

	while (whole > 0 && text->data[whole - 1] != '\n')
		whole--;
	if (whole == text->len)
		return 0;
	text->len = whole;
	return file_replace(path, buf_str(text), err);
}

int grown_load(const char *state_dir, uint64_t stream, struct cut_end **ends, size_t *count,
	       struct err *err)
{
	struct buf path = BUF_INIT;
	struct buf text = BUF_INIT;
	int result = 0;

	*ends = NULL;
	*count = 0;
	path_of(state_dir, stream, &path);
	if (access(buf_cstr(&path), F_OK) == 0)
		result = file_read(buf_cstr(&path), FILE_MAX, &text, err);
	if (result == 0)
		result = drop_torn(buf_cstr(&path), &text, err);
	if (result == 0 && text.len > 0 && !parse(buf_str(&text), ends, count))
		result = err_set(err, EXIT_MISMATCH, "%s: no list of cuts", buf_cstr(&path));
	if (result < 0) {
		free(*ends);
		*ends = NULL;
		*count = 0;
	}
	buf_release(&path);
	buf_release(&text);
	return result;
}

static int make_folder(const char *state_dir, struct err *err)
{
	struct buf path = BUF_INIT;
	int result;

	buf_addf(&path, "%s/cuts", state_dir);
	result = file_make_dirs(buf_cstr(&path), err);
	buf_release(&path);
	return result;
}

int grown_save(const char *state_dir, uint64_t stream, const struct cut_end *ends, size_t count,
	       struct err *err)
{
	struct buf path = BUF_INIT;
	struct buf text = BUF_INIT;
	int result = make_folder(state_dir, err);

	path_of(state_dir, stream, &path);
	for (size_t i = 0; i < count; i++)
		format(&ends[i], &text);
	if (result == 0)
		result = file_replace(buf_cstr(&path), buf_str(&text), err);
	buf_release(&path);
	buf_release(&text);
	return result;
}

int grown_append(const char *state_dir, uint64_t stream, const struct cut_end *end, struct err *err)
{
	struct buf path = BUF_INIT;
	struct buf line = BUF_INIT;
	int result = make_folder(state_dir, err);
	int fd = -1;

	path_of(state_dir, stream, &path);
	format(end, &line);
	if (result == 0) {
		fd = open(buf_cstr(&path), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
		result = fd < 0 ? err_sys(err, EXIT_CUT, "%s: cannot write", buf_cstr(&path)) :
				  file_write(fd, line.data, line.len, buf_cstr(&path), err);
	}
	if (result == 0 && fdatasync(fd) != 0)
		result = err_sys(err, EXIT_CUT, "%s: cannot write", buf_cstr(&path));
	if (result == 0)
		result = file_sync_dir(buf_cstr(&path), err);
	if (fd >= 0)
		close(fd);
	buf_release(&path);
	buf_release(&line);
	return result;
}
