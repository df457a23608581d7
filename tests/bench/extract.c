/*
 * Figures of extract on HTML: MB/s of markup by CPU time, the best of several rounds in turns;
 * libxml2 (its tree alone) and our own parts are the yardsticks. The pages are those of
 * SHARED/data/extraction, as far as they are UTF-8; without that folder one page made here.
 */
#include "bench.h"
#include "base/buf.h"
#include "extract/html.h"
#include "text/html/tree.h"
#include "text/utf8.h"

#include <dlfcn.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <zlib.h>

enum {
	ROUNDS = 5,
	BYTES_MAX = 24 << 20,
	PAGES_MAX = 512,
};

struct work {
	struct str pages[PAGES_MAX];
	size_t count, bytes;
	struct html_tree tree;
	struct html_scratch *scratch;
	void *(*xml_read)(const char *buffer, int size, const char *url, const char *encoding, int options);
	void (*xml_free)(void *document);
};

static void add_page(struct work *w, struct buf *page)
{
	if (page->len == 0 || !utf8_valid(buf_str(page)) || w->bytes + page->len > BYTES_MAX || w->count == PAGES_MAX) {
		buf_release(page);
		return;
	}
	w->bytes += page->len;
	w->pages[w->count++] = buf_str(page); /* kept to the end */
}

static void load(struct work *w, const char *path)
{
	struct buf page = BUF_INIT;
	gzFile in = gzopen(path, "rb");
	int got;

	if (!in)
		return;
	while ((got = gzread(in, buf_reserve(&page, 1 << 16), 1 << 16)) > 0)
		page.len += (size_t)got;
	gzclose(in);
	add_page(w, &page);
}

static void make_page(struct work *w)
{
	struct buf page = BUF_INIT;

	buf_add_text(&page, "<!DOCTYPE html><html lang=en><head><title>The mill - News</title></head><body><nav><ul>");
	for (int i = 0; i < 60; i++)
		buf_addf(&page, "<li class='menu-item item-%d'><a href='/section/%d'>Section number %d</a></li>", i, i, i);
	buf_add_text(&page, "</ul></nav><article class='post entry'><h1>The mill</h1><div class='entry-content'>");
	for (int i = 0; i < 40; i++)
		buf_addf(&page, "<p>The old mill, which stands below the village, was built in %d, and its <a href='/leat'>leat</a>, dug "
				"by hand, still runs. Visitors who come early see the sluice being opened.</p>", 1700 + i);
	buf_add_text(&page, "</div></article><footer>Copyright</footer></body></html>");
	add_page(w, &page);
}

static void tokens(struct work *w, struct str page)
{
	struct html_tokenizer tokenizer;
	struct html_token token;

	(void)w;
	html_tokenizer_init(&tokenizer, page);
	do
		html_tokenizer_next(&tokenizer, &token);
	while (token.type != HTML_EOF);
}

static void tree(struct work *w, struct str page)
{
	html_tree_parse(&w->tree, page);
}

static void whole(struct work *w, struct str page)
{
	static const struct html_options options = { 0 };
	struct html_result result;
	struct err err;

	html_extract(w->scratch, page, STR_NONE, &options, &result, &err);
}

static void libxml2(struct work *w, struct str page)
{
	enum { QUIET = 1 | 32 | 64 }; /* HTML_PARSE_RECOVER, NOERROR, NOWARNING */
	void *document = w->xml_read(page.at, (int)page.len, NULL, "UTF-8", QUIET);

	if (document)
		w->xml_free(document);
}

static double seconds(struct work *w, void (*run)(struct work *, struct str))
{
	uint64_t start = time_cpu_ns();

	for (size_t i = 0; i < w->count; i++)
		run(w, w->pages[i]);
	return (double)(time_cpu_ns() - start) / 1e9;
}

static double peak_mb(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_maxrss / 1e3;
}

/* Libarchive needs libxml2, so that it is there; nothing else of Leat does. */
static void open_libxml2(struct work *w)
{
	void *library = dlopen("libxml2.so.2", RTLD_NOW);

	if (!library)
		return;
	*(void **)&w->xml_read = dlsym(library, "htmlReadMemory");
	*(void **)&w->xml_free = dlsym(library, "xmlFreeDoc");
}

int main(void)
{
	static struct {
		const char *name, *yardstick;
		void (*run)(struct work *, struct str);
		double best;
	} parts[] = {
		{ "whole extraction of HTML", "libxml2, tree alone", whole, 1e9 },
		{ "tokenizer alone", "", tokens, 1e9 },
		{ "tree alone", "libxml2, tree alone", tree, 1e9 },
		{ "libxml2, tree alone", "", libxml2, 1e9 },
	};
	static struct work w;
	const char *shared = getenv("SHARED") ? getenv("SHARED") : "../shared";
	struct buf pattern = BUF_INIT;
	glob_t files;

	buf_addf(&pattern, "%s/data/extraction/pages-b/*.html.gz", shared);
	if (glob(buf_cstr(&pattern), 0, NULL, &files) == 0) {
		for (size_t i = 0; i < files.gl_pathc; i++)
			load(&w, files.gl_pathv[i]);
		globfree(&files);
	}
	if (w.count == 0)
		make_page(&w);
	w.scratch = html_scratch_new();
	double before = peak_mb();
	seconds(&w, whole);
	bench_print("memory of extraction beside the pages", peak_mb() - before, "MB", "");
	open_libxml2(&w);
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
			if (parts[i].run == libxml2 && !w.xml_read)
				continue;
			double took = seconds(&w, parts[i].run);
			parts[i].best = took < parts[i].best ? took : parts[i].best;
		}
	}
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].best < 1e9)
			bench_print(parts[i].name, (double)w.bytes / parts[i].best / 1e6, "MB/s CPU", parts[i].yardstick);
	html_tree_release(&w.tree);
	html_scratch_free(w.scratch);
	buf_release(&pattern);
	return 0;
}
