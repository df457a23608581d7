#include "translated_skeleton.h"

#include <string.h>

size_t skeleton(const char *letters, size_t count, char *out, size_t max)
{
	size_t made = 0;
	char last = 0;

	for (size_t i = 0; i < count && made < max; i++) {
		char next = i + 1 < count ? letters[i + 1] : 0, class = 0;

		switch (letters[i]) {
		case 'b': class = 'P'; break;
		case 'p': class = next == 'h' ? 'F' : 'P'; break;
		case 'f': case 'v': class = 'F'; break;
		case 'd': case 't': class = 'T'; break;
		case 'c': class = next == 'h' || next == 'e' || next == 'i' || next == 'y' ? 'S' : 'K'; break;
		case 'g': case 'k': case 'q': case 'x': class = 'K'; break;
		case 's': case 'z': case 'j': class = 'S'; break;
		case 'l': case 'r': class = 'L'; break;
		case 'm': class = 'M'; break;
		case 'n': class = 'N'; break;
		case 'h': continue;
		default: last = 0; continue;
		}
		if (class == 'S' && last == 'T') {
			out[made - 1] = last = 'S';
			continue;
		}
		if ((class == 'P' || class == 'F') && last == 'N')
			out[made - 1] = 'M';
		if (class == last)
			continue;
		out[made++] = last = class;
		if (letters[i] == 'x' && made < max)
			out[made++] = last = 'S';
	}
	return made;
}

size_t arabic_prefix(const char *letters, size_t count)
{
	static const char *const prefixes[] = { "wal", "bal", "al", "ll" };

	for (size_t i = 0; count > 4 && i < sizeof prefixes / sizeof *prefixes; i++)
		if (strncmp(letters, prefixes[i], strlen(prefixes[i])) == 0)
			return strlen(prefixes[i]);
	return 0;
}
