#include "archive/rewrite.h"

#include "archive/writer.h"
#include "base/file.h"
#include "record/flow.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The walk through the old file. */
struct walk {
	const struct archive_rewrite *rewrite;
	const char *path;
	int fd;
	uint64_t end;
	struct frame *frame;
	struct archive_writer *part; /* NULL: only looks */
	bool stopped, complete; /* the flow at hand had its STOP, which says so */
};

static int read_frame(struct walk *walk, uint64_t at, struct err *err)
{
	char bytes[FRAME_HEAD];
	struct frame_head head;
	int64_t got = archive_read_at(walk->fd, walk->path, at, bytes, FRAME_HEAD, err);

	if (got < 0)
		return -1;
	if (got < FRAME_HEAD)
		return err_set(err, EXIT_CUT, "%s: ends inside the frame at byte %" PRIu64, walk->path, at);
	if (frame_read_head(bytes, &head, err) < 0)
		return err_wrap(err, "%s: byte %" PRIu64, walk->path, at);
	if (archive_read_frame(walk->fd, walk->path, at, FRAME_HEAD + head.length, walk->frame, err) < 0)
		return -1;
	return frame_verify(walk->frame, err) < 0 ? err_wrap(err, "%s: byte %" PRIu64, walk->path, at) : 0;
}

static int copy_start(struct walk *walk, struct str map, struct err *err)
{
	struct str recipe = STR(""), announced, state = STR_NONE;

	/* The last flow's STOP comes with the close: behind the last COMMIT, where a writer looks for it. */
	if (walk->stopped && archive_writer_stop(walk->part, walk->complete, err) < 0)
		return -1;
	walk->stopped = false;
	flow_str(map, "recipe", &recipe);
	if (flow_value(map, "announce", &announced))
		flow_str(announced, "dedup_state", &state);
	return archive_writer_flow(walk->part, recipe, state, err);
}

static int copy_control(struct walk *walk, struct err *err)
{
	struct archive_commit commit;
	struct str map, end = STR("");

	if (flow_map(walk->frame, &map, err) < 0)
		return err_wrap(err, "%s", walk->path);
	switch ((enum frame_type)walk->frame->head.type) {
	case FRAME_START:
		return copy_start(walk, map, err);
	case FRAME_COMMIT:
		if (frame_layer(walk->frame, LAYER_INDEX) || !archive_commit_read(map, &commit))
			return 0;
		return archive_writer_mark(walk->part, commit.stored, err);
	case FRAME_STOP:
		flow_str(map, "end", &end);
		walk->stopped = true;
		walk->complete = str_is(end, "complete");
		return archive_writer_mark(walk->part, 0, err);
	case FRAME_DATA:
		break;
	}
	return 0;
}

static int take_frame(struct walk *walk, struct err *err)
{
	const struct archive_rewrite *rewrite = walk->rewrite;

	if (walk->frame->head.type != FRAME_DATA)
		return walk->part ? copy_control(walk, err) : 0;
	if (!walk->part)
		return rewrite->look(rewrite->ctx, walk->frame, err);
	if (rewrite->change(rewrite->ctx, walk->frame, err) < 0)
		return -1;
	return archive_writer_append(walk->part, walk->frame, err);
}

/* 1 where looking found something, 0, -1. */
static int walk_file(struct walk *walk, struct err *err)
{
	int result = 0;

	for (uint64_t at = 0, length; at < walk->end && result == 0; at += length) {
		if (read_frame(walk, at, err) < 0)
			return -1;
		length = FRAME_HEAD + (uint64_t)walk->frame->head.length;
		result = take_frame(walk, err);
	}
	return result;
}

/* Mode, owner and age (by which segments are deleted) are those of the old file, where that is
 * allowed. */
static void take_over(const char *part, const struct stat *old)
{
	struct timespec times[2] = { old->st_atim, old->st_mtim };

	if (chown(part, old->st_uid, old->st_gid) < 0)
		(void)errno;
	chmod(part, old->st_mode & 07777);
	utimensat(AT_FDCWD, part, times, 0);
}

static int put_in_place(const char *part, const char *path, const struct stat *old, bool smaller,
			struct archive_rewritten *result, struct err *err)
{
	struct stat st;

	if (stat(part, &st) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot read", part);
	if (smaller && st.st_size >= old->st_size) {
		unlink(part);
		return 0;
	}
	take_over(part, old);
	if (rename(part, path) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot rename to %s", part, path);
	result->after = (uint64_t)st.st_size;
	return file_sync_dir(path, err);
}

static int write_part(struct walk *walk, const char *part, struct str note, struct err *err)
{
	unlink(part); /* left behind by one that was killed */
	walk->part = archive_writer_open(part, err);
	if (!walk->part)
		return -1;
	archive_writer_note(walk->part, note);
	if (walk_file(walk, err) == 0)
		return archive_writer_close(walk->part, walk->stopped && walk->complete, err);
	archive_writer_abandon(walk->part);
	return -1;
}

static int rewrite_locked(struct walk *walk, const struct archive_content *content, struct archive_rewritten *result,
			  struct err *err)
{
	struct buf part = BUF_INIT;
	struct stat old;
	int wanted = 1, done = 0;

	if (fstat(walk->fd, &old) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot read", walk->path);
	result->before = result->after = (uint64_t)old.st_size;
	walk->end = content->tail.end;
	if (walk->rewrite->look)
		wanted = walk_file(walk, err);
	if (wanted <= 0)
		return wanted;
	buf_addf(&part, "%s.part", walk->path);
	done = write_part(walk, buf_cstr(&part), buf_str(&content->note), err);
	if (done == 0)
		done = put_in_place(buf_cstr(&part), walk->path, &old, walk->rewrite->smaller, result, err);
	if (done < 0)
		unlink(buf_cstr(&part));
	buf_release(&part);
	return done;
}

int archive_rewrite(const char *path, const struct archive_rewrite *rewrite, struct archive_rewritten *result,
		    struct err *err)
{
	struct walk walk = { .rewrite = rewrite, .path = path };

	/* A writer would make the file. */
	if (access(path, R_OK) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	struct archive_writer *lock = archive_writer_open(path, err);
	if (!lock)
		return -1;
	/* The name leads to the file that is locked now. */
	walk.fd = open(path, O_RDONLY | O_CLOEXEC);
	walk.frame = frame_new();
	int done = walk.fd < 0 ? err_sys(err, EXIT_FAILED, "%s: cannot open", path) :
				 rewrite_locked(&walk, archive_writer_content(lock), result, err);
	if (walk.fd >= 0)
		close(walk.fd);
	frame_free(walk.frame);
	archive_writer_abandon(lock);
	return done;
}
