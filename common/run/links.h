/*
 * links (internal to common/run): what the runner does beyond pipes: opens links, waits for
 * credit, passes acks and refusals up, and ends when all is durable.
 */
#ifndef LEAT_RUN_LINKS_H
#define LEAT_RUN_LINKS_H

#include "link/endpoint.h"
#include "run/options.h"
#include "run/stage.h"

/* Options of stages that may stand on a link; values are in struct common_config. */
enum { LINK_OPTIONS = 5 };
extern const struct option link_options[LINK_OPTIONS];
/* Of stages that decide in the order of their input. */
extern const struct option ordered_option;

/* Checks --in and --out against each other and the rest. */
int links_check(struct runner *runner, struct err *err);
bool links_wanted(const struct option_list *words);
/* Opens runner->in or runner->out. */
int links_open(struct runner *runner, bool sender, struct err *err);
/* Before the first frame: what a source or an ordered receiver keeps. */
int links_begin(struct runner *runner, struct err *err);
/* Sends, and waits for credit. Takes the frame in any case. */
int links_send(struct runner *runner, struct frame *frame, struct err *err);
/* Takes all answers from below that are there. */
int links_answers(struct runner *runner, struct err *err);
/* Until something comes from anywhere, or timeout_ms. */
void links_wait(struct runner *runner, int timeout_ms);
/* A sink's frame is durable. */
int links_ack(struct runner *runner, const struct frame *frame, struct err *err);
/* Frames that were decided and committed go on now: the marks of ordered receivers. */
int links_passing(struct runner *runner, struct frame *const *frames, size_t count, struct err *err);
/* After STOP: until all is durable. */
int links_finish(struct runner *runner, struct err *err);
/* After a signal, for stages that take frames: until what they hold is durable. */
int links_drain(struct runner *runner, struct err *err);
void links_release(struct runner *runner);

#endif
