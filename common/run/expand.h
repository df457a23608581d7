/*
 * expand: values of the environment in a text.
 *
 *   ${NAME}             the value; an error where NAME is not set
 *   ${NAME:-DEFAULT}    DEFAULT, up to the brace, where NAME is not set or empty
 *   $${                 the characters ${
 *
 * NAME is letters, digits and _, no digit first. Every other $ stands for itself. What is put
 * in is not looked at again.
 */
#ifndef LEAT_RUN_EXPAND_H
#define LEAT_RUN_EXPAND_H

#include "base/buf.h"
#include "base/err.h"

/* Appends the text to *out; `lookup` is getenv, or a test's. EXIT_MISMATCH with what is wrong. */
int expand_text(struct str text, char *(*lookup)(const char *name), struct buf *out, struct err *err);

#endif
