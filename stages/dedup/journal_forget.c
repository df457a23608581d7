#include "journal_forget.h"

#include "base/file.h"
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WRITE_BYTES = 1 << 20 };

struct work {
	const struct deny *deny;
	struct buf path, new_path, snapshot;
	struct buf out, scratch;
	uint64_t rows;
	int fd;
};

/* Row `index` of the entry as if the record had had no text. */
static void clear_row(char *entry, uint32_t index, const struct row *row)
{
	memset(row->at, 0, (size_t)(row->id.at + row->id.len - row->at));
	num_store32(entry + FRAME_ENTRY_HEAD + index * sizeof(uint32_t), 0);
}

static void copy_frame(struct work *work, const struct entry *entry)
{
	size_t start = work->out.len;
	uint64_t before = work->rows;
	struct row row;

	buf_add_str(&work->out, entry->bytes);
	char *copy = work->out.data + start;
	for (uint32_t i = 0; i < entry->nrec; i++) {
		if (!entry_find_row(copy, i, &row) || row.id.len == 0 ||
		    !deny_holds(work->deny, row.id, STR_NONE, &work->scratch))
			continue;
		clear_row(copy, i, &row);
		work->rows++;
	}
	if (work->rows > before)
		entry_seal(copy);
}

static int flush(struct work *work, struct err *err)
{
	int result = file_write(work->fd, work->out.data, work->out.len, buf_cstr(&work->new_path), err);

	buf_reset(&work->out);
	return result;
}

/* All lengths and offsets stay. What is cut or damaged is copied as it is: the next start of
 * leat-dedup judges it. */
static int copy_entries(struct work *work, struct str journal, struct err *err)
{
	struct entry entry;

	while (entry_read(journal, &entry)) {
		if (entry.kind == ENTRY_FRAME)
			copy_frame(work, &entry);
		else
			buf_add_str(&work->out, entry.bytes);
		journal = str_from(journal.at + entry.bytes.len, journal.len - entry.bytes.len);
		if (work->out.len >= WRITE_BYTES && flush(work, err) < 0)
			return -1;
	}
	if (flush(work, err) < 0)
		return -1;
	return file_write(work->fd, journal.at, journal.len, buf_cstr(&work->new_path), err);
}

static int take_place(struct work *work, struct err *err)
{
	const char *new_path = buf_cstr(&work->new_path), *path = buf_cstr(&work->path);

	if (fsync(work->fd) < 0)
		return err_sys(err, EXIT_RETRY, "%s: cannot make it durable", new_path);
	if (unlink(buf_cstr(&work->snapshot)) < 0 && errno != ENOENT)
		return err_sys(err, EXIT_FAILED, "%s: cannot remove", buf_cstr(&work->snapshot));
	if (rename(new_path, path) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot take the place of the old journal", new_path);
	return file_sync_dir(path, err);
}

static int make_anew(struct work *work, struct str journal, struct err *err)
{
	const char *new_path = buf_cstr(&work->new_path);

	work->fd = open(new_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (work->fd < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", new_path);
	int result = copy_entries(work, journal, err);
	if (result < 0)
		err->code = EXIT_RETRY;
	else if (work->rows > 0)
		result = take_place(work, err);
	if (result < 0 || work->rows == 0)
		unlink(new_path);
	close(work->fd);
	return result;
}

static int read_journal(struct work *work, struct err *err)
{
	const char *path = buf_cstr(&work->path);
	struct stat stat;
	int fd = open(path, O_RDONLY | O_CLOEXEC), result = 0;

	if (fd < 0 || fstat(fd, &stat) < 0)
		result = err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	else if (stat.st_size > 0) {
		void *map = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

		if (map == MAP_FAILED) {
			result = err_sys(err, EXIT_RETRY, "%s: cannot map", path);
		} else {
			result = make_anew(work, str_from(map, (size_t)stat.st_size), err);
			munmap(map, (size_t)stat.st_size);
		}
	}
	if (fd >= 0)
		close(fd);
	return result;
}

/* The lock of the runner; it goes with the descriptor. */
static int lock(const char *dir, int *fd, struct err *err)
{
	struct buf path = BUF_INIT;
	int result = 0;

	buf_addf(&path, "%s/lock", dir);
	*fd = open(buf_cstr(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (*fd < 0)
		result = err_sys(err, EXIT_FAILED, "%s: cannot open", buf_cstr(&path));
	else if (flock(*fd, LOCK_EX | LOCK_NB) < 0)
		result = err_set(err, EXIT_RETRY, "%s: another program uses this state: stop it first", dir);
	buf_release(&path);
	return result;
}

int journal_forget(const char *dir, const struct deny *deny, uint64_t *rows, struct err *err)
{
	struct work work = { .deny = deny };
	int lock_fd, result = lock(dir, &lock_fd, err);

	buf_addf(&work.path, "%s/journal", dir);
	buf_addf(&work.new_path, "%s/journal.new", dir);
	buf_addf(&work.snapshot, "%s/snapshot", dir);
	if (result == 0)
		result = read_journal(&work, err);
	*rows = work.rows;
	buf_release(&work.path);
	buf_release(&work.new_path);
	buf_release(&work.snapshot);
	buf_release(&work.out);
	buf_release(&work.scratch);
	if (lock_fd >= 0)
		close(lock_fd);
	return result;
}
