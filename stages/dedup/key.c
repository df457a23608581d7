#include "key.h"

#include "base/num.h"

#include <xxhash.h>

void key_portable(struct str text, char key[KEY_BYTES])
{
	XXH128_hash_t hash = XXH3_128bits(text.at, text.len);

	num_store64(key, hash.low64);
	num_store64(key + 8, hash.high64);
}

void key_make(struct str text, char key[KEY_BYTES])
{
	if (!key_avx2(text, key))
		key_portable(text, key);
}
