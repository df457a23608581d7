/* A stage for the tests of links: dies of a record whose id holds "poison". */
#include "run/stage.h"

#include <signal.h>

static int taste(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	(void)ctx;
	(void)edit;
	(void)err;
	if (str_find(record_get(record, FIELD_ID), STR("poison")) >= 0)
		raise(SIGKILL);
	return RECORD_KEEP;
}

static int map(const void *config, void *scratch, struct frame *frame, struct edit *edit, struct err *err)
{
	(void)config;
	(void)scratch;
	return each_record(frame, edit, taste, NULL, err);
}

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.name = "poison", .summary = "dies of some records", .usage = "", .about = "", .version = 1,
		.config_size = 1, .map = map,
	};

	return stage_main(&stage, argc, argv);
}
