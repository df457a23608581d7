/*
 * A folder of text files, one a record, and the manifest leat.tsv: id, file, url, title. A
 * file's name is made of a number and safe letters of the title, never of what a page says
 * beyond these; files lie in subfolders of a thousand.
 */
#include "base/file.h"
#include "store/sink.h"
#include "store/whole_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { A_FOLDER = 1000, NAME_MAX_BYTES = 60, WRITE_BYTES = 256 * 1024 };

struct text_sink {
	struct sink sink;
	char *folder, *part; /* its name, and what it is called until it is whole */
	struct whole_file manifest;
	uint64_t count;
	struct buf path, lines;
};

static struct text_sink *self(struct sink *sink)
{
	return (struct text_sink *)(void *)sink;
}

static bool is_safe(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* ASCII letters and digits of the title, each run of others as one '-'. */
static void add_safe(struct buf *out, struct str title)
{
	size_t end = out->len + NAME_MAX_BYTES;

	for (size_t i = 0; i < title.len && out->len < end; i++) {
		if (is_safe(title.at[i]))
			buf_add_byte(out, title.at[i]);
		else if (out->data[out->len - 1] != '-')
			buf_add_byte(out, '-');
	}
	while (out->data[out->len - 1] == '-')
		out->len--;
}

/* A value of the manifest: tabs, line breaks and other controls become blanks. */
static void add_value(struct buf *out, struct str value, char end)
{
	for (size_t i = 0; i < value.len; i++)
		buf_add_byte(out, (unsigned char)value.at[i] < 0x20 ? ' ' : value.at[i]);
	buf_add_byte(out, end);
}

static int write_text(const char *path, struct str text, struct err *err)
{
	FILE *file = fopen(path, "wxe");
	bool good;

	if (!file)
		return err_sys(err, EXIT_RETRY, "%s: cannot create", path);
	good = fwrite(text.at, 1, text.len, file) == text.len && fputc('\n', file) != EOF;
	if (fclose(file) != 0 || !good)
		return err_sys(err, EXIT_RETRY, "%s: cannot write", path);
	return 0;
}

static int put_record(struct text_sink *sink, const struct record *record, struct err *err)
{
	struct buf *path = &sink->path;
	size_t start;

	buf_reset(path);
	buf_addf(path, "%s/", sink->part);
	start = path->len;
	buf_addf(path, "%06" PRIu64, sink->count / A_FOLDER);
	if (sink->count % A_FOLDER == 0 && mkdir(buf_cstr(path), 0777) < 0)
		return err_sys(err, EXIT_RETRY, "%s: cannot make the folder", buf_cstr(path));
	buf_addf(path, "/%09" PRIu64 "-", sink->count);
	add_safe(path, record_get(record, FIELD_TITLE));
	buf_add_text(path, ".txt");
	sink->count++;
	add_value(&sink->lines, record_get(record, FIELD_ID), '\t');
	add_value(&sink->lines, str_from(path->data + start, path->len - start), '\t');
	add_value(&sink->lines, record_get(record, FIELD_URL), '\t');
	add_value(&sink->lines, record_get(record, FIELD_TITLE), '\n');
	return write_text(buf_cstr(path), record->text, err);
}

static int commit(struct sink *sink, struct err *err)
{
	struct text_sink *tree = self(sink);
	int result = whole_file_write(&tree->manifest, buf_str(&tree->lines), err);

	buf_reset(&tree->lines);
	return result;
}

static int put(struct sink *sink, const struct sink_frame *in, struct err *err)
{
	struct text_sink *tree = self(sink);
	struct record record;

	for (uint32_t i = 0; i < in->frame->head.nrec; i++) {
		if (frame_record(in->frame, i, &record, err) < 0)
			return -1;
		if (record.verdict == VERDICT_KEPT && record.text.at && put_record(tree, &record, err) < 0)
			return -1;
	}
	return tree->lines.len >= WRITE_BYTES ? commit(sink, err) : 0;
}

static void release(struct text_sink *tree)
{
	free(tree->folder);
	free(tree->part);
	buf_release(&tree->path);
	buf_release(&tree->lines);
	free(tree);
}

static int close_sink(struct sink *sink, bool whole, struct str recipe, struct str dedup_state, struct err *err)
{
	struct text_sink *tree = self(sink);
	int result = 0;
	(void)recipe;
	(void)dedup_state;

	if (whole && syncfs(tree->manifest.fd) < 0)
		result = err_sys(err, EXIT_RETRY, "%s: cannot make it durable", tree->part);
	if (whole_file_close(&tree->manifest, whole && result == 0, err) < 0)
		result = -1;
	if (!whole || result < 0)
		file_remove_tree(tree->part);
	else
		result = whole_file_name(tree->part, tree->folder, err);
	release(tree);
	return result;
}

/* Removes what a run that was killed left: an empty folder, or one with a list of texts in it. */
static void remove_left_over(struct text_sink *tree)
{
	static const char *const lists[] = { "leat.tsv.part", "leat.tsv" };

	rmdir(tree->part);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		buf_reset(&tree->path);
		buf_addf(&tree->path, "%s/%s", tree->part, lists[i]);
		if (access(buf_cstr(&tree->path), F_OK) == 0)
			file_remove_tree(tree->part);
	}
	buf_reset(&tree->path);
}

static int make_folder(struct text_sink *tree, struct err *err)
{
	if (access(tree->folder, F_OK) == 0)
		return err_set(err, EXIT_MISMATCH, "%s: is there already; this kind of sink is made in one run", tree->folder);
	remove_left_over(tree);
	if (mkdir(tree->part, 0777) == 0)
		return 0;
	if (errno == EEXIST)
		return err_set(err, EXIT_MISMATCH, "%s: is in the way, and is nothing that leat-store left: move it", tree->part);
	return err_sys(err, EXIT_FAILED, "%s: cannot make the folder", tree->part);
}

struct sink *text_sink_open(const struct sink_options *options, struct err *err)
{
	static const struct sink_ops ops = { .put = put, .commit = commit, .kept_only = true, .close = close_sink };
	struct text_sink *tree = mem_zero(1, sizeof *tree);
	size_t len = strlen(options->path);

	tree->sink = (struct sink){ &ops, options->path };
	tree->folder = mem_strdup(options->path);
	while (len > 1 && tree->folder[len - 1] == '/')
		tree->folder[--len] = '\0';
	tree->part = lines_joined(tree->folder, ".part");
	if (make_folder(tree, err) == 0) {
		buf_addf(&tree->path, "%s/leat.tsv", tree->part);
		if (whole_file_open(&tree->manifest, buf_cstr(&tree->path), err) == 0)
			return &tree->sink;
	}
	release(tree);
	return NULL;
}
