#include "ingest/follow.h"

#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* The file "followed" under --state: 8 bytes a file that was read, the hash of its real
 * path, size and time of change. A torn last entry is written over. */
struct seen {
	int fd; /* -1: without --state */
	uint64_t *slots; /* open addressing; 0 is empty */
	size_t room; /* a power of two */
	size_t count;
	off_t end;
};

static bool find(const struct seen *seen, uint64_t key, size_t *slot)
{
	for (*slot = (size_t)key & (seen->room - 1); seen->slots[*slot]; *slot = (*slot + 1) & (seen->room - 1))
		if (seen->slots[*slot] == key)
			return true;
	return false;
}

static void insert(struct seen *seen, uint64_t key)
{
	size_t slot;

	if (seen->count * 2 >= seen->room) {
		struct seen old = *seen;

		seen->room *= 2;
		seen->slots = mem_zero(seen->room, sizeof *seen->slots);
		for (size_t i = 0; i < old.room; i++)
			if (old.slots[i] && !find(seen, old.slots[i], &slot))
				seen->slots[slot] = old.slots[i];
		free(old.slots);
	}
	if (!find(seen, key, &slot)) {
		seen->slots[slot] = key;
		seen->count++;
	}
}

static bool key_of(const char *path, uint64_t *key)
{
	char *real = realpath(path, NULL);
	struct stat st;
	struct buf text = BUF_INIT;
	bool good = real && stat(real, &st) == 0;

	if (good) {
		buf_addf(&text, "%s %lld %lld.%09ld", real, (long long)st.st_size,
			 (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
		*key = XXH3_64bits(text.data, text.len) | 1;
	}
	buf_release(&text);
	free(real);
	return good;
}

struct seen *seen_open(const char *state_dir, struct err *err)
{
	struct seen *seen = mem_zero(1, sizeof *seen);
	struct buf path = BUF_INIT;
	uint64_t key;

	seen->fd = -1;
	seen->room = 1024;
	seen->slots = mem_zero(seen->room, sizeof *seen->slots);
	if (!state_dir)
		return seen;
	buf_addf(&path, "%s/followed", state_dir);
	seen->fd = open(buf_cstr(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (seen->fd < 0 || file_sync_dir(buf_cstr(&path), err) < 0) {
		err_sys(err, EXIT_FAILED, "%s: cannot open", buf_cstr(&path));
		buf_release(&path);
		seen_close(seen);
		return NULL;
	}
	buf_release(&path);
	while (pread(seen->fd, &key, sizeof key, seen->end) == (ssize_t)sizeof key) {
		insert(seen, key);
		seen->end += (off_t)sizeof key;
	}
	return seen;
}

void seen_close(struct seen *seen)
{
	if (!seen)
		return;
	if (seen->fd >= 0)
		close(seen->fd);
	free(seen->slots);
	free(seen);
}

bool seen_before(const struct seen *seen, const char *path)
{
	uint64_t key;
	size_t slot;

	return key_of(path, &key) && find(seen, key, &slot);
}

int seen_note(struct seen *seen, const char *path, struct err *err)
{
	uint64_t key;

	if (!key_of(path, &key))
		return 0; /* gone meanwhile: it cannot come again as it was */
	insert(seen, key);
	if (seen->fd < 0)
		return 0;
	if (pwrite(seen->fd, &key, sizeof key, seen->end) != (ssize_t)sizeof key || fdatasync(seen->fd) != 0)
		return err_sys(err, EXIT_CUT, "followed: cannot write");
	seen->end += (off_t)sizeof key;
	return 0;
}
