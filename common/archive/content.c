#include "archive/content.h"
#include "archive/scan.h"
#include "base/num.h"
#include "record/flow.h"
#include "record/pack.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int64_t archive_read_at(int fd, const char *name, uint64_t offset, void *to, size_t count, struct err *err)
{
	size_t done = 0;

	while (done < count) {
		ssize_t got = pread(fd, (char *)to + done, count - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(err, EXIT_CUT, "%s: cannot read", name);
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (int64_t)done;
}

int archive_read_frame(int fd, const char *name, uint64_t offset, uint32_t length, struct frame *frame,
		       struct err *err)
{
	frame_reset(frame);
	int64_t got = archive_read_at(fd, name, offset, buf_reserve(&frame->wire, length), length, err);

	if (got < 0)
		return -1;
	frame->wire.len = (size_t)got;
	if (got < (int64_t)length)
		return err_set(err, EXIT_CUT, "%s: ends inside the frame at byte %" PRIu64, name, offset);
	if (frame_parse(frame, err) < 0)
		return err_wrap(err, "%s: byte %" PRIu64, name, offset);
	return 0;
}

const char *archive_content_recipe(const struct archive_content *content, uint64_t hash)
{
	const struct archive_recipe *recipes = (const void *)content->recipes.data;

	for (size_t i = 0; i < content->recipes.len / sizeof *recipes; i++)
		if (recipes[i].hash == hash)
			return recipes[i].text;
	return NULL;
}

void archive_content_add_recipe(struct archive_content *content, uint64_t hash, struct str text)
{
	struct archive_recipe recipe = { .hash = hash };

	if (archive_content_recipe(content, hash))
		return;
	recipe.text = mem_alloc(text.len + 1);
	memcpy(recipe.text, text.at, text.len);
	recipe.text[text.len] = '\0';
	buf_add(&content->recipes, &recipe, sizeof recipe);
}

void archive_content_pack_recipes(const struct archive_content *content, struct buf *out)
{
	const struct archive_recipe *recipes = (const void *)content->recipes.data;
	size_t count = content->recipes.len / sizeof *recipes;

	pack_list(out, count);
	for (size_t i = 0; i < count; i++) {
		pack_map(out, 2);
		pack_text(out, "hash");
		pack_uint(out, recipes[i].hash);
		pack_text(out, "text");
		pack_text(out, recipes[i].text);
	}
}

static bool take_recipes(struct archive_content *content, struct str packed)
{
	struct cursor cursor = cursor_of(packed);
	struct value list;
	struct str one, text;
	uint64_t hash;

	if (!cursor_expect(&cursor, VALUE_LIST, &list))
		return false;
	for (uint32_t i = 0; i < list.count; i++) {
		if (!cursor_skip(&cursor, &one) || !flow_uint(one, "hash", &hash) ||
		    !flow_str(one, "text", &text))
			return false;
		archive_content_add_recipe(content, hash, text);
	}
	return true;
}

static bool take_rows(struct archive_content *content, struct str layer, uint64_t first)
{
	struct archive_row row;

	if (layer.len < ARCHIVE_TRAILER || (layer.len - ARCHIVE_TRAILER) % ARCHIVE_ROW != 0)
		return false;
	for (size_t at = 0; at + ARCHIVE_TRAILER < layer.len; at += ARCHIVE_ROW) {
		archive_row_read(layer.at + at, &row);
		if (row.offset >= first || row.length < FRAME_HEAD || row.length > first - row.offset)
			return false;
		archive_index_add(&content->index, &row);
	}
	return true;
}

/* One frame of the footer; its length goes to *length. False where it is not whole. */
static bool take_footer(int fd, const char *name, uint64_t at, uint64_t first, struct frame *frame,
			struct archive_content *content, uint64_t *length)
{
	struct codec_state none = CODEC_STATE_INIT;
	struct frame_head head;
	struct str map, rows, recipes, note;
	struct err ignored;
	char bytes[FRAME_HEAD];

	if (archive_read_at(fd, name, at, bytes, FRAME_HEAD, &ignored) != FRAME_HEAD ||
	    frame_read_head(bytes, &head, &ignored) < 0 || head.type != FRAME_COMMIT)
		return false;
	*length = FRAME_HEAD + (uint64_t)head.length;
	if (archive_read_frame(fd, name, at, (uint32_t)*length, frame, &ignored) < 0)
		return false;
	const struct layer *layer = frame_layer(frame, LAYER_INDEX);
	if (!layer || layer->codec != CODEC_NONE || flow_map(frame, &map, &ignored) < 0)
		return false;
	buf_reset(&content->note);
	if (flow_value(map, "note", &note))
		buf_add_str(&content->note, note);
	return archive_tail_read(map, &content->tail, &recipes) && take_recipes(content, recipes) &&
	       frame_open_layer(frame, LAYER_INDEX, &none, &rows, &ignored) == 0 && take_rows(content, rows, first);
}

/* True where the file ends with a whole footer, whose rows are then taken. */
static bool read_footer(int fd, const char *name, struct archive_content *content)
{
	struct frame *frame = frame_new();
	char trailer[ARCHIVE_TRAILER];
	uint64_t first, at, length;
	struct err ignored;
	bool good = false;

	if (content->size >= FRAME_HEAD + ARCHIVE_TRAILER &&
	    archive_read_at(fd, name, content->size - ARCHIVE_TRAILER, trailer, sizeof trailer, &ignored) ==
		    ARCHIVE_TRAILER &&
	    memcmp(trailer + 8, ARCHIVE_TRAILER_MAGIC, 8) == 0) {
		first = num_load64(trailer);
		good = first < content->size;
		for (at = first; good && at < content->size; at += length)
			good = take_footer(fd, name, at, first, frame, content, &length);
		good = good && at == content->size && content->tail.end == first &&
		       content->tail.frames == archive_index_count(&content->index);
	}
	frame_free(frame);
	return good;
}

int archive_content_read(int fd, const char *name, bool scan, struct archive_content *content, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot read", name);
	content->size = (uint64_t)st.st_size;
	if (!scan && read_footer(fd, name, content)) {
		content->indexed = content->committed = true;
		return 0;
	}
	archive_content_release(content);
	*content = ARCHIVE_CONTENT_INIT;
	content->size = (uint64_t)st.st_size;
	return archive_scan(fd, name, content, err);
}

int archive_content_update(int fd, const char *name, struct archive_content *content, struct err *err)
{
	size_t before = archive_index_count(&content->index);
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot read", name);
	if ((uint64_t)st.st_size == content->size)
		return 0;
	if (!content->committed) {
		archive_content_release(content);
		*content = ARCHIVE_CONTENT_INIT;
	}
	content->size = (uint64_t)st.st_size;
	if (archive_scan(fd, name, content, err) < 0)
		return -1;
	return archive_index_count(&content->index) > before;
}

void archive_content_release(struct archive_content *content)
{
	struct archive_recipe *recipes = (void *)content->recipes.data;

	for (size_t i = 0; i < content->recipes.len / sizeof *recipes; i++)
		free(recipes[i].text);
	buf_release(&content->recipes);
	buf_release(&content->damage);
	buf_release(&content->note);
	archive_index_release(&content->index);
}
