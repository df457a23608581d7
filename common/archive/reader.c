#include "archive/reader.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct archive_reader {
	char *folder; /* NULL: a file */
	struct buf files; /* struct archive_file */
	int fd; /* of the file read last */
	size_t open; /* its number */
};

static struct archive_file *files(const struct archive_reader *reader)
{
	return (struct archive_file *)(void *)reader->files.data;
}

size_t archive_reader_count(const struct archive_reader *reader)
{
	return reader->files.len / sizeof(struct archive_file);
}

const struct archive_file *archive_reader_file(const struct archive_reader *reader, size_t index)
{
	return &files(reader)[index];
}

/* Takes `path` over. */
static void add_file(struct archive_reader *reader, char *path)
{
	struct archive_file file = { path, ARCHIVE_CONTENT_INIT };

	buf_add(&reader->files, &file, sizeof file);
}

static int is_segment(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && str_ends(str_of(entry->d_name), STR(".leat"));
}

/* Adds the segments that come behind the known ones by name. */
static int list_folder(struct archive_reader *reader, struct err *err)
{
	struct dirent **entries;
	int count = scandir(reader->folder, &entries, is_segment, alphasort);
	size_t known = archive_reader_count(reader);

	if (count < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot read the folder", reader->folder);
	for (int i = 0; i < count; i++) {
		struct buf name = BUF_INIT;

		buf_addf(&name, "%s/%s", reader->folder, entries[i]->d_name);
		buf_add_byte(&name, '\0');
		free(entries[i]);
		if (known == 0 || strcmp(name.data, files(reader)[known - 1].path) > 0)
			add_file(reader, buf_detach(&name, &(size_t){ 0 }));
		buf_release(&name);
	}
	free(entries);
	return 0;
}

static int open_file(struct archive_reader *reader, size_t index, struct err *err)
{
	const char *path = files(reader)[index].path;

	if (reader->fd >= 0 && reader->open == index)
		return 0;
	if (reader->fd >= 0)
		close(reader->fd);
	reader->open = index;
	reader->fd = open(path, O_RDONLY | O_CLOEXEC);
	return reader->fd < 0 ? err_sys(err, EXIT_FAILED, "%s: cannot open", path) : 0;
}

static int open_folder(struct archive_reader *reader, const char *path, struct err *err)
{
	reader->folder = mem_strdup(path);
	if (list_folder(reader, err) < 0)
		return -1;
	if (archive_reader_count(reader) == 0)
		return err_set(err, EXIT_FAILED, "%s: holds no segment (*.leat)", path);
	return 0;
}

static int read_from(struct archive_reader *reader, size_t first, bool scan, struct err *err)
{
	for (size_t i = first; i < archive_reader_count(reader); i++) {
		struct archive_file *file = &files(reader)[i];

		if (open_file(reader, i, err) < 0 ||
		    archive_content_read(reader->fd, file->path, scan, &file->content, err) < 0)
			return -1;
	}
	return 0;
}

int archive_reader_update(struct archive_reader *reader, struct err *err)
{
	size_t known = archive_reader_count(reader);
	struct archive_file *last = &files(reader)[known - 1];

	/* Only the last segment grows. */
	if (open_file(reader, known - 1, err) < 0)
		return -1;
	int more = archive_content_update(reader->fd, last->path, &last->content, err);
	if (more < 0 || (reader->folder && (list_folder(reader, err) < 0 || read_from(reader, known, false, err) < 0)))
		return -1;
	return more || archive_reader_count(reader) > known;
}

struct archive_reader *archive_reader_open(const char *path, bool scan, struct err *err)
{
	struct archive_reader *reader = mem_zero(1, sizeof *reader);
	struct stat st;
	int result = 0;

	reader->fd = -1;
	if (stat(path, &st) < 0)
		result = err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	else if (S_ISDIR(st.st_mode))
		result = open_folder(reader, path, err);
	else if (S_ISREG(st.st_mode))
		add_file(reader, mem_strdup(path));
	else
		result = err_set(err, EXIT_FAILED, "%s: not a file or folder", path);
	if (result == 0)
		result = read_from(reader, 0, scan, err);
	if (result == 0)
		return reader;
	archive_reader_free(reader);
	return NULL;
}

void archive_reader_free(struct archive_reader *reader)
{
	if (!reader)
		return;
	for (size_t i = 0; i < archive_reader_count(reader); i++) {
		archive_content_release(&files(reader)[i].content);
		free(files(reader)[i].path);
	}
	if (reader->fd >= 0)
		close(reader->fd);
	free(reader->folder);
	buf_release(&reader->files);
	free(reader);
}

int archive_reader_frame(struct archive_reader *reader, size_t index, const struct archive_row *row,
			 struct frame *frame, struct err *err)
{
	const char *path = files(reader)[index].path;

	if (open_file(reader, index, err) < 0 ||
	    archive_read_frame(reader->fd, path, row->offset, row->length, frame, err) < 0)
		return -1;
	if (frame_verify(frame, err) < 0)
		return err_wrap(err, "%s: byte %" PRIu64, path, row->offset);
	if (frame->head.type != FRAME_DATA || frame->head.stream != row->stream || frame->head.seq != row->seq)
		return err_set(err, EXIT_BAD_INPUT, "%s: byte %" PRIu64 ": another frame than the index says", path,
			       row->offset);
	return 0;
}
