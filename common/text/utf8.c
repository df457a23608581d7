#include "text/utf8.h"

static int starts(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

size_t utf8_count(struct str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += (size_t)starts(s.at[i]);
	return count;
}

size_t utf8_offset(struct str s, size_t index)
{
	size_t i = 0;

	for (; i < s.len; i++)
		if (starts(s.at[i]) && index-- == 0)
			break;
	return i;
}
