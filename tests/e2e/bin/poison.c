/* A stage for the tests of links: dies of a record whose id holds "poison", or of two in a frame
 * whose id holds "pair"; in map, or with --in-decide, its first word, in decide. */
#include "run/stage.h"

#include <signal.h>

static int taste(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	struct str id = record_get(record, FIELD_ID);
	int *pair = ctx;
	(void)edit;
	(void)err;
	*pair += str_find(id, STR("pair")) >= 0;
	if (str_find(id, STR("poison")) >= 0 || *pair == 2)
		raise(SIGKILL);
	return RECORD_KEEP;
}

static int map(const void *config, void *scratch, struct frame *frame, struct edit *edit, struct err *err)
{
	int pair = 0;
	(void)config;
	(void)scratch;
	return each_record(frame, edit, taste, &pair, err);
}

static int decide(void *state, struct frame *frame, struct edit *edit, struct err *err)
{
	int pair = 0;
	(void)state;
	return each_record(frame, edit, taste, &pair, err);
}

int main(int argc, char **argv)
{
	struct stage stage = {
		.name = "poison", .summary = "dies of some records", .usage = "", .about = "", .version = 1, .config_size = 1,
	};
	bool in_decide = argc > 1 && strcmp(argv[1], "--in-decide") == 0;

	if (in_decide)
		stage.decide = decide;
	else
		stage.map = map;
	return stage_main(&stage, argc - in_decide, argv + in_decide);
}
