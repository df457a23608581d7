#include "leat/source.h"

#include "link/pipe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void add_path(struct source *source, const char *path)
{
	source->paths = mem_grow(source->paths, (source->count + 1) * sizeof *source->paths);
	source->paths[source->count++] = mem_strdup(path);
}

static int by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static int add_folder(struct source *source, const char *folder, struct err *err)
{
	size_t first = source->count;
	struct buf path = BUF_INIT;
	DIR *dir = opendir(folder);

	if (!dir)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", folder);
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (entry->d_name[0] == '.' || !str_ends(str_of(entry->d_name), STR(".leat")))
			continue;
		buf_reset(&path);
		buf_addf(&path, "%s/%s", folder, entry->d_name);
		add_path(source, buf_cstr(&path));
	}
	closedir(dir);
	buf_release(&path);
	if (source->count == first)
		return err_set(err, EXIT_FAILED, "%s: a folder without .leat files", folder);
	qsort(source->paths + first, source->count - first, sizeof *source->paths, by_name);
	return 0;
}

int source_open(struct source *source, const char *const *operands, size_t count, struct err *err)
{
	struct stat st;

	*source = (struct source){ .paths = NULL };
	if (count == 0) {
		if (isatty(STDIN_FILENO))
			return err_set(err, EXIT_USAGE, "no input: name a file, or pipe frames in; see --help");
		add_path(source, "-");
	}
	for (size_t i = 0; i < count; i++) {
		if (strcmp(operands[i], "-") == 0)
			add_path(source, "-");
		else if (stat(operands[i], &st) < 0)
			return err_sys(err, EXIT_FAILED, "%s: cannot open", operands[i]);
		else if (!S_ISDIR(st.st_mode))
			add_path(source, operands[i]);
		else if (add_folder(source, operands[i], err) < 0)
			return -1;
	}
	return 0;
}

static int open_next(struct source *source, struct err *err)
{
	const char *path = source->paths[source->next++];
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	source->channel = pipe_receiver(fd, standard ? "standard input" : path);
	return 0;
}

int source_next(struct source *source, struct channel_event *event, struct err *err)
{
	for (;;) {
		if (!source->channel) {
			*event = (struct channel_event){ .kind = CHANNEL_END };
			if (source->next == source->count)
				return 0;
			if (open_next(source, err) < 0)
				return -1;
		}
		if (channel_recv(source->channel, event, -1, err) < 0)
			return -1;
		if (event->kind != CHANNEL_END)
			return 0;
		source_skip(source);
	}
}

const char *source_path(const struct source *source)
{
	return source->next > 0 ? source->paths[source->next - 1] : "";
}

void source_skip(struct source *source)
{
	if (source->channel)
		source->bytes += pipe_bytes(source->channel);
	channel_close(source->channel);
	source->channel = NULL;
}

void source_close(struct source *source)
{
	source_skip(source);
	for (size_t i = 0; i < source->count; i++)
		free(source->paths[i]);
	free(source->paths);
	*source = (struct source){ .paths = NULL };
}

int source_each(const char *path, source_fn *fn, void *ctx, struct err *err)
{
	struct channel_event event;
	struct source source;
	int result = source_open(&source, &path, path ? 1 : 0, err);

	while (result == 0) {
		result = source_next(&source, &event, err);
		if (result < 0 || event.kind == CHANNEL_END)
			break;
		result = fn(ctx, &event, err);
		frame_free(event.frame);
	}
	source_close(&source);
	return result;
}
