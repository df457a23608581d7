#include "leat/command.h"

#include "base/buf.h"
#include "run/asked.h"

#include <stdio.h>
#include <stdlib.h>

struct common_config {
	bool quiet, json_log;
};

static const struct option common_options[] = {
	{ "quiet", OPTION_FLAG, offsetof(struct common_config, quiet), .help = "errors only: no warnings", .letter = 'q' },
	{ "json-log", OPTION_FLAG, offsetof(struct common_config, json_log), .help = "messages as JSON lines" },
	OPTIONS_END,
};

static int check_operands(const struct command *command, const struct option_list *operands, struct err *err)
{
	if (operands->count < command->operands_min)
		return err_set(err, EXIT_USAGE, "needs %s; see leat %s --help", command->usage, command->name);
	if (operands->count > command->operands_max)
		return err_set(err, EXIT_USAGE, "%s: unexpected; see leat %s --help",
			       operands->items[command->operands_max], command->name);
	return 0;
}

int command_main(const struct command *command, int argc, char **argv)
{
	struct common_config common;
	void *config = mem_zero(1, command->config_size);
	struct options_set set = {
		.tables = { command->options, common_options },
		.bases = { config, &common },
		.section = command->name,
	};
	struct command_env env = { .log.program = "leat", .options = &set };
	struct err err;
	char program[64], page[64];
	int code = EXIT_DONE;

	snprintf(program, sizeof program, "leat %s", command->name);
	snprintf(page, sizeof page, "leat-%s", command->name);
	env.log.program = program;
	options_defaults(&set);
	if (!asked(&(struct asked){ program, page, "leat", command->usage, command->summary, command->about, 1 }, &set, argc, argv)) {
		int result = options_parse(&set, argc, argv, &err);

		env.log.quiet = common.quiet;
		env.log.json = common.json_log;
		env.operands = set.operands.items;
		env.operand_count = set.operands.count;
		if (result == 0)
			result = check_operands(command, &set.operands, &err);
		if (result == 0)
			result = command->run(config, &env, &err);
		code = (int)env.later;
		if (result < 0) {
			log_error(&env.log, "%s", err.text);
			code = (int)err.code;
		}
	}
	options_release(&set);
	free(config);
	return code;
}
