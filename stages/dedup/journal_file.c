#include "journal_file.h"

#include "base/file.h"
#include "snapshot_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	COMPACT_MIN = 1 << 20, /* no journal is written anew for less */
	SNAPSHOT_ROWS = 1 << 16, /* and no snapshot for fewer new rows */
	SNAPSHOT_ROWS_BETWEEN = 1 << 20, /* in the middle of a run */
};

struct journal_file {
	char *path, *snapshot;
	uint32_t snapshot_rows; /* that are in the snapshot */
	struct buf parameters;
	int fd;
	struct index *index;
	void *map;
	size_t map_len; /* may reach over the end of the file, which grows into it */
};

/* Maps at least `needed` bytes, with room to grow. */
static int map_file(struct journal_file *file, uint64_t needed, struct err *err)
{
	size_t length = (size_t)needed + (size_t)needed / 2 + (64 << 20);
	void *map;

	if (needed <= file->map_len)
		return 0;
	map = mmap(NULL, length, PROT_READ, MAP_SHARED, file->fd, 0);
	if (map == MAP_FAILED)
		return err_sys(err, EXIT_RETRY, "%s: cannot map", file->path);
	if (file->map)
		munmap(file->map, file->map_len);
	file->map = map;
	file->map_len = length;
	file->index->written = map;
	return 0;
}

/* Whether a commit stands somewhere behind `offset`: then what is there was durable once. */
static bool commit_behind(const struct index *index, uint64_t offset)
{
	struct entry entry;

	for (uint64_t at = offset + 8; at + ENTRY_HEAD + 8 <= index->written_len; at += 8) {
		const char *here = index->written + at;

		if (num_load16(here + 8) == ENTRY_COMMIT && num_load64(here + ENTRY_HEAD) == at &&
		    entry_read(str_from(here, index->written_len - at), &entry))
			return true;
	}
	return false;
}

static int damaged(const struct journal_file *file, uint64_t offset, struct err *err)
{
	return err_set(err, EXIT_CUT,
		"%s: damaged at byte %" PRIu64 ", which was durable: bring it back from a copy, or index the documents anew under another --state",
		file->path, offset);
}

static int cut_tail(struct journal_file *file, uint64_t offset, struct err *err)
{
	if (commit_behind(file->index, offset))
		return damaged(file, offset, err);
	if (ftruncate(file->fd, (off_t)offset) < 0 || fsync(file->fd) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot cut its torn end", file->path);
	file->index->written_len = offset;
	return 0;
}

/* A new journal appears whole. */
static int make(const char *path, struct str parameters, struct err *err)
{
	struct buf bytes = BUF_INIT;
	int result;

	entry_text(&bytes, ENTRY_PARAMETERS, 0, parameters);
	entry_commit(&bytes, bytes.len);
	result = file_replace(path, buf_str(&bytes), err);
	buf_release(&bytes);
	return result;
}

static int check_parameters(const struct journal_file *file, struct str parameters, struct err *err)
{
	struct entry entry;

	if (!entry_read(str_from(file->index->written, file->index->written_len), &entry) || entry.kind != ENTRY_PARAMETERS)
		return err_set(err, EXIT_MISMATCH, "%s: not a journal that this version of leat-dedup reads: use another --state", file->path);
	if (!str_eq(entry.text, parameters))
		return err_set(err, EXIT_MISMATCH, "%s: made with '%.*s', not with '%.*s': use the same options and version, or another --state",
			file->path, STR_ARG(entry.text), STR_ARG(parameters));
	return 0;
}

static int load(struct journal_file *file, struct str parameters, struct err *err)
{
	struct index *index = file->index;
	struct stat stat;
	uint64_t good, covered;

	if (access(file->path, F_OK) < 0 && errno == ENOENT && make(file->path, parameters, err) < 0)
		return -1;
	file->fd = open(file->path, O_RDWR | O_APPEND | O_CLOEXEC);
	if (file->fd < 0 || fstat(file->fd, &stat) < 0)
		return err_sys(err, EXIT_CUT, "%s: cannot open", file->path);
	index->written_len = (uint64_t)stat.st_size;
	if (map_file(file, index->written_len + 1, err) < 0 || check_parameters(file, parameters, err) < 0)
		return -1;
	file->snapshot_rows = snapshot_read(file->snapshot, index, &covered);
	good = index_load(index, 0, file->snapshot_rows);
	if (good < covered)
		return damaged(file, good, err);
	return good < index->written_len ? cut_tail(file, good, err) : 0;
}

struct journal_file *journal_open(const char *dir, struct str parameters, struct index *index, struct err *err)
{
	struct journal_file *file = mem_zero(1, sizeof *file);
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s/journal", dir);
	file->path = mem_strdup(buf_cstr(&path));
	buf_reset(&path);
	buf_addf(&path, "%s/snapshot", dir);
	file->snapshot = mem_strdup(buf_cstr(&path));
	buf_release(&path);
	file->index = index;
	file->fd = -1;
	buf_add_str(&file->parameters, parameters);
	if (load(file, parameters, err) == 0)
		return file;
	journal_close(file);
	return NULL;
}

/* Writes the journal without what was forgotten to `fd` and makes it the journal. */
static int write_anew(struct journal_file *file, int fd, const char *path, struct err *err)
{
	struct index *index = file->index;
	uint64_t first = index_first_offset(index);
	struct buf head = BUF_INIT;
	int result;

	index_journal_head(index, buf_str(&file->parameters), &head);
	result = file_write(fd, head.data, head.len, path, err) < 0 ||
		file_write(fd, index->written + first, (size_t)(index->written_len - first), path, err) < 0 ? -1 : 0;
	if (result == 0 && (fsync(fd) < 0 || rename(path, file->path) < 0))
		result = err_sys(err, EXIT_CUT, "%s: cannot take the place of the old journal", path);
	if (result == 0) {
		close(file->fd);
		munmap(file->map, file->map_len);
		file->fd = fd;
		file->map = NULL;
		file->map_len = 0;
		index->written_len = head.len + (index->written_len - first);
		result = map_file(file, index->written_len + 1, err);
		if (result == 0)
			index_journal_moved(index, first, head.len);
		file->snapshot_rows = 0; /* it was of the old one */
	}
	buf_release(&head);
	return result < 0 ? -1 : file_sync_dir(file->path, err);
}

/* Everything in the index is in the file. */
static int compact(struct journal_file *file, struct err *err)
{
	struct buf path = BUF_INIT;
	int fd, result;

	buf_addf(&path, "%s.new", file->path);
	fd = open(buf_cstr(&path), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
	if (fd < 0) {
		err_sys(err, EXIT_CUT, "%s: cannot open", buf_cstr(&path));
		buf_release(&path);
		return -1;
	}
	result = write_anew(file, fd, buf_cstr(&path), err);
	if (result < 0 && file->fd != fd)
		close(fd);
	buf_release(&path);
	return result;
}

/* Rows that the next start would have to add. */
static uint32_t new_rows(const struct journal_file *file)
{
	return file->index->rows - file->snapshot_rows;
}

int journal_commit(struct journal_file *file, struct err *err)
{
	struct index *index = file->index;
	struct buf *pending = &index->pending;

	if (pending->len == 0)
		return 0;
	entry_commit(pending, index_end(index));
	if (map_file(file, index_end(index), err) < 0)
		return -1;
	if (file_write(file->fd, pending->data, pending->len, file->path, err) < 0 || fdatasync(file->fd) < 0) {
		/* After a failed fsync nobody knows which pages reached the disk: try no more. */
		err_sys(err, EXIT_RETRY, "%s: cannot make durable", file->path);
		if (ftruncate(file->fd, (off_t)index->written_len) < 0)
			return -1;
		return -1;
	}
	index->written_len += pending->len;
	buf_reset(pending);
	if (index_first_offset(index) > COMPACT_MIN && index_first_offset(index) > index->written_len / 2 && index->settings->window_ms)
		return compact(file, err);
	return new_rows(file) > SNAPSHOT_ROWS_BETWEEN && new_rows(file) > file->snapshot_rows / 2 ? journal_snapshot(file, err) : 0;
}

int journal_snapshot(struct journal_file *file, struct err *err)
{
	if (file->index->pending.len > 0 || new_rows(file) < SNAPSHOT_ROWS || new_rows(file) < file->snapshot_rows / 8)
		return 0;
	if (snapshot_write(file->snapshot, file->index, err) < 0)
		return -1;
	file->snapshot_rows = file->index->rows;
	return 0;
}

void journal_close(struct journal_file *file)
{
	if (!file)
		return;
	if (file->map)
		munmap(file->map, file->map_len);
	if (file->fd >= 0)
		close(file->fd);
	free(file->path);
	free(file->snapshot);
	buf_release(&file->parameters);
	free(file);
}
