#include "filter/rules.h"

static const struct {
	const char *name, *text;
} sets[] = {
#include "filter/generated/rules.inc"
};

struct str rules_builtin(const char *name)
{
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		if (strcmp(sets[i].name, name) == 0)
			return str_of(sets[i].text);
	return STR_NONE;
}

void rules_builtin_names(struct buf *out)
{
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		buf_addf(out, "%s%s", i > 0 ? ", " : "", sets[i].name);
}
