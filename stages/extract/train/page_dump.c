/*
 * page_dump: features of pages for page_train.py. stdin: pages, each ended by a line of one
 * form feed; lines "SCORE<tab>TEXT". stdout: for each line the numbers of its features, for
 * each page an empty line. "page_dump --count" says how many features there are.
 */
#include "base/buf.h"
#include "extract/lang.h"
#include "extract/page.h"

#include <stdio.h>
#include <stdlib.h>

static void dump(struct arena *arena, struct buf *text, struct page_line *lines, double *scores, size_t count)
{
	struct lang_result lang;

	lang_detect(buf_str(text), &lang);
	page_features(arena, lines, count, lang.lang);
	for (size_t i = 0; i < count; i++)
		lines[i].score = scores[i];
	page_features_around(lines, count);
	for (size_t i = 0; i < count; i++) {
		for (unsigned k = 0; k < lines[i].count; k++)
			printf("%s%u", k ? " " : "", lines[i].features[k]);
		putchar('\n');
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	static struct page_line lines[100000];
	static double scores[100000];
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT;
	size_t count = 0, cap = 0;
	char *input = NULL;
	ssize_t got;

	if (argc > 1 && strcmp(argv[1], "--count") == 0) {
		printf("%u\n", page_feature_count());
		return 0;
	}
	while ((got = getline(&input, &cap, stdin)) > 0) {
		char *tab = memchr(input, '\t', (size_t)got);

		if (input[0] == '\f') {
			dump(&arena, &text, lines, scores, count);
			arena_reset(&arena);
			buf_reset(&text);
			count = 0;
		} else if (tab && count < 100000) {
			struct str line = str_from(tab + 1, (size_t)(input + got - tab - 1));

			scores[count] = atof(input);
			lines[count++].text = arena_copy(&arena, str_trim(line));
			buf_add_str(&text, line);
		}
	}
	free(input);
	buf_release(&text);
	arena_release(&arena);
	return 0;
}
