/*
 * predict_html FOLDER [TIMES] > predictions.jsonl: extracts every page of a folder (UTF-8
 * files; each TIMES times over, for the clock) and writes one JSON object a page, as
 * eval/extraction.py reads it. On stderr: pages, bytes and CPU time of the extraction alone.
 */
#include "extract/html.h"

#include "base/file.h"
#include "base/time.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static void json(const char *key, struct str s)
{
	if (!s.at)
		return;
	printf(",\"%s\":\"", key);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	printf("\"");
}

int main(int argc, char **argv)
{
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { 0 };
	struct html_result r;
	struct dirent **names;
	struct err err;
	uint64_t cpu = 0, bytes = 0;
	int repeat = argc > 2 ? atoi(argv[2]) : 1;
	int count = argc > 1 ? scandir(argv[1], &names, NULL, alphasort) : -1;

	if (count < 0) {
		fprintf(stderr, "predict_html: a folder of pages is needed\n");
		return EXIT_USAGE;
	}
	for (int i = 0; i < count; i++) {
		char path[4096];
		struct buf page = BUF_INIT;

		if (names[i]->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", argv[1], names[i]->d_name);
		if (file_read(path, 64 << 20, &page, &err) != 0) {
			fprintf(stderr, "predict_html: %s\n", err.text);
			return err.code;
		}
		uint64_t start = time_cpu_ns();
		for (int k = 0; k < repeat; k++)
			if (html_extract(scratch, buf_str(&page), STR_NONE, &options, &r, &err) != 0)
				return EXIT_FAILED;
		cpu += time_cpu_ns() - start;
		bytes += page.len * (size_t)repeat;
		printf("{\"file\":\"%s\"", names[i]->d_name);
		json("text", r.text);
		json("title", r.title);
		json("author", r.author);
		json("published", r.published);
		if (r.published_from)
			json("published_from", str_of(r.published_from));
		json("site", r.site);
		printf("}\n");
		buf_release(&page);
		free(names[i]);
	}
	free(names);
	html_scratch_free(scratch);
	fprintf(stderr, "%d pages, %.1f MB, %.3f s CPU: %.1f MB/s\n", count, (double)bytes / 1e6, (double)cpu / 1e9,
		(double)bytes * 1e3 / (double)cpu);
	return 0;
}
