#include "storage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define STATE_FILE "token.state"
#define NEW_STATE_FILE "token.state.new"
#define LOCK_FILE "lock"
#define LIMITS_FILE "limits"
#define USUAL_TRIES 10

static bool same_file(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

static bool unchanged(const struct stat *one, const struct stat *other)
{
    return same_file(one, other) && one->st_size == other->st_size
        && one->st_mtim.tv_sec == other->st_mtim.tv_sec
        && one->st_mtim.tv_nsec == other->st_mtim.tv_nsec;
}

/* A card has a number before anything is written to it: it is made of what the folder is. */
static void blank_serial(struct token *token)
{
    struct statx made = { 0 };
    uint8_t hash[HASH_BYTES];
    char text[SERIAL_LENGTH + 1];
    statx(token->folder, "", AT_EMPTY_PATH, STATX_BTIME | STATX_INO, &made);
    uint64_t parts[] = {
        token->identity.st_dev, token->identity.st_ino, (uint64_t)made.stx_btime.tv_sec,
        made.stx_btime.tv_nsec
    };
    gcry_md_hash_buffer(GCRY_MD_SHA256, hash, parts, sizeof parts);
    snprintf(text, sizeof text, "%02x%02x%02x%02x", hash[0], hash[1], hash[2], hash[3]);
    memcpy(token->state.serial, text, SERIAL_LENGTH);
}

static void become_blank(struct token *token)
{
    free_state(&token->state);
    free_objects(&token->session_objects);
    token->login = NOBODY;
    blank_serial(token);
    memset(&token->seen_file, 0, sizeof token->seen_file);
    read_limits(token, &token->state.user.most_tries, &token->state.admin.most_tries);
    token->state.user.tries_left = token->state.user.most_tries;
    token->state.admin.tries_left = token->state.admin.most_tries;
}

bool open_token(struct token *token, const char *store, const char *name)
{
    char path[4096];
    *token = (struct token) { .folder = -1, .lock = -1 };
    if (snprintf(path, sizeof path, "%s/%s", store, name) >= (int)sizeof path
        || strlen(name) >= sizeof token->folder_name)
        return false;
    token->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (token->folder < 0 || fstat(token->folder, &token->identity) != 0) {
        close_token(token);
        return false;
    }
    memcpy(token->folder_name, name, strlen(name) + 1);
    token->present = true;
    become_blank(token);
    return true;
}

void close_token(struct token *token)
{
    free_state(&token->state);
    free_objects(&token->session_objects);
    if (token->folder >= 0)
        close(token->folder);
    token->present = false;
    token->folder = -1;
    token->login = NOBODY;
}

bool token_lies_in(const struct token *token, const char *store)
{
    char path[4096];
    struct stat now;
    snprintf(path, sizeof path, "%s/%s", store, token->folder_name);
    return lstat(path, &now) == 0 && same_file(&now, &token->identity);
}

static uint8_t *read_file(int file, size_t length)
{
    uint8_t *content = malloc(length ? length : 1);
    size_t filled = 0;
    while (content && filled < length) {
        ssize_t got = read(file, content + filled, length - filled);
        if (got <= 0) {
            free(content);
            return NULL;
        }
        filled += (size_t)got;
    }
    return content;
}

static CK_RV load(struct token *token, int file)
{
    uint32_t epoch = token->state.epoch;
    uint8_t *content = NULL;
    struct stat found;
    if (fstat(file, &found) == 0 && S_ISREG(found.st_mode) && found.st_size <= MOST_STATE_BYTES)
        content = read_file(file, (size_t)found.st_size);
    free_state(&token->state);
    token->damaged = !content || !decode_state(&token->state, content, (size_t)found.st_size);
    free(content);
    if (token->damaged)
        return CKR_DEVICE_ERROR;
    token->seen_file = found;
    if (token->state.epoch != epoch) {
        token->login = NOBODY;
        free_objects(&token->session_objects);
    }
    return CKR_OK;
}

CK_RV read_token(struct token *token)
{
    struct stat now;
    if (fstatat(token->folder, STATE_FILE, &now, 0) != 0) {
        if (errno != ENOENT)
            return CKR_DEVICE_ERROR;
        token->damaged = false;
        if (token->state.initialised || token->seen_file.st_ino != 0)
            become_blank(token);
        return CKR_OK;
    }
    if (!token->damaged && unchanged(&now, &token->seen_file))
        return CKR_OK;
    int file = openat(token->folder, STATE_FILE, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return CKR_DEVICE_ERROR;
    CK_RV code = load(token, file);
    close(file);
    return code;
}

static void unlock(struct token *token)
{
    close(token->lock);
    token->lock = -1;
}

CK_RV begin_change(struct token *token)
{
    token->lock = openat(token->folder, LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (token->lock < 0)
        return CKR_DEVICE_ERROR;
    while (flock(token->lock, LOCK_EX) != 0)
        if (errno != EINTR) {
            unlock(token);
            return CKR_DEVICE_ERROR;
        }
    CK_RV code = read_token(token);
    if (code != CKR_OK)
        unlock(token);
    return code;
}

static bool write_file(int file, const uint8_t *content, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, content, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        content += written;
        length -= (size_t)written;
    }
    return fsync(file) == 0;
}

static bool replace_state_file(struct token *token, const uint8_t *content, size_t length)
{
    int file = openat(
        token->folder, NEW_STATE_FILE, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    bool done = write_file(file, content, length) && fstat(file, &token->seen_file) == 0
        && renameat(token->folder, NEW_STATE_FILE, token->folder, STATE_FILE) == 0
        && fsync(token->folder) == 0;
    close(file);
    return done;
}

CK_RV keep_change(struct token *token)
{
    size_t length = 0;
    uint8_t *content = encode_state(&token->state, &length);
    bool done = content && replace_state_file(token, content, length);
    if (content)
        explicit_bzero(content, length);
    free(content);
    if (!done)
        return undo_change(token, CKR_DEVICE_ERROR);
    unlock(token);
    return CKR_OK;
}

CK_RV undo_change(struct token *token, CK_RV code)
{
    memset(&token->seen_file, 0, sizeof token->seen_file);
    token->seen_file.st_ino = (ino_t)-1; /* The file on the disk is an unknown one: it is read. */
    CK_RV read = read_token(token);
    unlock(token);
    return read == CKR_OK ? code : read;
}

void read_limits(const struct token *token, uint8_t *user_tries, uint8_t *admin_tries)
{
    char name[32];
    unsigned number;
    *user_tries = *admin_tries = USUAL_TRIES;
    int file = openat(token->folder, LIMITS_FILE, O_RDONLY | O_CLOEXEC);
    FILE *lines = file < 0 ? NULL : fdopen(file, "r");
    if (!lines)
        return;
    while (fscanf(lines, "%31s %u", name, &number) == 2) {
        uint8_t tries = number < 1 || number > 255 ? USUAL_TRIES : (uint8_t)number;
        if (strcmp(name, "user-tries") == 0)
            *user_tries = tries;
        if (strcmp(name, "so-tries") == 0)
            *admin_tries = tries;
    }
    fclose(lines);
}
