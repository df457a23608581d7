/*
 * make_flow: a flow of made-up records on standard output, for the tests of what reads
 * flows. The same arguments give the same bytes.
 *
 *   make_flow KEY=VALUE...
 *     recipe=TEXT streams=N frames=N records=N bytes=N (of text a record)
 *     first=N     number of the first stream
 *     salt=N      another content (and src_hash) under the same names
 *     last=N      bytes of source of each stream's last frame (grown files)
 *     drop=N reject=N   every Nth record is dropped, rejected (0: none)
 *     announce=KEY:VALUE  in START
 *     fetched=YYYY-MM-DD  of the first record; each later one a day more, for a week
 *     cut=1       no STOP; interrupted=1: STOP says so
 */
#include "base/time.h"
#include "record/build.h"
#include "record/flow.h"
#include "record/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct plan {
	const char *recipe, *announce, *fetched;
	unsigned long streams, frames, records, bytes, first, salt, last, drop, reject, cut, interrupted;
};

static const char *const words[] = {
	"harbour", "mill", "water", "river", "bl\xc3\xa5" "b\xc3\xa6r", "stra\xc3\x9f" "e", "news", "of", "the", "day",
	"\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba", "sj\xc3\xb6", "wheel", "stone", "corn", "and",
};

static void put(const void *bytes, size_t count)
{
	if (fwrite(bytes, 1, count, stdout) != count)
		exit(1);
}

static void put_frame(struct frame *frame)
{
	struct iovec pieces[FRAME_LAYERS_MAX + 1];
	int count = frame_pieces(frame, pieces, NULL);

	for (int i = 0; i < count; i++)
		put(pieces[i].iov_base, pieces[i].iov_len);
}

static void put_control(struct frame *frame, enum frame_type type, struct buf *map, const struct plan *plan)
{
	struct codec_state none = CODEC_STATE_INIT;
	struct err err;

	frame_make_control(frame, type, map, &err);
	frame->head.recipe = flow_recipe_hash(str_of(plan->recipe));
	frame_seal(frame, CODEC_NONE, &none, &err);
	put_frame(frame);
}

static void put_start(struct frame *frame, const struct plan *plan)
{
	struct buf map = BUF_INIT;
	const char *colon = plan->announce ? strchr(plan->announce, ':') : NULL;

	pack_map(&map, 2);
	pack_text(&map, "recipe");
	pack_text(&map, plan->recipe);
	pack_text(&map, "announce");
	pack_map(&map, colon ? 1 : 0);
	if (colon) {
		pack_str(&map, str_from(plan->announce, (size_t)(colon - plan->announce)));
		pack_text(&map, colon + 1);
	}
	put_control(frame, FRAME_START, &map, plan);
	buf_release(&map);
}

static void put_stop(struct frame *frame, const struct plan *plan)
{
	struct buf map = BUF_INIT;

	pack_map(&map, 2);
	pack_text(&map, "end");
	pack_text(&map, plan->interrupted ? "interrupted" : "complete");
	pack_text(&map, "frames");
	pack_uint(&map, plan->streams * plan->frames);
	put_control(frame, FRAME_STOP, &map, plan);
	buf_release(&map);
}

static void add_verdict(struct build *build, struct buf *verdicts, const char *field, enum verdict verdict)
{
	struct buf map = BUF_INIT;

	pack_map(&map, 2);
	pack_text(&map, "stage");
	pack_text(&map, "maker");
	pack_text(&map, "reason");
	pack_text(&map, verdict == VERDICT_DROPPED ? "exact" : "broken");
	build_packed(build, str_of(field), buf_str(&map));
	verdicts->data[verdicts->len - 1] = (char)verdict;
	buf_release(&map);
}

static void add_text(struct build *build, unsigned long bytes, uint64_t *state)
{
	struct buf text = BUF_INIT;

	while (text.len < bytes) {
		*state = *state * 6364136223846793005u + 1442695040888963407u;
		if (text.len)
			buf_add_text(&text, *state >> 60 ? " " : "\n\n");
		buf_add_text(&text, words[(*state >> 33) % (sizeof words / sizeof *words)]);
	}
	build_text(build, buf_str(&text));
	buf_release(&text);
}

static void put_data(struct frame *frame, const struct plan *plan, unsigned long stream, unsigned long seq)
{
	struct build build = BUILD_INIT;
	struct buf verdicts = BUF_INIT;
	struct codec_state none = CODEC_STATE_INIT;
	struct err err;
	char text[80];
	int64_t fetched;
	uint64_t state = stream * 1000003 + seq * 101 + plan->salt;

	frame_reset(frame);
	for (unsigned long i = 0; i < plan->records; i++) {
		unsigned long n = seq * plan->records + i;

		buf_add_byte(&verdicts, VERDICT_KEPT);
		snprintf(text, sizeof text, "%lu-%lu", stream, n);
		build_str(&build, FIELD_ID, str_of(text));
		snprintf(text, sizeof text, "file%lu.txt", stream);
		build_str(&build, FIELD_SOURCE, str_of(text));
		snprintf(text, sizeof text, "Headline %lu of %lu", n, stream);
		build_str(&build, FIELD_TITLE, str_of(text));
		if (plan->fetched && time_parse(str_of(plan->fetched), &fetched)) {
			time_format(fetched + (int64_t)(n % 7) * 86400000, text);
			build_str(&build, FIELD_FETCHED, str_of(text));
		}
		if (plan->drop && n % plan->drop == plan->drop - 1)
			add_verdict(&build, &verdicts, FIELD_DROP, VERDICT_DROPPED);
		else if (plan->reject && n % plan->reject == plan->reject - 1)
			add_verdict(&build, &verdicts, FIELD_REJECT, VERDICT_REJECTED);
		add_text(&build, plan->bytes, &state);
		build_record(&build);
	}
	build_finish(&build, frame);
	frame_set_layer(frame, LAYER_VERDICT, &verdicts);
	frame->head.stream = stream;
	frame->head.seq = seq;
	frame->head.src_begin = seq * 1000;
	frame->head.src_end = seq * 1000 + (seq + 1 == plan->frames ? plan->last : 1000);
	frame->head.src_hash = state ^ frame->head.src_end;
	frame->head.recipe = flow_recipe_hash(str_of(plan->recipe));
	frame->head.flags = seq + 1 == plan->frames ? FRAME_FINAL : 0;
	if (frame_seal(frame, CODEC_NONE, &none, &err) < 0)
		exit(1);
	put_frame(frame);
	build_release(&build);
	buf_release(&verdicts);
}

static bool take(struct plan *plan, const char *word)
{
	const struct {
		const char *name;
		unsigned long *number;
		const char **text;
	} keys[] = {
		{ "recipe", NULL, &plan->recipe }, { "announce", NULL, &plan->announce },
		{ "fetched", NULL, &plan->fetched },
		{ "streams", &plan->streams, NULL }, { "frames", &plan->frames, NULL },
		{ "records", &plan->records, NULL }, { "bytes", &plan->bytes, NULL }, { "first", &plan->first, NULL },
		{ "salt", &plan->salt, NULL }, { "last", &plan->last, NULL }, { "drop", &plan->drop, NULL },
		{ "reject", &plan->reject, NULL }, { "cut", &plan->cut, NULL },
		{ "interrupted", &plan->interrupted, NULL },
	};
	size_t len = strcspn(word, "=");

	for (size_t i = 0; i < sizeof keys / sizeof *keys && word[len]; i++) {
		if (strlen(keys[i].name) != len || memcmp(word, keys[i].name, len) != 0)
			continue;
		if (keys[i].text)
			*keys[i].text = word + len + 1;
		else
			*keys[i].number = strtoul(word + len + 1, NULL, 10);
		return true;
	}
	return false;
}

int main(int argc, char **argv)
{
	struct plan plan = { .recipe = "maker/1", .streams = 1, .frames = 1, .records = 1, .bytes = 200, .last = 500 };
	struct frame *frame = frame_new();

	for (int i = 1; i < argc; i++) {
		if (!take(&plan, argv[i])) {
			fprintf(stderr, "make_flow: %s: unknown\n", argv[i]);
			return 2;
		}
	}
	put_start(frame, &plan);
	for (unsigned long stream = 0; stream < plan.streams; stream++)
		for (unsigned long seq = 0; seq < plan.frames; seq++)
			put_data(frame, &plan, plan.first + stream, seq);
	if (!plan.cut)
		put_stop(frame, &plan);
	frame_free(frame);
	return fflush(stdout) == 0 ? 0 : 1;
}
