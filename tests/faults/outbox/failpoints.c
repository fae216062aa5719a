/*
 * A library to be preloaded that stands between a program and the writing calls of its C library.
 *
 * It counts every call that changes a file below one folder, or sends to a socket, and at a chosen
 * one kills the process (before it, in the middle of its data, or after it), refuses it with
 * ENOSPC or EIO, or cuts the connection. It can also write every change down, with its data and
 * the calls that make it durable, so that what a power cut would have left can be made from it.
 *
 *
 *   gcc -shared -fPIC -o failpoints.so failpoints.c
 *
 * The program under test arms it by failpoints_arm and failpoints_record.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum mode { COUNT, KILL_BEFORE, KILL_TORN, KILL_AFTER, NO_SPACE, NO_SPACE_ON, BROKEN, CUT };
enum kind { FILE_CALL, REMOVING_CALL, SOCKET_CALL };

static char root[PATH_MAX];
static size_t root_length;
static enum mode armed = COUNT;
static long fatal;
static long calls;
static long receives;
static int journal = -1;

/* Called by the test ---------------------------------------------------------------------------*/

void failpoints_arm(const char *folder, int mode, long at)
{
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    armed = mode;
    fatal = at;
    calls = receives = 0;
}

void failpoints_record(const char *file)
{
    journal = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

void failpoints_disarm(void)
{
    armed = COUNT;
    root_length = 0;
}

long failpoints_calls(void) { return calls; }
long failpoints_receives(void) { return receives; }

/* Which files --------------------------------------------------------------------------------- */

static int is_below(const char *path)
{
    return root_length && strncmp(path, root, root_length) == 0 &&
           (path[root_length] == '/' || path[root_length] == 0);
}

static int path_of(int fd, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return is_below(path);
}

static int whole_path(int folder, const char *name, char *path)
{
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
    } else if (folder == AT_FDCWD) {
        if (!getcwd(path, PATH_MAX))
            return 0;
        size_t length = strlen(path);
        snprintf(path + length, PATH_MAX - length, "/%s", name);
    } else {
        path_of(folder, path);
        size_t length = strlen(path);
        snprintf(path + length, PATH_MAX - length, "/%s", name);
    }
    return is_below(path);
}

static int is_socket(int fd)
{
    int type;
    socklen_t size = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

/* What happens at a call ---------------------------------------------------------------------- */

static void die(void)
{
    syscall(SYS_kill, (long)getpid(), SIGKILL);
    for (;;)
        pause();
}

/* Counts a call; kills before it; returns an errno that it is to fail with, or 0. */
static int enter(enum kind kind)
{
    if (!root_length)
        return 0;
    calls++;
    if (armed == NO_SPACE_ON && kind == FILE_CALL && calls >= fatal)
        return ENOSPC;
    if (calls != fatal)
        return 0;
    switch (armed) {
    case KILL_BEFORE:
        die();
        break;
    case NO_SPACE:
        return kind == FILE_CALL ? ENOSPC : 0;
    case BROKEN:
        return kind != SOCKET_CALL ? EIO : 0;
    case CUT:
        return kind == SOCKET_CALL ? ECONNRESET : 0;
    default:
        break;
    }
    return 0;
}

static void leave(void)
{
    if (root_length && calls == fatal && (armed == KILL_AFTER || armed == KILL_TORN))
        die();
}

static int is_torn(void)
{
    return root_length && armed == KILL_TORN && calls == fatal;
}

/* The journal --------------------------------------------------------------------------------- */

static void put(const void *data, size_t size)
{
    const char *at = data;
    while (size) {
        ssize_t done = syscall(SYS_write, journal, at, size);
        if (done <= 0)
            abort();
        at += done;
        size -= done;
    }
}

static void put_text(const char *text)
{
    uint32_t length = strlen(text);
    put(&length, sizeof length);
    put(text, length);
}

/* One record: what, inode, number, data or names. */
static void record(char what, uint64_t inode, int64_t number, const void *data, uint32_t size,
                   const char *first, const char *second)
{
    if (journal < 0)
        return;
    int before = errno;
    put(&what, 1);
    put(&inode, sizeof inode);
    put(&number, sizeof number);
    put(&size, sizeof size);
    if (size)
        put(data, size);
    put_text(first);
    put_text(second);
    errno = before;
}

static uint64_t inode_of(int fd)
{
    struct stat state;
    return syscall(SYS_fstat, fd, &state) == 0 ? state.st_ino : 0;
}

static uint64_t inode_at(const char *path)
{
    struct stat state;
    return lstat(path, &state) == 0 ? state.st_ino : 0;
}

/* Opening and making -------------------------------------------------------------------------- */

static int opened(int folder, const char *name, int flags, mode_t mode)
{
    char path[PATH_MAX];
    int writes = flags & (O_CREAT | O_TRUNC);
    if (!writes || !whole_path(folder, name, path))
        return syscall(SYS_openat, folder, name, flags, mode);
    struct stat state;
    int is_new = lstat(path, &state) != 0;
    if (!is_new && !(flags & O_TRUNC))
        return syscall(SYS_openat, folder, name, flags, mode);
    int failure = enter(FILE_CALL);
    if (failure) {
        errno = failure;
        return -1;
    }
    int fd = syscall(SYS_openat, folder, name, flags, mode);
    if (fd >= 0) {
        if (is_new)
            record('c', inode_of(fd), 0, NULL, 0, path, "");
        else
            record('t', inode_of(fd), 0, NULL, 0, "", "");
    }
    leave();
    return fd;
}

#define OPENING(name, extra_arguments, folder, path)                                               \
    int name extra_arguments                                                                       \
    {                                                                                              \
        mode_t mode = 0;                                                                           \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                       \
            va_list rest;                                                                          \
            va_start(rest, flags);                                                                 \
            mode = va_arg(rest, mode_t);                                                           \
            va_end(rest);                                                                          \
        }                                                                                          \
        return opened(folder, path, flags, mode);                                                  \
    }

OPENING(open, (const char *path, int flags, ...), AT_FDCWD, path)
OPENING(open64, (const char *path, int flags, ...), AT_FDCWD, path)
OPENING(openat, (int folder, const char *path, int flags, ...), folder, path)
OPENING(openat64, (int folder, const char *path, int flags, ...), folder, path)

/* Writing ------------------------------------------------------------------------------------- */

static ssize_t written(int fd, const void *data, size_t size, off_t offset)
{
    char path[PATH_MAX];
    if (!path_of(fd, path)) {
        if (offset >= 0)
            return syscall(SYS_pwrite64, fd, data, size, offset);
        if (!root_length || !is_socket(fd))
            return syscall(SYS_write, fd, data, size);
        int failure = enter(SOCKET_CALL);
        if (failure) {
            shutdown(fd, SHUT_RDWR);
            errno = failure;
            return -1;
        }
        if (is_torn())
            size = size / 2;
        ssize_t sent = syscall(SYS_write, fd, data, size);
        leave();
        return sent;
    }
    int failure = enter(FILE_CALL);
    if (failure) {
        errno = failure;
        return -1;
    }
    if (is_torn())
        size = size / 2;
    off_t at = offset >= 0 ? offset : (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
    ssize_t done = offset >= 0 ? syscall(SYS_pwrite64, fd, data, size, offset)
                               : syscall(SYS_write, fd, data, size);
    if (done > 0)
        record('w', inode_of(fd), at, data, done, "", "");
    leave();
    return done;
}

ssize_t write(int fd, const void *data, size_t size) { return written(fd, data, size, -1); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at); }

static int truncated(int fd, off_t size)
{
    char path[PATH_MAX];
    if (!path_of(fd, path))
        return syscall(SYS_ftruncate, fd, size);
    int failure = enter(FILE_CALL);
    if (failure) {
        errno = failure;
        return -1;
    }
    int result = syscall(SYS_ftruncate, fd, size);
    if (result == 0)
        record('t', inode_of(fd), size, NULL, 0, "", "");
    leave();
    return result;
}

int ftruncate(int fd, off_t size) { return truncated(fd, size); }
int ftruncate64(int fd, off_t size) { return truncated(fd, size); }

static int synced(int fd, long call)
{
    char path[PATH_MAX];
    if (!path_of(fd, path))
        return syscall(call, fd);
    int failure = enter(FILE_CALL);
    if (failure) {
        errno = failure;
        return -1;
    }
    int result = syscall(call, fd);
    struct stat state;
    if (result == 0 && syscall(SYS_fstat, fd, &state) == 0)
        record(S_ISDIR(state.st_mode) ? 'd' : 's', state.st_ino, 0, NULL, 0, path, "");
    leave();
    return result;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

/* Names --------------------------------------------------------------------------------------- */

static int named(char what, int folder, const char *from, int other, const char *to, int flags)
{
    char first[PATH_MAX], second[PATH_MAX] = "";
    int counts = whole_path(folder, from, first);
    if (to)
        counts |= whole_path(other, to, second);
    int failure = counts ? enter(what == 'u' ? REMOVING_CALL : FILE_CALL) : 0;
    if (failure) {
        errno = failure;
        return -1;
    }
    uint64_t inode = counts ? inode_at(first) : 0;
    int result = -1;
    if (what == 'r')
        result = syscall(SYS_renameat2, folder, from, other, to, flags);
    else if (what == 'l')
        result = syscall(SYS_linkat, folder, from, other, to, flags);
    else if (what == 'u')
        result = syscall(SYS_unlinkat, folder, from, flags);
    else
        result = syscall(SYS_mkdirat, folder, from, flags);
    if (counts && result == 0)
        record(what, inode, 0, NULL, 0, first, second);
    if (counts)
        leave();
    return result;
}

int rename(const char *from, const char *to) { return named('r', AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int folder, const char *from, int other, const char *to)
{
    return named('r', folder, from, other, to, 0);
}
int renameat2(int folder, const char *from, int other, const char *to, unsigned flags)
{
    return named('r', folder, from, other, to, flags);
}
int link(const char *from, const char *to) { return named('l', AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int folder, const char *from, int other, const char *to, int flags)
{
    return named('l', folder, from, other, to, flags);
}
int unlink(const char *path) { return named('u', AT_FDCWD, path, 0, NULL, 0); }
int unlinkat(int folder, const char *path, int flags)
{
    return named('u', folder, path, 0, NULL, flags);
}
int mkdir(const char *path, mode_t mode) { return named('m', AT_FDCWD, path, 0, NULL, mode); }
int mkdirat(int folder, const char *path, mode_t mode)
{
    return named('m', folder, path, 0, NULL, mode);
}

/* The network --------------------------------------------------------------------------------- */

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    int failure = enter(SOCKET_CALL);
    if (failure) {
        shutdown(fd, SHUT_RDWR);
        errno = failure;
        return -1;
    }
    if (is_torn())
        size = size / 2;
    ssize_t done = syscall(SYS_sendto, fd, data, size, flags, NULL, 0);
    leave();
    return done;
}

/* In the mode CUT a negative place counts what is received: the answer is lost, whole or in part. */
static ssize_t received(int fd, void *data, size_t size, int flags, int plain)
{
    if (root_length && is_socket(fd)) {
        receives++;
        if (armed == CUT && receives == -fatal) {
            shutdown(fd, SHUT_RDWR);
            errno = ECONNRESET;
            return -1;
        }
    }
    if (plain)
        return syscall(SYS_read, fd, data, size);
    return syscall(SYS_recvfrom, fd, data, size, flags, NULL, NULL);
}

ssize_t recv(int fd, void *data, size_t size, int flags) { return received(fd, data, size, flags, 0); }
ssize_t read(int fd, void *data, size_t size) { return received(fd, data, size, 0, 1); }
