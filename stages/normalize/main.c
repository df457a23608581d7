#include "normalize/records.h"
#include "normalize/tracking_file.h"
#include "run/stage.h"

#include <stdlib.h>
#include <xxhash.h>

struct config {
	struct normalize_config text;
	const char *tracking;
	struct tracking_file list; /* of --tracking */
};

#define AT(field) offsetof(struct config, field)

static const struct option options[] = {
	{ "repair", OPTION_FLAG, AT(text.repair), .fallback = "true", .result = true,
	  .help = "mend mojibake (text that was decoded in the wrong charset once or more)" },
	{ "nfkc", OPTION_FLAG, AT(text.nfkc), .result = true,
	  .help = "NFKC instead of NFC: ligatures, full-width and other compatibility characters become plain (not in markup)" },
	{ "fold-quotes", OPTION_FLAG, AT(text.fold_quotes), .result = true,
	  .help = "every kind of quotation mark becomes ' or \" (not in markup)" },
	{ "fold-dashes", OPTION_FLAG, AT(text.fold_dashes), .result = true,
	  .help = "every kind of dash becomes - (not in markup)" },
	{ "tracking", OPTION_TEXT, AT(tracking), "FILE",
	  .help = "names of query parameters to take out of url; default: the list in configs/tracking-parameters.txt as built in" },
	OPTIONS_END,
};

static int check(void *config, const struct stage_env *env, struct err *err)
{
	struct config *c = config;

	(void)env;
	return c->tracking ? tracking_file_read(c->tracking, &c->list, err) : 0;
}

/* The names count, not where the file lies. */
static int recipe(const void *config, struct buf *out, struct err *err)
{
	const struct config *c = config;

	(void)err;
	if (c->tracking)
		buf_addf(out, " tracking=%016llx", (unsigned long long)XXH3_64bits(c->list.content, c->list.len));
	return 0;
}

static void *scratch_new(const void *config)
{
	const struct config *c = config;
	struct normalize_records *records = mem_zero(1, sizeof *records);

	records->config = &c->text;
	records->tracking = c->tracking ? &c->list.list : &url_tracking_default;
	return records;
}

static void scratch_free(void *scratch)
{
	normalize_records_release(scratch);
	free(scratch);
}

static int map(const void *config, void *scratch, struct frame *frame, struct edit *edit, struct err *err)
{
	(void)config;
	return each_record(frame, edit, normalize_record, scratch, err);
}

static const struct stage stage = {
	.name = "normalize",
	.summary = "makes bodies clean UTF-8",
	.usage = "",
	.about = "Finds the charset of each body (byte order mark, HTTP header, meta element, UTF-8 validity, detection), "
		 "decodes it, mends mojibake, removes controls and invisible characters, and composes (NFC). Plain text moves "
		 "to field text with its white space tidied; markup stays in body. What decided is in charset and "
		 "charset_from.\n\n"
		 "Bad input is never dropped: ill-formed parts become U+FFFD and are counted as faults (--stats).\n\n"
		 "Field url becomes canonical: scheme and host in lower case, host in punycode, no default port, dot segments "
		 "resolved, no fragment, no tracking parameters.",
	.version = 2,
	.options = options,
	.config_size = sizeof(struct config),
	.bulk = true,
	.check = check,
	.recipe = recipe,
	.scratch_new = scratch_new,
	.scratch_free = scratch_free,
	.map = map,
};

int main(int argc, char **argv)
{
	return stage_main(&stage, argc, argv);
}
