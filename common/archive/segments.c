#include "archive/segments.h"
#include "archive/reader.h"
#include "base/file.h"
#include "base/num.h"
#include "base/time.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct archive_segments {
	char *folder; /* NULL: a file */
	struct archive_limits limits;
	struct archive_writer *writer; /* NULL: the next segment is not begun */
	uint64_t number; /* of the segment that is written, or comes next */
	int64_t begun_ms; /* when this writer was opened */
	struct archive_content closed; /* index and recipes of the closed segments */
};

static void segment_path(const struct archive_segments *segments, uint64_t number, struct buf *out)
{
	buf_reset(out);
	buf_addf(out, "%s/%08llu.leat", segments->folder, (unsigned long long)number);
}

/* The number in a segment's name; 0: another file. */
static uint64_t segment_number(const char *name)
{
	struct str s = str_of(name);
	uint64_t number;

	if (s.len < 13 || !str_ends(s, STR(".leat")) || !num_u64(str_from(s.at, s.len - 5), &number))
		return 0;
	return number;
}

static int is_segment(const struct dirent *entry)
{
	return segment_number(entry->d_name) > 0;
}

static void keep_known(struct archive_segments *segments, const struct archive_content *content)
{
	const struct archive_row *rows = archive_index_rows(&content->index);
	const struct archive_recipe *recipes = (const void *)content->recipes.data;

	for (size_t i = 0; i < archive_index_count(&content->index); i++)
		archive_index_add(&segments->closed.index, &rows[i]);
	for (size_t i = 0; i < content->recipes.len / sizeof *recipes; i++)
		archive_content_add_recipe(&segments->closed, recipes[i].hash, str_of(recipes[i].text));
}

static int open_segment(struct archive_segments *segments, uint64_t number, struct err *err)
{
	struct buf path = BUF_INIT;

	segment_path(segments, number, &path);
	segments->number = number;
	segments->begun_ms = time_now_ms();
	segments->writer = archive_writer_open(buf_cstr(&path), err);
	buf_release(&path);
	return segments->writer ? 0 : -1;
}

/* Deletes the oldest closed segments that the limits do not allow. */
static int delete_old(struct archive_segments *segments, struct err *err)
{
	const struct archive_limits *limits = &segments->limits;
	struct dirent **entries;
	struct buf path = BUF_INIT;
	uint64_t total = 0;
	struct stat st;
	int count, result = 0;

	if (!limits->keep_bytes && !limits->keep_ms)
		return 0;
	count = scandir(segments->folder, &entries, is_segment, alphasort);
	if (count < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot read the folder", segments->folder);
	for (int i = count - 1; i >= 0; i--) {
		uint64_t number = segment_number(entries[i]->d_name);

		segment_path(segments, number, &path);
		free(entries[i]);
		if (number == segments->number || result < 0 || stat(buf_cstr(&path), &st) < 0)
			continue;
		total += (uint64_t)st.st_size;
		int64_t age = time_now_ms() - (int64_t)st.st_mtim.tv_sec * 1000;
		if ((limits->keep_bytes && total > limits->keep_bytes) || (limits->keep_ms && age > (int64_t)limits->keep_ms))
			if (unlink(buf_cstr(&path)) < 0)
				result = err_sys(err, EXIT_FAILED, "%s: cannot delete", buf_cstr(&path));
	}
	free(entries);
	buf_release(&path);
	return result;
}

static int roll(struct archive_segments *segments, struct err *err)
{
	struct archive_writer *writer = segments->writer;

	keep_known(segments, archive_writer_content(writer));
	segments->writer = NULL;
	segments->number++;
	if (archive_writer_close(writer, true, err) < 0)
		return -1;
	return delete_old(segments, err);
}

static bool is_over(const struct archive_segments *segments)
{
	const struct archive_limits *limits = &segments->limits;

	if (!segments->folder || !segments->writer ||
	    archive_index_count(&archive_writer_content(segments->writer)->index) == 0)
		return false;
	return (limits->segment_bytes && archive_writer_size(segments->writer) >= limits->segment_bytes) ||
	       (limits->segment_ms && time_now_ms() - segments->begun_ms >= (int64_t)limits->segment_ms);
}

/* Reads what the closed segments hold; the last one is left to the writer. */
static int read_closed(struct archive_segments *segments, struct dirent **entries, int count, struct err *err)
{
	struct buf path = BUF_INIT;
	int result = 0;

	for (int i = 0; i + 1 < count && result == 0; i++) {
		segment_path(segments, segment_number(entries[i]->d_name), &path);
		struct archive_reader *reader = archive_reader_open(buf_cstr(&path), false, err);

		if (reader)
			keep_known(segments, &archive_reader_file(reader, 0)->content);
		else
			result = -1;
		archive_reader_free(reader);
	}
	buf_release(&path);
	return result;
}

static int open_folder(struct archive_segments *segments, struct err *err)
{
	struct dirent **entries;
	int count, result;

	if (file_make_dirs(segments->folder, err) < 0)
		return -1;
	count = scandir(segments->folder, &entries, is_segment, alphasort);
	if (count < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot read the folder", segments->folder);
	result = read_closed(segments, entries, count, err);
	if (result == 0)
		result = open_segment(segments, count ? segment_number(entries[count - 1]->d_name) : 1, err);
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	return result == 0 && is_over(segments) ? roll(segments, err) : result;
}

static void release(struct archive_segments *segments)
{
	archive_content_release(&segments->closed);
	free(segments->folder);
	free(segments);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return str_ends(str_of(path), STR("/")) || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

struct archive_segments *archive_segments_open(const char *path, const struct archive_limits *limits, struct err *err)
{
	struct archive_segments *segments = mem_zero(1, sizeof *segments);
	size_t len = strlen(path);

	segments->limits = *limits;
	segments->closed = ARCHIVE_CONTENT_INIT;
	if (is_folder(path)) {
		segments->folder = mem_strdup(path);
		while (len > 1 && segments->folder[len - 1] == '/')
			segments->folder[--len] = '\0';
		if (open_folder(segments, err) == 0)
			return segments;
		if (segments->writer)
			archive_writer_abandon(segments->writer);
	} else if (limits->segment_bytes || limits->segment_ms || limits->keep_bytes || limits->keep_ms) {
		err_set(err, EXIT_USAGE, "%s: segments are kept in a folder: give its name with a '/' at the end", path);
	} else {
		segments->writer = archive_writer_open(path, err);
		if (segments->writer)
			return segments;
	}
	release(segments);
	return NULL;
}

const struct archive_row *archive_segments_find(const struct archive_segments *segments, uint64_t stream, uint64_t seq)
{
	const struct archive_row *row = NULL;

	if (segments->writer)
		row = archive_index_find(&archive_writer_content(segments->writer)->index, stream, seq);
	return row ? row : archive_index_find(&segments->closed.index, stream, seq);
}

const char *archive_segments_recipe(const struct archive_segments *segments, uint64_t hash)
{
	const char *text = NULL;

	if (segments->writer)
		text = archive_content_recipe(archive_writer_content(segments->writer), hash);
	return text ? text : archive_content_recipe(&segments->closed, hash);
}

static bool each_row(const struct archive_index *index, bool (*fn)(void *, const struct archive_row *), void *ctx)
{
	const struct archive_row *rows = archive_index_rows(index);

	for (size_t i = 0; i < archive_index_count(index); i++)
		if (fn(ctx, &rows[i]))
			return true;
	return false;
}

bool archive_segments_each(const struct archive_segments *segments, bool (*fn)(void *, const struct archive_row *),
			   void *ctx)
{
	return each_row(&segments->closed.index, fn, ctx) ||
	       (segments->writer && each_row(&archive_writer_content(segments->writer)->index, fn, ctx));
}

int archive_segments_append(struct archive_segments *segments, const struct frame *frame, struct str recipe,
			    struct str dedup_state, struct err *err)
{
	if (!segments->writer && open_segment(segments, segments->number, err) < 0)
		return -1;
	if (archive_writer_flow(segments->writer, recipe, dedup_state, err) < 0)
		return -1;
	return archive_writer_append(segments->writer, frame, err);
}

int archive_segments_commit(struct archive_segments *segments, struct err *err)
{
	if (segments->writer && archive_writer_commit(segments->writer, err) < 0)
		return -1;
	return is_over(segments) ? roll(segments, err) : 0;
}

int archive_segments_close(struct archive_segments *segments, bool complete, struct str recipe,
			   struct str dedup_state, struct err *err)
{
	struct archive_writer *writer = segments->writer;
	int result = 0;

	if (writer && complete && archive_index_count(&archive_writer_content(writer)->index) == 0 &&
	    archive_index_count(&segments->closed.index) == 0)
		result = archive_writer_flow(writer, recipe, dedup_state, err);
	if (writer && archive_writer_close(writer, complete, err) < 0)
		result = -1;
	release(segments);
	return result;
}
