#include "exec/exec.h"

#include "run/stage.h"

#include <pthread.h>
#include <stdlib.h>

/* The commands that run, so that the end can tell how each of them ended. */
struct running {
	pthread_mutex_t lock;
	struct scratch *first;
	bool talked; /* one said more than it was asked at its end */
	struct err err;
};

struct config {
	struct exec_config exec;
	bool bulk; /* a text or body is sent */
	struct running *running;
};

#define AT(field) offsetof(struct config, field)

static const struct option options[] = {
	{ "send", OPTION_LIST, AT(exec.send), "FIELD", .result = true,
	  .help = "send only these fields; by default all but body (body goes as base64)" },
	{ "timeout", OPTION_DURATION, AT(exec.timeout_ms), "TIME", "60s", "10ms", "1d",
	  .help = "a command that answers nothing for so long hangs" },
	OPTIONS_END,
};

/* One word is a command line for the shell; several are a program and its arguments. */
static int check(void *data, const struct stage_env *env, struct err *err)
{
	struct config *config = data;
	bool shell = env->operand_count == 1;
	size_t at = 0;

	config->running = mem_zero(1, sizeof *config->running);
	pthread_mutex_init(&config->running->lock, NULL);
	if (env->operand_count == 0)
		return err_set(err, EXIT_USAGE, "needs a command; see leat-exec --help");
	config->exec.argv = mem_zero(env->operand_count + 3, sizeof *config->exec.argv);
	if (shell) {
		config->exec.argv[at++] = mem_strdup("sh");
		config->exec.argv[at++] = mem_strdup("-c");
	}
	for (size_t i = 0; i < env->operand_count; i++)
		config->exec.argv[at++] = mem_strdup(env->operands[i]);
	config->bulk = config->exec.send.count == 0;
	for (size_t i = 0; i < config->exec.send.count; i++)
		config->bulk = config->bulk || strcmp(config->exec.send.items[i], FIELD_TEXT) == 0 ||
			       strcmp(config->exec.send.items[i], FIELD_BODY) == 0;
	return 0;
}

static void release(void *data)
{
	struct config *config = data;

	for (char **word = config->exec.argv; word && *word; word++)
		free(*word);
	free(config->exec.argv);
	free(config->running);
}

static int recipe(const void *data, struct buf *out, struct err *err)
{
	const struct config *config = data;
	(void)err;

	buf_add_text(out, " command=");
	for (char **word = config->exec.argv; *word; word++) {
		if (word != config->exec.argv)
			buf_add_text(out, "%20");
		for (const unsigned char *c = (const unsigned char *)*word; *c; c++) {
			if (*c <= ' ' || *c == 0x7f || *c == '%' || *c == '|')
				buf_addf(out, "%%%02X", *c);
			else
				buf_add_byte(out, (char)*c);
		}
	}
	return 0;
}

struct scratch {
	struct exec exec;
	struct codec_state codecs;
	struct running *running;
	struct scratch *next;
};

static void *scratch_new(const void *data)
{
	const struct config *config = data;
	struct scratch *scratch = mem_zero(1, sizeof *scratch);

	scratch->exec.config = &config->exec;
	scratch->exec.child = CHILD_INIT;
	scratch->exec.names = ARENA_INIT;
	scratch->codecs = CODEC_STATE_INIT;
	scratch->running = config->running;
	pthread_mutex_lock(&scratch->running->lock);
	scratch->next = scratch->running->first;
	scratch->running->first = scratch;
	pthread_mutex_unlock(&scratch->running->lock);
	return scratch;
}

/* Ends the command; what it says only then is found out here. */
static void end_command(struct scratch *scratch)
{
	struct err err;

	if (exec_end(&scratch->exec, &err) < 0 && !scratch->running->talked) {
		scratch->running->talked = true;
		scratch->running->err = err;
	}
}

static void scratch_free(void *data)
{
	struct scratch *scratch = data, **at = &scratch->running->first;

	pthread_mutex_lock(&scratch->running->lock);
	while (*at != scratch)
		at = &(*at)->next;
	*at = scratch->next;
	end_command(scratch);
	pthread_mutex_unlock(&scratch->running->lock);
	exec_release(&scratch->exec);
	codec_state_release(&scratch->codecs);
	free(scratch);
}

static void *open_running(const void *data, const struct stage_env *env, struct err *err)
{
	const struct config *config = data;
	(void)env;
	(void)err;

	return config->running;
}

static int close_running(void *state, bool whole, struct err *err)
{
	struct running *running = state;
	int result = 0;
	(void)whole;

	pthread_mutex_lock(&running->lock);
	for (struct scratch *scratch = running->first; scratch; scratch = scratch->next)
		end_command(scratch);
	if (running->talked) {
		*err = running->err;
		result = -1;
	}
	pthread_mutex_unlock(&running->lock);
	return result;
}

static int map(const void *data, void *own, struct frame *frame, struct edit *edit, struct err *err)
{
	const struct config *config = data;
	struct scratch *scratch = own;

	if (config->bulk && frame_open_records(frame, true, &scratch->codecs, err) < 0)
		return -1;
	return exec_frame(&scratch->exec, frame, edit, err);
}

static const struct stage stage = {
	.name = "exec",
	.summary = "a command of your own as a stage",
	.usage = "COMMAND | PROGRAM ARGUMENT...",
	.about = "Gives the command a JSON object a line for each record, and reads a line for each: an object is merged into "
		 "the record (null takes a field away, text replaces the text), null drops the record, {\"drop\": why} drops "
		 "and {\"reject\": why} rejects it. With --jobs N, N commands run.\n\n"
		 "    ... | leat-exec 'python3 quality.py' --jobs 4 --send text,lang | ...\n"
		 "    ... | leat-exec -- jq --unbuffered -c '{words: (.text | length)}' | ...\n\n"
		 "One word is a command line for sh; several are a program and its arguments, behind -- where they have options. "
		 "The command must answer each line before it waits for the next one, in the same order; what it writes to "
		 "standard error is passed on. A line more than it was asked for ends the run with status 1, at the very end, too: "
		 "answers may then have gone to the wrong records.\n\n"
		 "A command that dies or hangs is started again, and the record that it fails on is found and rejected; after "
		 "16 such records in a row the run ends. The command line is part of the recipe; what the command itself does "
		 "is not: say --send or another argument when that changes.",
	.version = 1,
	.options = options,
	.config_size = sizeof(struct config),
	.operands_max = SIZE_MAX,
	.check = check,
	.release = release,
	.recipe = recipe,
	.open = open_running,
	.close = close_running,
	.scratch_new = scratch_new,
	.scratch_free = scratch_free,
	.map = map,
};

int main(int argc, char **argv)
{
	/* Before any thread: a Python command's print() then answers at once. */
	setenv("PYTHONUNBUFFERED", "1", 1);
	return stage_main(&stage, argc, argv);
}
