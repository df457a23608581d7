#include "ingest/follow.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EVENTS = 64 << 10, WAIT_MS = 100 };

struct watched {
	int id;
	char *path;
};

struct follow {
	int fd;
	struct watched *folders;
	size_t count;
	char *top;
};

/* Watches the folder and those below it. What cannot be watched is said once it is read. */
static int watch(struct follow *follow, const char *path, struct err *err)
{
	int id = inotify_add_watch(follow->fd, path, IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR);
	DIR *folder = id < 0 ? NULL : opendir(path);
	struct dirent *entry;

	if (!folder)
		return err_sys(err, EXIT_FAILED, "%s: cannot watch", path);
	follow->folders = mem_grow(follow->folders, (follow->count + 1) * sizeof *follow->folders);
	follow->folders[follow->count++] = (struct watched){ id, mem_strdup(path) };
	while ((entry = readdir(folder))) {
		struct buf below = BUF_INIT;
		struct stat st;
		struct err ignored;

		buf_addf(&below, "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.' && lstat(buf_cstr(&below), &st) == 0 && S_ISDIR(st.st_mode))
			watch(follow, buf_cstr(&below), &ignored);
		buf_release(&below);
	}
	closedir(folder);
	return 0;
}

struct follow *follow_open(const char *folder, struct err *err)
{
	struct follow *follow = mem_zero(1, sizeof *follow);

	follow->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	follow->top = mem_strdup(folder);
	if (follow->fd < 0)
		err_sys(err, EXIT_FAILED, "inotify");
	else if (watch(follow, folder, err) == 0)
		return follow;
	follow_close(follow);
	return NULL;
}

void follow_close(struct follow *follow)
{
	if (!follow)
		return;
	for (size_t i = 0; i < follow->count; i++)
		free(follow->folders[i].path);
	free(follow->folders);
	free(follow->top);
	if (follow->fd >= 0)
		close(follow->fd);
	free(follow);
}

static const char *path_of(const struct follow *follow, int id)
{
	for (size_t i = follow->count; i > 0; i--)
		if (follow->folders[i - 1].id == id)
			return follow->folders[i - 1].path;
	return NULL;
}

static int on_event(struct follow *follow, const struct inotify_event *event, const struct walk *walk,
		    struct err *err)
{
	const char *folder = path_of(follow, event->wd);
	struct buf path = BUF_INIT;
	struct err ignored;
	int result = 0;

	if (event->mask & IN_Q_OVERFLOW)
		return walk_folder(walk, follow->top, err); /* some were not told: look at all */
	if (!folder || event->len == 0 || event->name[0] == '.')
		return 0;
	buf_addf(&path, "%s/%s", folder, event->name);
	if (event->mask & IN_ISDIR) {
		/* files may have been put there before it was watched */
		if (watch(follow, buf_cstr(&path), &ignored) == 0)
			result = walk_folder(walk, buf_cstr(&path), err);
	} else if (!(event->mask & IN_CREATE) || access(buf_cstr(&path), F_OK) != 0) {
		struct stat st;

		if (stat(buf_cstr(&path), &st) == 0 && S_ISREG(st.st_mode))
			result = walk->file(walk->ctx, buf_cstr(&path), err);
	}
	buf_release(&path);
	return result;
}

static int take_events(struct follow *follow, const struct walk *walk, struct err *err)
{
	char *events = mem_alloc(EVENTS);
	ssize_t got = read(follow->fd, events, EVENTS);
	int result = 0;

	for (ssize_t at = 0; at < got && result == 0;) {
		struct inotify_event event;

		memcpy(&event, events + at, sizeof event);
		result = on_event(follow, (const struct inotify_event *)(void *)(events + at), walk, err);
		at += (ssize_t)(sizeof event + event.len);
	}
	free(events);
	if (got < 0 && errno != EAGAIN && errno != EINTR)
		return err_sys(err, EXIT_FAILED, "%s: cannot watch", follow->top);
	return result;
}

int follow_run(struct follow *follow, const struct walk *walk, bool (*stopping)(void *ctx),
	       struct err *err)
{
	int result = walk_folder(walk, follow->top, err);

	while (result == 0 && !stopping(walk->ctx)) {
		struct pollfd poller = { .fd = follow->fd, .events = POLLIN };

		if (poll(&poller, 1, WAIT_MS) > 0)
			result = take_events(follow, walk, err);
	}
	return result;
}
