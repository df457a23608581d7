#include "ingest/walk.h"

#include "base/buf.h"
#include "ingest/flow.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDERS_MAX = 128 /* nested */, LINE_MAX_BYTES = 64 << 10 };

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int walk_below(const struct walk *walk, const char *folder, int depth, struct err *err);

static int visit(const struct walk *walk, const char *path, int depth, struct err *err)
{
	struct stat st;
	struct err why;

	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return walk_below(walk, path, depth + 1, err);
	if (stat(path, &st) != 0) {
		err_sys(&why, EXIT_FAILED, "%s: cannot open", path);
		walk->lost(walk->ctx, &why);
		return 0;
	}
	return S_ISREG(st.st_mode) ? walk->file(walk->ctx, path, err) : 0;
}

static int walk_below(const struct walk *walk, const char *folder, int depth, struct err *err)
{
	struct dirent **entries;
	struct err why;
	int count = -1;
	int result = 0;

	errno = ELOOP;
	if (depth < FOLDERS_MAX)
		count = scandir(folder, &entries, visible, alphasort);
	if (count < 0) {
		err_sys(&why, EXIT_FAILED, "%s: cannot read", folder);
		walk->lost(walk->ctx, &why);
		return 0;
	}
	for (int i = 0; i < count; i++) {
		struct buf path = BUF_INIT;
		size_t len = strlen(folder);

		buf_addf(&path, "%s%s%s", folder, len > 0 && folder[len - 1] == '/' ? "" : "/",
			 entries[i]->d_name);
		if (result == 0)
			result = visit(walk, buf_cstr(&path), depth, err);
		buf_release(&path);
		free(entries[i]);
	}
	free(entries);
	return result;
}

int walk_folder(const struct walk *walk, const char *folder, struct err *err)
{
	return walk_below(walk, folder, 0, err);
}

/* The next line, without its end, with a NUL. 0: there is none; -1: it is too long. */
static int next_line(struct flow *flow, struct buf *line)
{
	const char *at, *end;
	size_t seen = 0, have, count;

	do {
		have = flow_peek(flow, seen + 1, &at);
		end = memchr(at + seen, '\n', have - seen);
		if (have <= seen || end)
			break;
		seen = have;
	} while (have <= LINE_MAX_BYTES);
	count = end ? (size_t)(end - at) + 1 : have;
	if (count > LINE_MAX_BYTES)
		return -1;
	buf_reset(line);
	buf_add(line, at, count);
	flow_skip(flow, count);
	while (line->len > 0 && strchr("\r\n", line->data[line->len - 1]))
		line->len--;
	buf_cstr(line);
	return count > 0;
}

static int walk_lines(const struct walk *walk, const char *path, struct input *input, struct err *err)
{
	struct faults faults = { .report = NULL };
	struct flow *flow = flow_open(input, &faults);
	struct buf line = BUF_INIT;
	int more, result = 0;

	while (result == 0 && (more = next_line(flow, &line)) > 0)
		if (line.len > 0)
			result = walk->file(walk->ctx, line.data, err);
	if (result == 0 && more < 0)
		result = err_set(err, EXIT_BAD_INPUT, "%s: a line is longer than any name: is it a list?", path);
	if (result == 0 && input->error)
		result = err_set(err, EXIT_CUT, "%s: cannot read: %s", path, strerror(input->error));
	if (result == 0 && faults.grave > 0)
		result = err_set(err, EXIT_BAD_INPUT, "%s: is damaged: get it again", path);
	buf_release(&line);
	flow_close(flow);
	return result;
}

int walk_list(const struct walk *walk, const char *path, struct err *err)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct input input;
	int result;

	if (fd < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	input_open_fd(&input, fd);
	result = walk_lines(walk, path, &input, err);
	input_close(&input);
	if (fd != STDIN_FILENO)
		close(fd);
	return result;
}
