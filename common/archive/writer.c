#include "archive/writer.h"
#include "base/file.h"
#include "base/num.h"
#include "base/time.h"
#include "record/flow.h"

#define XXH_INLINE_ALL
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* So that a footer frame keeps below FRAME_RAW_MAX with its map of recipes. */
enum { ROWS_A_FOOTER = (FRAME_RAW_MAX / 2) / ARCHIVE_ROW };
enum { EARLY_BYTES = 1 << 20 };

struct archive_writer {
	int fd;
	char *path;
	struct archive_content content;
	struct frame *frame; /* for START, COMMIT, STOP and footer */
	struct buf map;
	XXH3_state_t *hash; /* of the bytes since the last COMMIT */
	uint64_t at; /* size of the file as written */
	uint64_t durable; /* what a failure cuts it back to */
	uint64_t group; /* bytes since the last COMMIT */
	uint64_t asked; /* in front of this the kernel was asked to write to the disk */
	size_t pending; /* first row with no COMMIT behind it */
	bool fresh; /* the file did not exist */
	bool begun; /* something was written */
	bool noted; /* the note is another than that of the last COMMIT */
	bool broken;
};

static int fail(struct archive_writer *writer, struct err *err)
{
	/* Nothing better can be done if this fails, too: the torn tail is cut at the next start. */
	if (ftruncate(writer->fd, (off_t)writer->durable) == 0)
		fdatasync(writer->fd);
	writer->broken = true;
	err->code = EXIT_RETRY;
	return -1;
}

static void start_writing(struct archive_writer *writer)
{
	if (writer->at - writer->asked < EARLY_BYTES)
		return;
	file_start_writing(writer->fd, writer->asked, writer->at - writer->asked);
	writer->asked = writer->at;
}

static int write_frame(struct archive_writer *writer, const struct frame *frame, bool hashed, struct err *err)
{
	struct iovec pieces[FRAME_LAYERS_MAX + 1], *at = pieces;
	size_t total;
	int count = frame_pieces(frame, pieces, &total);

	for (int i = 0; hashed && i < count; i++)
		XXH3_64bits_update(writer->hash, pieces[i].iov_base, pieces[i].iov_len);
	writer->begun = true;
	writer->at += total;
	writer->group += hashed ? total : 0;
	while (total > 0) {
		ssize_t put = writev(writer->fd, at, count);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			err_sys(err, EXIT_RETRY, "%s: cannot write", writer->path);
			return fail(writer, err);
		}
		total -= (size_t)put;
		while (count > 0 && (size_t)put >= at->iov_len) {
			put -= (ssize_t)at->iov_len;
			at++;
			count--;
		}
		if (count > 0) {
			at->iov_base = (char *)at->iov_base + put;
			at->iov_len -= (size_t)put;
		}
	}
	start_writing(writer);
	return 0;
}

/* Writes writer->map as a frame of that type, and empties it. */
static int write_control(struct archive_writer *writer, enum frame_type type, bool hashed, struct err *err)
{
	struct codec_state none = CODEC_STATE_INIT;

	if (frame_make_control(writer->frame, type, &writer->map, err) < 0)
		return -1;
	writer->frame->head.recipe = writer->content.tail.flow_recipe;
	if (frame_seal(writer->frame, CODEC_NONE, &none, err) < 0)
		return -1;
	return write_frame(writer, writer->frame, hashed, err);
}

static int sync_file(struct archive_writer *writer, struct err *err)
{
	if (fdatasync(writer->fd) < 0) {
		err_sys(err, EXIT_RETRY, "%s: cannot make it durable", writer->path);
		return fail(writer, err);
	}
	writer->durable = writer->at;
	return 0;
}

/* A COMMIT, also of an empty group: a new file has one behind START, so that a file without
 * any is known not to be a writer's. */
static int write_commit(struct archive_writer *writer, uint64_t stored, struct err *err)
{
	struct archive_tail *tail = &writer->content.tail;
	struct archive_row *rows = archive_index_rows(&writer->content.index);
	size_t count = archive_index_count(&writer->content.index);
	struct archive_commit commit = {
		.stored = stored,
		.frames = count - writer->pending,
		.bytes = writer->group,
		.after = tail->hash,
		.hash = XXH3_64bits_digest(writer->hash),
	};

	archive_commit_pack(&commit, buf_str(&writer->content.note), &writer->map);
	if (write_control(writer, FRAME_COMMIT, false, err) < 0)
		return -1;
	for (size_t i = writer->pending; i < count; i++)
		rows[i].stored = commit.stored;
	writer->pending = count;
	writer->group = 0;
	writer->noted = false;
	tail->hash = commit.hash;
	tail->commit_end = tail->end = writer->at;
	writer->content.committed = true;
	XXH3_64bits_reset_withSeed(writer->hash, tail->hash);
	return 0;
}

static int commit_now(struct archive_writer *writer, struct err *err)
{
	return write_commit(writer, (uint64_t)time_now_ms(), err) < 0 ? -1 : sync_file(writer, err);
}

static int write_stop(struct archive_writer *writer, bool complete, struct err *err)
{
	struct archive_tail *tail = &writer->content.tail;

	archive_stop_pack(tail->flow_frames, complete, &writer->map);
	if (write_control(writer, FRAME_STOP, true, err) < 0)
		return -1;
	writer->content.in_flow = false;
	tail->interrupted = !complete;
	tail->end = writer->at;
	return 0;
}

static int write_start(struct archive_writer *writer, struct str recipe, struct str dedup_state, struct err *err)
{
	struct archive_tail *tail = &writer->content.tail;

	tail->flow_recipe = flow_recipe_hash(recipe);
	tail->flow_frames = 0;
	archive_content_add_recipe(&writer->content, tail->flow_recipe, recipe);
	archive_start_pack(recipe, dedup_state, &writer->map);
	if (write_control(writer, FRAME_START, true, err) < 0)
		return -1;
	writer->content.in_flow = true;
	return 0;
}

/* Before the first byte: cuts off the footer or the torn tail, and the STOP of a flow that
 * is to go on. */
static int cut_back(struct archive_writer *writer, bool go_on, struct err *err)
{
	struct archive_tail *tail = &writer->content.tail;

	if (go_on) {
		tail->end = tail->commit_end;
		tail->interrupted = false;
		writer->content.in_flow = true;
	}
	/* A START that was written without its COMMIT goes, too. */
	if (tail->end == 0)
		writer->content.in_flow = false;
	if (writer->content.size != tail->end && ftruncate(writer->fd, (off_t)tail->end) < 0)
		return err_sys(err, EXIT_RETRY, "%s: cannot cut off the footer", writer->path);
	if (lseek(writer->fd, (off_t)tail->end, SEEK_SET) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot seek", writer->path);
	writer->at = writer->durable = tail->end;
	/* STOP, if it stays, stands behind the last COMMIT; the next one does not vouch for it. */
	XXH3_64bits_reset_withSeed(writer->hash, tail->hash);
	writer->begun = true;
	return 0;
}

int archive_writer_flow(struct archive_writer *writer, struct str recipe, struct str dedup_state, struct err *err)
{
	struct archive_content *content = &writer->content;
	bool same = content->tail.flow_recipe == flow_recipe_hash(recipe) && content->recipes.len;
	bool go_on = same && content->tail.interrupted && !content->in_flow;

	if (!writer->begun && cut_back(writer, go_on, err) < 0)
		return -1;
	if (content->in_flow && same)
		return 0;
	if (content->in_flow) {
		if ((writer->group && commit_now(writer, err) < 0) || write_stop(writer, true, err) < 0)
			return -1;
	}
	if (write_start(writer, recipe, dedup_state, err) < 0)
		return -1;
	if (content->committed)
		return 0;
	if (commit_now(writer, err) < 0)
		return -1;
	return writer->fresh ? file_sync_dir(writer->path, err) : 0;
}

int archive_writer_append(struct archive_writer *writer, const struct frame *frame, struct err *err)
{
	struct archive_row row = archive_row_of(&frame->head, writer->at);

	if (write_frame(writer, frame, true, err) < 0)
		return -1;
	archive_index_add(&writer->content.index, &row);
	writer->content.tail.flow_frames++;
	return 0;
}

int archive_writer_commit(struct archive_writer *writer, struct err *err)
{
	bool wanted = writer->group || (writer->noted && writer->begun);

	return wanted && !writer->broken ? commit_now(writer, err) : 0;
}

int archive_writer_mark(struct archive_writer *writer, uint64_t stored, struct err *err)
{
	return writer->group ? write_commit(writer, stored, err) : 0;
}

int archive_writer_stop(struct archive_writer *writer, bool complete, struct err *err)
{
	return writer->content.in_flow ? write_stop(writer, complete, err) : 0;
}

void archive_writer_note(struct archive_writer *writer, struct str note)
{
	writer->noted = writer->noted || !str_eq(note, buf_str(&writer->content.note));
	buf_reset(&writer->content.note);
	buf_add_str(&writer->content.note, note);
}

static int write_footer(struct archive_writer *writer, struct err *err)
{
	struct archive_content *content = &writer->content;
	const struct archive_row *rows = archive_index_rows(&content->index);
	size_t count = archive_index_count(&content->index), i = 0;
	struct codec_state none = CODEC_STATE_INIT;
	struct buf layer = BUF_INIT, recipes = BUF_INIT;
	int result = 0;

	content->tail.frames = count;
	archive_content_pack_recipes(content, &recipes);
	do {
		size_t end = count - i > ROWS_A_FOOTER ? i + ROWS_A_FOOTER : count;

		archive_tail_pack(&content->tail, buf_str(&recipes), buf_str(&content->note), &writer->map);
		result = frame_make_control(writer->frame, FRAME_COMMIT, &writer->map, err);
		buf_reset(&layer);
		for (; i < end; i++) {
			archive_row_write(&rows[i], buf_reserve(&layer, ARCHIVE_ROW));
			layer.len += ARCHIVE_ROW;
		}
		num_store64(buf_reserve(&layer, ARCHIVE_TRAILER), content->tail.end);
		layer.len += 8;
		buf_add_text(&layer, ARCHIVE_TRAILER_MAGIC);
		frame_set_layer(writer->frame, LAYER_INDEX, &layer);
		if (result == 0)
			result = frame_seal(writer->frame, CODEC_NONE, &none, err);
		if (result == 0)
			result = write_frame(writer, writer->frame, false, err);
	} while (result == 0 && i < count);
	buf_release(&layer);
	buf_release(&recipes);
	return result;
}

static int finish(struct archive_writer *writer, bool complete, struct err *err)
{
	struct archive_content *content = &writer->content;
	bool cut = content->in_flow || (content->tail.interrupted && complete);

	if (!writer->begun && (content->size == 0 || (content->indexed && !cut)))
		return 0;
	if (!writer->begun && cut_back(writer, complete && content->tail.interrupted, err) < 0)
		return -1;
	if (archive_writer_commit(writer, err) < 0 || (content->in_flow && write_stop(writer, complete, err) < 0))
		return -1;
	writer->durable = writer->at;
	return write_footer(writer, err) < 0 ? -1 : sync_file(writer, err);
}

static void release(struct archive_writer *writer)
{
	if (writer->fd >= 0)
		close(writer->fd);
	archive_content_release(&writer->content);
	frame_free(writer->frame);
	buf_release(&writer->map);
	XXH3_freeState(writer->hash);
	free(writer->path);
	free(writer);
}

int archive_writer_close(struct archive_writer *writer, bool complete, struct err *err)
{
	int result = writer->broken ? 0 : finish(writer, complete, err);

	release(writer);
	return result;
}

void archive_writer_abandon(struct archive_writer *writer)
{
	struct err ignored;

	if (!writer->broken && writer->group)
		fail(writer, &ignored);
	release(writer);
}

/* Whether the end of the file is such that this writer may go on there. */
static int check_end(const struct archive_writer *writer, struct err *err)
{
	const struct archive_content *content = &writer->content;

	if (content->tail.end < content->size && !content->committed && content->tail.end == 0 &&
	    archive_index_count(&content->index) > 0)
		return err_set(err, EXIT_MISMATCH,
			       "%s: holds frames of a flow that was cut, and leat-store did not write it: give another file",
			       writer->path);
	if (archive_damage_count(content) > 0) {
		const struct archive_damage *first = (const void *)content->damage.data;

		return err_set(err, EXIT_CUT,
			       "%s: damaged at byte %" PRIu64 " (%" PRIu64
			       " bytes): save the rest with leat-replay into a new file",
			       writer->path, first->offset, first->length);
	}
	return 0;
}

/* Opens the file and locks it. One that was replaced in between (archive_rewrite) is opened
 * anew: what is written to the old one would be lost. */
static int open_locked(struct archive_writer *writer, struct err *err)
{
	struct stat mine, there;

	for (;;) {
		writer->fresh = stat(writer->path, &there) < 0;
		writer->fd = open(writer->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (writer->fd < 0)
			return err_sys(err, EXIT_FAILED, "%s: cannot open", writer->path);
		if (flock(writer->fd, LOCK_EX | LOCK_NB) < 0)
			return err_set(err, EXIT_RETRY, "%s: another program is writing it", writer->path);
		if (fstat(writer->fd, &mine) < 0)
			return err_sys(err, EXIT_CUT, "%s: cannot read", writer->path);
		if (stat(writer->path, &there) == 0 && there.st_ino == mine.st_ino && there.st_dev == mine.st_dev)
			return 0;
		close(writer->fd);
	}
}

struct archive_writer *archive_writer_open(const char *path, struct err *err)
{
	struct archive_writer *writer = mem_zero(1, sizeof *writer);

	writer->path = mem_strdup(path);
	writer->content = ARCHIVE_CONTENT_INIT;
	writer->frame = frame_new();
	writer->hash = XXH3_createState();
	if (open_locked(writer, err) == 0 && archive_content_read(writer->fd, path, false, &writer->content, err) == 0 &&
	    check_end(writer, err) == 0) {
		writer->pending = archive_index_count(&writer->content.index);
		writer->at = writer->durable = writer->content.size;
		return writer;
	}
	release(writer);
	return NULL;
}

const struct archive_content *archive_writer_content(const struct archive_writer *writer)
{
	return &writer->content;
}

uint64_t archive_writer_size(const struct archive_writer *writer)
{
	return writer->at;
}
