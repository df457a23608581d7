#include "leat/docs.h"

#include "leat/source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { FRAMES, CORPUS, LINES, PARTS };

struct frames {
	struct codec_state codecs;
	docs_fn *fn;
	void *ctx;
};

static int each_of_frame(void *data, const struct channel_event *event, struct err *err)
{
	struct frames *frames = data;
	struct frame *frame = event->frame;
	struct record record;

	if (event->kind != CHANNEL_DATA)
		return 0;
	int result = frame_open_records(frame, true, &frames->codecs, err);

	for (uint32_t i = 0; result == 0 && i < frame->head.nrec; i++) {
		result = frame_record(frame, i, &record, err);
		if (result == 0)
			result = frames->fn(frames->ctx, &record, err);
	}
	return result;
}

int docs_frames(const char *path, docs_fn *fn, void *ctx, struct err *err)
{
	struct frames frames = { CODEC_STATE_INIT, fn, ctx };
	int result = source_each(path, each_of_frame, &frames, err);

	codec_state_release(&frames.codecs);
	return result;
}

bool docs_is_lines(struct str name)
{
	return str_ends(name, STR(".jsonl")) || str_ends(name, STR(".jsonl.gz")) || str_ends(name, STR(".jsonl.zst"));
}

static int is_part(const struct dirent *entry)
{
	return docs_is_lines(str_of(entry->d_name));
}

/* What lies beside a file or folder of lines; not there: nothing. */
static int each_beside(const char *path, const char *suffix, enum verdict verdict, docs_fn *fn, void *ctx, struct err *err)
{
	struct str name = str_of(path);
	struct buf beside = BUF_INIT;
	int result = 0;

	while (name.len > 1 && str_ends(name, STR("/")))
		name.len--;
	buf_addf(&beside, "%.*s%s", STR_ARG(name), suffix);
	if (access(buf_cstr(&beside), F_OK) == 0)
		result = docs_lines(buf_cstr(&beside), verdict, fn, ctx, err);
	buf_release(&beside);
	return result;
}

static int each_part(const char *folder, docs_fn *fn, void *ctx, struct err *err)
{
	struct dirent **entries;
	struct buf path = BUF_INIT;
	int count = scandir(folder, &entries, is_part, alphasort), result = 0;

	if (count < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", folder);
	for (int i = 0; i < count; i++) {
		buf_reset(&path);
		buf_addf(&path, "%s/%s", folder, entries[i]->d_name);
		if (result == 0)
			result = docs_lines(buf_cstr(&path), VERDICT_KEPT, fn, ctx, err);
		free(entries[i]);
	}
	free(entries);
	buf_release(&path);
	return result;
}

static int each_line(const char *path, bool folder, docs_fn *fn, void *ctx, struct err *err)
{
	int result = folder ? each_part(path, fn, ctx, err) : docs_lines(path, VERDICT_KEPT, fn, ctx, err);

	if (result == 0)
		result = each_beside(path, ".dropped.jsonl", VERDICT_DROPPED, fn, ctx, err);
	if (result == 0)
		result = each_beside(path, ".rejects.jsonl", VERDICT_REJECTED, fn, ctx, err);
	return result;
}

static enum kind kind_of_folder(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_part, alphasort);

	for (int i = 0; i < count; i++)
		free(entries[i]);
	if (count >= 0)
		free(entries);
	return count > 0 ? PARTS : FRAMES;
}

static int find_kind(const char *path, enum kind *kind, struct err *err)
{
	char start[16] = "";
	struct stat st;

	*kind = FRAMES;
	if (strcmp(path, "-") == 0)
		return 0;
	if (stat(path, &st) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	if (S_ISDIR(st.st_mode)) {
		*kind = kind_of_folder(path);
		return 0;
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	ssize_t got = S_ISREG(st.st_mode) ? read(fd, start, sizeof start) : 0;
	close(fd);
	if (got == (ssize_t)sizeof start && memcmp(start, "SQLite format 3", sizeof start) == 0)
		*kind = CORPUS;
	else if (docs_is_lines(str_of(path)) || start[0] == '{')
		*kind = LINES;
	return 0;
}

int docs_each(const char *path, docs_fn *fn, void *ctx, struct err *err)
{
	enum kind kind;
	int result = find_kind(path, &kind, err);

	if (result == 0)
		result = kind == FRAMES ? docs_frames(path, fn, ctx, err) :
			 kind == CORPUS ? docs_corpus(path, fn, ctx, err) :
					  each_line(path, kind == PARTS, fn, ctx, err);
	return result < 0 ? -1 : 0;
}
