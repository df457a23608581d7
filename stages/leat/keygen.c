#include "leat/command.h"

#include "link/curve.h"

#include <stdio.h>

struct config {
	char none;
};

static const struct option options[] = { OPTIONS_END };

static int run(const void *config, struct command_env *env, struct err *err)
{
	const char *name = env->operands[0];
	(void)config;

	if (curve_generate(name, err) < 0)
		return -1;
	printf("%s.key: keep it here, for --key\n"
	       "%s.pub: give it to the other side, for its --peer-key or its list for --allow\n",
	       name, name);
	return 0;
}

const struct command command_keygen = {
	.name = "keygen",
	.summary = "make a pair of keys for links between machines",
	.usage = "NAME",
	.about = "Writes NAME.key, which only its owner can read, and NAME.pub; neither may exist. Each program, or each "
		 "machine, has a pair. The side that binds a link takes --key and, with --allow, a list of the public keys "
		 "that may call it, one a line; the side that calls takes --key and, with --peer-key, the public key of the "
		 "side that binds. The list is read again on SIGHUP: who is no longer in it cannot call anew, while a "
		 "connection that stands stays.\n\n"
		 " leat keygen hub && leat keygen worker && cat worker.pub > allowed\n"
		 " leat-store corpus.db --in bind:tcp://10.0.0.1:7001 --key hub.key \\\n"
		 "     --allow allowed\n"
		 " leat-normalize --in ... --out connect:tcp://10.0.0.1:7001 --key worker.key \\\n"
		 "     --peer-key hub.pub\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_min = 1,
	.operands_max = 1,
	.run = run,
};
