#include "leat/plan.h"

#include "base/buf.h"
#include "base/num.h"
#include "leat/programs.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WORD_MAX = 512 };

static bool on_links(const struct plan_wishes *wishes)
{
	return strcmp(wishes->links, "pipes") != 0;
}

/* Ports that are free now. They may be taken before the programs bind them, which then say
 * so and are started again. */
static int free_ports(uint16_t *ports, size_t count, struct err *err)
{
	int *fds = mem_zero(count, sizeof *fds), result = 0;
	size_t open = 0;

	for (; open < count && result == 0; open++) {
		struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
		socklen_t len = sizeof at;

		fds[open] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fds[open] < 0 || bind(fds[open], (struct sockaddr *)&at, len) < 0 ||
		    getsockname(fds[open], (struct sockaddr *)&at, &len) < 0)
			result = err_sys(err, EXIT_RETRY, "cannot find a free port");
		ports[open] = ntohs(at.sin_port);
	}
	while (open-- > 0)
		close(fds[open]);
	free(fds);
	return result;
}

struct wiring {
	const struct pipeline *pipeline;
	const struct plan_wishes *wishes;
	uint16_t ports[PIPELINE_STEPS_MAX * PIPELINE_WORKERS_MAX];
};

static void add_end(const struct wiring *wiring, const char *option, const char *how, size_t step, size_t worker,
		    struct words *command)
{
	if (strcmp(wiring->wishes->links, "tcp") == 0)
		words_add(command, "--%s=%s:tcp://127.0.0.1:%u", option, how,
			  wiring->ports[step * PIPELINE_WORKERS_MAX + worker]);
	else
		words_add(command, "--%s=%s:ipc://%s/%zu-%zu", option, how, wiring->wishes->folder, step, worker);
}

static void add_links(const struct wiring *wiring, size_t step, size_t worker, struct words *command)
{
	const struct step *steps = wiring->pipeline->steps;

	if (step > 0 && steps[step].workers == 1)
		add_end(wiring, "in", "bind", step - 1, 0, command);
	for (size_t k = 0; step > 0 && steps[step].workers > 1 && k < steps[step - 1].workers; k++)
		add_end(wiring, "in", "connect", step - 1, k, command);
	if (step + 1 == wiring->pipeline->count)
		return;
	if (steps[step + 1].workers == 1)
		add_end(wiring, "out", "connect", step, 0, command);
	else
		add_end(wiring, "out", "bind", step, worker, command);
}

/* The state of dedup lies beside the sink, unless the file says where, or nothing stays. On
 * links the source keeps what was acked for this run only: the store knows what it has. */
static void add_state(const struct pipeline *pipeline, const struct plan_wishes *wishes, size_t index,
		      struct words *command)
{
	const struct step *step = &pipeline->steps[index];
	const char *sink = pipeline->output.items[0];
	size_t len = strlen(sink), number = 0;

	if (step_option(step, "state") || step_option(step, "ephemeral"))
		return;
	if (index == 0 && on_links(wishes))
		words_add(command, "--state=%s/source", wishes->folder);
	if (strcmp(step->stage, "dedup") != 0 || strcmp(sink, "-") == 0)
		return;
	for (size_t k = 0; k < index; k++)
		number += strcmp(pipeline->steps[k].stage, step->stage) == 0;
	while (len > 1 && sink[len - 1] == '/')
		len--;
	if (number == 0)
		words_add(command, "--state=%.*s.state", (int)len, sink);
	else
		words_add(command, "--state=%.*s.state-%zu", (int)len, sink, number + 1);
}

char *plan_stats_path(const struct plan_wishes *wishes, size_t member)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s/stats-%zu.json", wishes->folder, member);
	buf_cstr(&path);
	return buf_detach(&path, NULL);
}

static int add_metrics(const struct plan_wishes *wishes, size_t member, struct words *command, struct err *err)
{
	const char *colon = wishes->metrics ? strrchr(wishes->metrics, ':') : NULL;
	uint64_t port;

	if (!wishes->metrics)
		return 0;
	if (!colon || !num_u64(str_of(colon + 1), &port) || port + member > 65535 || port == 0)
		return err_set(err, EXIT_USAGE, "--metrics %s: write HOST:PORT of the first program, e.g. 127.0.0.1:9464",
			       wishes->metrics);
	words_add(command, "--metrics=%.*s:%llu", (int)(colon - wishes->metrics), wishes->metrics,
		  (unsigned long long)(port + member));
	return 0;
}

const char *plan_metrics_address(const struct member *member)
{
	for (size_t i = 0; i < member->command.count; i++)
		if (strncmp(member->command.items[i], "--metrics=", 10) == 0)
			return member->command.items[i] + 10;
	return NULL;
}

static int make_command(const struct wiring *wiring, size_t index, size_t worker, size_t member, struct words *command,
			struct err *err)
{
	const struct pipeline *pipeline = wiring->pipeline;
	const struct plan_wishes *wishes = wiring->wishes;
	const struct step *step = &pipeline->steps[index];
	bool last = index + 1 == pipeline->count, dedup = strcmp(step->stage, "dedup") == 0;

	programs_find(step->stage, command);
	if (wishes->file)
		words_add(command, "--config=%s", wishes->file);
	if (wishes->quiet)
		words_add(command, "--quiet");
	if (wishes->json)
		words_add(command, "--json-log");
	if (wishes->jobs > 1 && !last)
		words_add(command, "--jobs=%lld", (long long)wishes->jobs);
	if (wishes->replace && (last || dedup))
		words_add(command, "--replace");
	if (wishes->codec && !last)
		words_add(command, "--codec=%s", wishes->codec);
	if (add_metrics(wishes, member, command, err) < 0)
		return -1;
	add_state(pipeline, wishes, index, command);
	if (on_links(wishes)) {
		char *stats = plan_stats_path(wishes, member);

		add_links(wiring, index, worker, command);
		if (!step_option(step, "stats"))
			words_add(command, "--stats=%s", stats);
		/* As on pipes: of two copies the first in the source is kept. */
		if (dedup && !step_option(step, "ordered"))
			words_add(command, "--ordered");
		free(stats);
	}
	for (size_t i = 0; i < step->options.count; i++)
		words_add(command, "%s", step->options.items[i]);
	words_add(command, "--");
	for (size_t i = 0; i < step->operands.count; i++)
		words_add(command, "%s", step->operands.items[i]);
	for (size_t i = 0; index == 0 && i < pipeline->input.count; i++)
		words_add(command, "%s", pipeline->input.items[i]);
	if (last)
		words_add(command, "%s", pipeline->output.items[0]);
	return 0;
}

static char *member_name(const struct step *step, size_t worker)
{
	char name[WORD_MAX];

	if (step->workers == 1)
		return mem_strdup(step->stage);
	snprintf(name, sizeof name, "%s %zu", step->stage, worker + 1);
	return mem_strdup(name);
}

int plan_make(const struct pipeline *pipeline, const struct plan_wishes *wishes, struct plan *plan, struct err *err)
{
	struct wiring *wiring = mem_zero(1, sizeof *wiring);
	size_t room = 0;
	int result = 0;

	wiring->pipeline = pipeline;
	wiring->wishes = wishes;
	if (strcmp(wishes->links, "tcp") == 0)
		result = free_ports(wiring->ports, pipeline->count * PIPELINE_WORKERS_MAX, err);
	for (size_t i = 0; i < pipeline->count; i++)
		room += pipeline->steps[i].workers;
	*plan = (struct plan){ .members = mem_zero(room, sizeof *plan->members) };
	for (size_t i = 0; i < pipeline->count && result == 0; i++)
		for (size_t k = 0; k < pipeline->steps[i].workers && result == 0; k++) {
			struct member *member = &plan->members[plan->count];

			member->step = i;
			member->name = member_name(&pipeline->steps[i], k);
			result = make_command(wiring, i, k, plan->count++, &member->command, err);
		}
	free(wiring);
	if (result < 0)
		plan_release(plan);
	return result;
}

void plan_release(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		words_release(&plan->members[i].command);
		free((char *)(uintptr_t)plan->members[i].name);
	}
	free(plan->members);
	*plan = (struct plan){ NULL, 0 };
}

static void print_word(const char *word)
{
	if (*word && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=:,./@%") == strlen(word)) {
		fputs(word, stdout);
		return;
	}
	putchar('\'');
	for (; *word; word++)
		*word == '\'' ? fputs("'\\''", stdout) : putchar(*word);
	putchar('\'');
}

static const char *base_name(const char *path)
{
	return strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
}

static void draw(const struct pipeline *pipeline, const char *links)
{
	putchar('#');
	for (size_t i = 0; i < pipeline->count; i++) {
		printf("%s%s", i ? " -> " : " ", pipeline->steps[i].stage);
		if (pipeline->steps[i].workers > 1)
			printf(" x%zu", pipeline->steps[i].workers);
	}
	printf(" %s, over %s\n", pipeline->output.items[0], links);
}

void plan_print(const struct plan *plan, const struct pipeline *pipeline, const struct plan_wishes *wishes)
{
	bool links = on_links(wishes);

	if (links)
		draw(pipeline, wishes->links);
	for (size_t i = 0; i < plan->count; i++) {
		const struct words *command = &plan->members[i].command;

		fputs(i && !links ? " | " : "", stdout);
		for (size_t k = 0; k < command->count; k++) {
			fputs(k ? " " : "", stdout);
			print_word(k ? command->items[k] : base_name(command->items[k]));
		}
		fputs(links ? " &\n" : "", stdout);
	}
	fputs(links ? "wait\n" : "\n", stdout);
}
