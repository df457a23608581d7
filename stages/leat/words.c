#include "leat/words.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void words_add(struct words *words, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	size_t len = (size_t)vsnprintf(NULL, 0, format, args);
	char *text = mem_alloc(len + 1);
	vsnprintf(text, len + 1, format, again);
	va_end(again);
	va_end(args);
	words->items = mem_grow(words->items, (words->count + 2) * sizeof *words->items);
	words->items[words->count++] = text;
	words->items[words->count] = NULL;
}

void words_release(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->items[i]);
	free(words->items);
	*words = (struct words){ NULL, 0 };
}
