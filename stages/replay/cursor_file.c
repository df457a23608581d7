#include "replay/cursor_file.h"
#include "base/file.h"
#include "base/num.h"
#include "base/time.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum { CURSOR_MAX = 16 << 20, WRITE_NS = 1000000000 };

struct sent {
	char *path;
	uint64_t next; /* frames in front of this offset were sent */
};

struct cursor_file {
	char *path;
	struct buf files; /* struct sent */
	uint64_t written_ns;
};

static struct sent *find(const struct cursor_file *cursor, const char *path)
{
	struct sent *files = (struct sent *)(void *)cursor->files.data;

	for (size_t i = 0; i < cursor->files.len / sizeof *files; i++)
		if (strcmp(files[i].path, path) == 0)
			return &files[i];
	return NULL;
}

static void set(struct cursor_file *cursor, const char *path, uint64_t next)
{
	struct sent *known = find(cursor, path);

	if (known) {
		known->next = next;
		return;
	}
	struct sent sent = { mem_strdup(path), next };
	buf_add(&cursor->files, &sent, sizeof sent);
}

/* Lines "OFFSET PATH". */
static int load(struct cursor_file *cursor, struct str text, struct err *err)
{
	while (text.len > 0) {
		const char *end = memchr(text.at, '\n', text.len), *space = memchr(text.at, ' ', text.len);
		struct buf path = BUF_INIT;
		uint64_t next;

		if (!end || !space || space > end || !num_u64(str_from(text.at, (size_t)(space - text.at)), &next))
			return err_set(err, EXIT_MISMATCH, "%s: is no cursor of leat-replay", cursor->path);
		buf_add(&path, space + 1, (size_t)(end - space - 1));
		set(cursor, buf_cstr(&path), next);
		buf_release(&path);
		text.len -= (size_t)(end + 1 - text.at);
		text.at = end + 1;
	}
	return 0;
}

static int save(struct cursor_file *cursor, struct err *err)
{
	const struct sent *files = (const struct sent *)(const void *)cursor->files.data;
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < cursor->files.len / sizeof *files; i++)
		buf_addf(&text, "%" PRIu64 " %s\n", files[i].next, files[i].path);
	int result = file_replace(cursor->path, buf_str(&text), err);
	buf_release(&text);
	cursor->written_ns = time_steady_ns();
	return result;
}

static void release(struct cursor_file *cursor)
{
	struct sent *files = (struct sent *)(void *)cursor->files.data;

	for (size_t i = 0; i < cursor->files.len / sizeof *files; i++)
		free(files[i].path);
	buf_release(&cursor->files);
	free(cursor->path);
	free(cursor);
}

struct cursor_file *cursor_file_open(const char *folder, struct err *err)
{
	struct cursor_file *cursor = mem_zero(1, sizeof *cursor);
	struct buf path = BUF_INIT, text = BUF_INIT;
	int result = 0;

	buf_addf(&path, "%s/cursor", folder);
	cursor->path = mem_strdup(buf_cstr(&path));
	cursor->written_ns = time_steady_ns();
	if (access(cursor->path, F_OK) == 0)
		result = file_read(cursor->path, CURSOR_MAX, &text, err) < 0 ? -1 : load(cursor, buf_str(&text), err);
	buf_release(&path);
	buf_release(&text);
	if (result == 0)
		return cursor;
	release(cursor);
	return NULL;
}

bool cursor_file_was_sent(const struct cursor_file *cursor, const char *path, uint64_t offset)
{
	const struct sent *sent = find(cursor, path);

	return sent && offset < sent->next;
}

int cursor_file_sent(struct cursor_file *cursor, const char *path, uint64_t offset, struct err *err)
{
	set(cursor, path, offset + 1);
	return time_steady_ns() - cursor->written_ns > WRITE_NS ? save(cursor, err) : 0;
}

int cursor_file_close(struct cursor_file *cursor, struct err *err)
{
	int result = 0;

	if (cursor) {
		result = save(cursor, err);
		release(cursor);
	}
	return result;
}
