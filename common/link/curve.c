#include "link/curve.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

enum { FILE_MAX = 1 << 20, KEY_LEN = CURVE_KEY - 1, SECRET_MODE = 0600, PUBLIC_MODE = 0644 };

struct curve_list {
	size_t count;
	char (*keys)[CURVE_KEY]; /* sorted */
};

static int create(const char *path, const char *suffix, mode_t mode, struct str content, struct err *err)
{
	struct buf name = BUF_INIT;

	buf_addf(&name, "%s%s", path, suffix);
	int fd = open(buf_cstr(&name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	int result = fd < 0 ? err_sys(err, EXIT_FAILED, "%s: cannot create", buf_cstr(&name)) :
			      file_write(fd, content.at, content.len, buf_cstr(&name), err);
	if (fd >= 0 && fsync(fd) < 0 && result == 0)
		result = err_sys(err, EXIT_FAILED, "%s: cannot write", buf_cstr(&name));
	if (fd >= 0)
		close(fd);
	buf_release(&name);
	return result;
}

int curve_generate(const char *path, struct err *err)
{
	char public_key[CURVE_KEY], secret_key[CURVE_KEY];
	struct buf text = BUF_INIT;

	if (zmq_curve_keypair(public_key, secret_key) < 0)
		return err_set(err, EXIT_FAILED, "this libzmq was built without CURVE");
	buf_addf(&text, "%s\n%s\n", secret_key, public_key);
	int result = create(path, ".key", SECRET_MODE, buf_str(&text), err);
	buf_reset(&text);
	buf_addf(&text, "%s\n", public_key);
	if (result == 0 && (result = create(path, ".pub", PUBLIC_MODE, buf_str(&text), err)) < 0) {
		buf_reset(&text);
		buf_addf(&text, "%s.key", path);
		unlink(buf_cstr(&text));
	}
	explicit_bzero(secret_key, sizeof secret_key);
	buf_release(&text);
	return result;
}

/* The first word of the next line, empty for a comment; false at the end. A key may begin
 * with '#', but has no space in it and 40 characters. */
static bool next_word(struct str *rest, struct str *word)
{
	if (rest->len == 0)
		return false;
	ptrdiff_t end = str_find(*rest, STR("\n"));
	size_t len = end < 0 ? rest->len : (size_t)end;

	*word = str_trim(str_from(rest->at, len));
	ptrdiff_t space = str_find(*word, STR(" "));
	if (space >= 0)
		word->len = (size_t)space;
	if (word->len != KEY_LEN && str_starts(*word, STR("#")))
		word->len = 0;
	len += end < 0 ? 0 : 1;
	*rest = str_from(rest->at + len, rest->len - len);
	return true;
}

static bool take_key(struct str word, char key[CURVE_KEY])
{
	uint8_t raw[32];

	if (word.len != KEY_LEN)
		return false;
	memcpy(key, word.at, KEY_LEN);
	key[KEY_LEN] = 0;
	return zmq_z85_decode(raw, key) != NULL;
}

int curve_read_key(const char *path, struct curve *curve, struct err *err)
{
	struct buf text = BUF_INIT;
	struct str rest, secret, public;
	struct stat st;

	if (stat(path, &st) < 0)
		return err_sys(err, EXIT_FAILED, "%s: cannot open", path);
	if (st.st_mode & (st.st_uid == 0 && geteuid() != 0 ? 037U : 077U))
		return err_set(err, EXIT_FAILED, "%s: others may read this key: chmod 600", path);
	if (file_read(path, FILE_MAX, &text, err) < 0)
		return -1;
	rest = buf_str(&text);
	bool good = next_word(&rest, &secret) && next_word(&rest, &public) && take_key(secret, curve->secret_key) &&
		    take_key(public, curve->public_key);
	buf_release(&text);
	return good ? 0 : err_set(err, EXIT_FAILED, "%s: not a key file: make one with leat keygen", path);
}

int curve_read_server(const char *path, struct curve *curve, struct err *err)
{
	struct buf text = BUF_INIT;
	struct str rest, word;

	if (file_read(path, FILE_MAX, &text, err) < 0)
		return -1;
	rest = buf_str(&text);
	bool good = next_word(&rest, &word) && take_key(word, curve->server_key);
	buf_release(&text);
	return good ? 0 : err_set(err, EXIT_FAILED, "%s: holds no public key", path);
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

struct curve_list *curve_list_read(const char *path, struct err *err)
{
	struct curve_list *list = mem_zero(1, sizeof *list);
	struct buf text = BUF_INIT;
	struct str rest, word;
	int result = file_read(path, FILE_MAX, &text, err);

	rest = buf_str(&text);
	for (size_t number = 1; result == 0 && next_word(&rest, &word); number++) {
		if (word.len == 0)
			continue;
		if (list->count == CURVE_KEYS_MAX) {
			result = err_set(err, EXIT_FAILED, "%s: more than %d keys", path, CURVE_KEYS_MAX);
			break;
		}
		list->keys = mem_grow(list->keys, (list->count + 1) * sizeof *list->keys);
		if (take_key(word, list->keys[list->count]))
			list->count++;
		else
			result = err_set(err, EXIT_FAILED, "%s:%zu: not a public key (40 characters)", path, number);
	}
	buf_release(&text);
	if (result < 0) {
		curve_list_free(list);
		return NULL;
	}
	if (list->count > 0)
		qsort(list->keys, list->count, sizeof *list->keys, compare);
	return list;
}

bool curve_list_has(const struct curve_list *list, const char *key)
{
	return list->count > 0 && bsearch(key, list->keys, list->count, sizeof *list->keys, compare);
}

void curve_list_free(struct curve_list *list)
{
	if (!list)
		return;
	free(list->keys);
	free(list);
}
