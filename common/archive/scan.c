#include "archive/scan.h"
#include "base/num.h"
#include "record/crc32c.h"
#include "record/flow.h"

#include <inttypes.h>

enum {
	FRONT_MAX = FRAME_HEAD + FRAME_LAYERS_MAX * FRAME_DESCRIPTOR,
	WINDOW_FIRST = 4096, /* the next header is looked for in windows of rising size */
	WINDOW_LAST = 1 << 20,
};

struct scan {
	int fd;
	const char *name;
	struct archive_content *content;
	struct frame *frame;
	bool in_flow; /* the flow at hand; the content's are those at the last durable point */
	uint64_t flow_recipe, flow_frames;
	size_t pending_rows; /* first row with no COMMIT or STOP behind it */
	size_t pending_damage;
	bool stopped; /* the file has a STOP */
	struct buf window; /* bytes looked through for a header */
};

/* A header whose descriptors are not all there: the file ends within them. */
static bool front_is_torn(const char *front, size_t len)
{
	struct frame_head head;
	struct err ignored;

	return len < FRAME_HEAD || (len < FRONT_MAX && frame_read_head(front, &head, &ignored) == 0 &&
				    len < FRAME_HEAD + head.nlayers * (size_t)FRAME_DESCRIPTOR);
}

/* The header's checksum covers the descriptors: FORMAT.md. */
static bool front_is_good(const char *front, size_t len, struct frame_head *head, struct err *err)
{
	static const char zero[4] = { 0 };
	size_t descriptors;
	uint32_t crc;

	if (len < FRAME_HEAD || frame_read_head(front, head, err) < 0)
		return false;
	descriptors = head->nlayers * (size_t)FRAME_DESCRIPTOR;
	if (len < FRAME_HEAD + descriptors)
		return false;
	crc = crc32c(0, front, FRAME_HEAD - sizeof zero);
	crc = crc32c(crc, zero, sizeof zero);
	crc = crc32c(crc, front + FRAME_HEAD, descriptors);
	return crc == num_load32(front + FRAME_HEAD - sizeof zero);
}

/* Where the next good header behind `from` starts; the file's size where there is none. */
static int find_next(struct scan *scan, uint64_t from, uint64_t *found, struct err *err)
{
	struct frame_head head;
	struct err ignored;
	uint64_t at = from;
	size_t step = WINDOW_FIRST;

	buf_reset(&scan->window);
	char *window = buf_reserve(&scan->window, WINDOW_LAST + FRONT_MAX);
	while (at < scan->content->size) {
		int64_t got = archive_read_at(scan->fd, scan->name, at, window, step + FRONT_MAX, err);
		const char *hit = window, *end = window + got;

		if (got < 0)
			return -1;
		while (hit < end && (hit = memmem(hit, (size_t)(end - hit), "LEAT", 4))) {
			if ((size_t)(hit - window) >= step)
				break;
			if (front_is_good(hit, (size_t)(end - hit), &head, &ignored)) {
				*found = at + (uint64_t)(hit - window);
				return 0;
			}
			hit++;
		}
		at += step;
		step = step < WINDOW_LAST ? 2 * step : step;
	}
	*found = scan->content->size;
	return 0;
}

static void add_damage(struct scan *scan, uint64_t from, uint64_t to)
{
	struct archive_damage damage = { from, to - from };

	buf_add(&scan->content->damage, &damage, sizeof damage);
}

static void take_flow(struct scan *scan)
{
	scan->content->in_flow = scan->in_flow;
	scan->content->tail.flow_recipe = scan->flow_recipe;
	scan->content->tail.flow_frames = scan->flow_frames;
}

/* All in front of `end` is durable. */
static void make_durable(struct scan *scan, uint64_t end, uint64_t stored)
{
	struct archive_row *rows = archive_index_rows(&scan->content->index);
	size_t count = archive_index_count(&scan->content->index);

	for (size_t i = scan->pending_rows; i < count; i++)
		rows[i].stored = stored;
	scan->pending_rows = count;
	scan->pending_damage = scan->content->damage.len;
	scan->content->tail.end = end;
	take_flow(scan);
}

static void take_data(struct scan *scan, const struct frame_head *head, uint64_t at)
{
	struct archive_row row = archive_row_of(head, at);

	archive_index_add(&scan->content->index, &row);
	scan->flow_frames++;
}

static bool take_commit(struct scan *scan, struct str map, uint64_t end)
{
	struct archive_commit commit;
	struct str note;

	if (frame_layer(scan->frame, LAYER_INDEX))
		return true;
	if (!archive_commit_read(map, &commit))
		return false;
	scan->content->committed = true;
	buf_reset(&scan->content->note);
	if (flow_value(map, "note", &note))
		buf_add_str(&scan->content->note, note);
	scan->content->tail.commit_end = end;
	scan->content->tail.hash = commit.hash;
	make_durable(scan, end, commit.stored);
	return true;
}

static bool take_control(struct scan *scan, enum frame_type type, uint64_t at, uint64_t end)
{
	struct archive_content *content = scan->content;
	struct str map, text = STR("");
	struct err ignored;

	if (flow_map(scan->frame, &map, &ignored) < 0)
		return false;
	switch (type) {
	case FRAME_START:
		flow_str(map, "recipe", &text);
		scan->flow_recipe = scan->frame->head.recipe;
		scan->flow_frames = 0;
		scan->in_flow = true;
		archive_content_add_recipe(content, scan->flow_recipe, text);
		return true;
	case FRAME_STOP:
		flow_str(map, "end", &text);
		content->tail.interrupted = str_is(text, "interrupted") && at == content->tail.commit_end;
		scan->in_flow = false;
		scan->stopped = true;
		make_durable(scan, end, 0);
		return true;
	case FRAME_COMMIT:
		return take_commit(scan, map, end);
	case FRAME_DATA:
		break;
	}
	return false;
}

/* A frame whose header is good; false where the rest of it is not. */
static bool take_frame(struct scan *scan, const struct frame_head *head, uint64_t at)
{
	struct err ignored;

	if (head->type == FRAME_DATA) {
		take_data(scan, head, at);
		return true;
	}
	return archive_read_frame(scan->fd, scan->name, at, FRAME_HEAD + head->length, scan->frame, &ignored) == 0 &&
	       take_control(scan, head->type, at, at + FRAME_HEAD + head->length);
}

static int check_first(const struct scan *scan, const char *front, size_t len, struct err *err)
{
	struct frame_head head;
	size_t prefix = len < 4 ? len : 4;

	if (memcmp(front, "LEAT", prefix) != 0)
		return err_set(err, EXIT_BAD_INPUT, "%s: not an archive: it does not start with a frame", scan->name);
	if (len >= FRAME_HEAD && frame_read_head(front, &head, err) < 0 && err->code == EXIT_MISMATCH)
		return err_wrap(err, "%s", scan->name);
	return 0;
}

/* A COMMIT may be followed by frames that only a STOP makes durable (archives put together by
 * cat): these are known, too. */
static uint64_t first_byte(const struct archive_content *content)
{
	size_t count = archive_index_count(&content->index);
	const struct archive_row *last;

	if (count == 0)
		return content->tail.commit_end;
	last = &archive_index_rows(&content->index)[count - 1];
	return last->offset + last->length > content->tail.commit_end ? content->tail.end : content->tail.commit_end;
}

static int walk(struct scan *scan, struct err *err)
{
	uint64_t size = scan->content->size, next;
	char front[FRONT_MAX];
	struct frame_head head = { .length = 0 };
	struct err ignored;

	for (uint64_t at = first_byte(scan->content); at < size; at = next) {
		int64_t got = archive_read_at(scan->fd, scan->name, at, front, sizeof front, err);

		if (got < 0 || (at == 0 && check_first(scan, front, (size_t)got, err) < 0))
			return -1;
		if (front_is_torn(front, (size_t)got))
			break;
		bool good = front_is_good(front, (size_t)got, &head, &ignored);
		next = at + FRAME_HEAD + head.length;
		if (good && next > size)
			break;
		if (good && take_frame(scan, &head, at))
			continue;
		if (!good && find_next(scan, at + 1, &next, err) < 0)
			return -1;
		add_damage(scan, at, next);
	}
	return 0;
}

/* What has no COMMIT or STOP behind it goes, unless the file has none at all. */
static void cut_tail(struct scan *scan)
{
	struct archive_content *content = scan->content;
	struct archive_index all = content->index;
	const struct archive_row *rows = archive_index_rows(&all);

	if (!content->committed && !scan->stopped) {
		take_flow(scan);
		return;
	}
	content->damage.len = scan->pending_damage;
	if (scan->pending_rows == archive_index_count(&all))
		return;
	content->index = ARCHIVE_INDEX_INIT;
	for (size_t i = 0; i < scan->pending_rows; i++)
		archive_index_add(&content->index, &rows[i]);
	archive_index_release(&all);
}

int archive_scan(int fd, const char *name, struct archive_content *content, struct err *err)
{
	struct scan scan = {
		.fd = fd,
		.name = name,
		.content = content,
		.frame = frame_new(),
		.in_flow = content->committed,
		.flow_recipe = content->tail.flow_recipe,
		.flow_frames = content->tail.flow_frames,
		.pending_rows = archive_index_count(&content->index),
		.pending_damage = content->damage.len,
	};
	int result = walk(&scan, err);

	if (result == 0)
		cut_tail(&scan);
	content->tail.frames = archive_index_count(&content->index);
	frame_free(scan.frame);
	buf_release(&scan.window);
	return result;
}
