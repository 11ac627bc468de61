/* Preloaded into a process, it notes every change the process makes below one folder, or lets chosen calls fail.
 *
 * IMR_SHIM_ROOT   the folder
 * IMR_SHIM_LOG    the file that notes are added to: struct note, then name, other name, data
 * IMR_SHIM_NOSYNC fsync and fdatasync do nothing and are not noted: the mutant that the tests must catch
 * imr_shim_fail   from now on, of the chosen kinds of call, skip `first`, then let `count` fail with `error`
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR, RMDIR, LINK };
enum { FAIL_WRITE = 1, FAIL_SYNC = 2, FAIL_NAME = 4, FAIL_READ = 8 };

struct note {
    uint32_t kind, name_length, other_length, unused;
    uint64_t inode, parent, other_parent, offset, length;
};

static char root[PATH_MAX];
static int log_file = -1, no_sync;
static long fail_first = -1, fail_count, fail_error, fail_kinds, calls;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("IMR_SHIM_ROOT"), *log = getenv("IMR_SHIM_LOG");
    if (folder) snprintf(root, sizeof root, "%s/", folder);
    if (log) log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    no_sync = getenv("IMR_SHIM_NOSYNC") != NULL;
}

void imr_shim_fail(long first, long count, long error, long kinds) {
    fail_first = first; fail_count = count; fail_error = error; fail_kinds = kinds; calls = 0;
}
long imr_shim_calls(void) { return calls; }

static int below(const char *path) { return root[0] && strncmp(path, root, strlen(root)) == 0; }

static int path_of(int file, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

static int resolved(int folder, const char *path, char *out) {
    if (path[0] == '/') snprintf(out, PATH_MAX, "%s", path);
    else {
        char base[PATH_MAX];
        if (folder == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
        else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t length = readlink(link, base, sizeof base - 1);
            if (length < 0) return 0;
            base[length] = 0;
        }
        if (strlen(base) + strlen(path) + 2 > PATH_MAX) return 0;
        strcpy(out, base); strcat(out, "/"); strcat(out, path);
    }
    return below(out);
}

static uint64_t inode_of(const char *path) { struct stat s; return lstat(path, &s) ? 0 : s.st_ino; }
static uint64_t inode_at(int file) { struct stat s; return fstat(file, &s) ? 0 : s.st_ino; }
static uint64_t parent_of(const char *path) { char copy[PATH_MAX]; strcpy(copy, path); return inode_of(dirname(copy)); }
static const char *last(const char *path) { const char *at = strrchr(path, '/'); return at ? at + 1 : path; }

static void put(const void *data, size_t length) {
    const char *from = data;
    while (length) {
        ssize_t done = syscall(SYS_write, log_file, from, length);
        if (done <= 0) abort();
        from += done; length -= done;
    }
}

static void noted(uint32_t kind, uint64_t inode, const char *path, const char *other, uint64_t offset, const void *data,
                  uint64_t length) {
    if (log_file < 0) return;
    int saved = errno;
    const char *name = path ? last(path) : "", *second = other ? last(other) : "";
    struct note note = {kind, strlen(name), strlen(second), 0, inode, path ? parent_of(path) : 0,
                        other ? parent_of(other) : 0, offset, length};
    pthread_mutex_lock(&guard);
    put(&note, sizeof note); put(name, note.name_length); put(second, note.other_length);
    if (data) put(data, length);
    pthread_mutex_unlock(&guard);
    errno = saved;
}

static int failing(long kind) {
    if (fail_first < 0 || !(fail_kinds & kind)) return 0;
    long number = __sync_fetch_and_add(&calls, 1);
    if (number < fail_first || number >= fail_first + fail_count) return 0;
    errno = fail_error;
    return 1;
}

/* ----- files */

static int opened(int folder, const char *path, int flags, mode_t mode) {
    char full[PATH_MAX];
    int ours = resolved(folder, path, full), existed = ours && inode_of(full) != 0;
    if (ours && (flags & O_CREAT) && !existed && failing(FAIL_NAME)) return -1;
    int file = syscall(SYS_openat, folder, path, flags, mode);
    if (file >= 0 && ours && (flags & O_CREAT) && !existed) noted(CREATE, inode_at(file), full, NULL, 0, NULL, 0);
    else if (file >= 0 && ours && (flags & O_TRUNC)) noted(TRUNCATE, inode_at(file), NULL, NULL, 0, NULL, 0);
    return file;
}
#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list l; va_start(l, flags); \
    mode = va_arg(l, mode_t); va_end(l); }
int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags | O_LARGEFILE, mode); }

static ssize_t written(int file, const void *data, size_t length, off_t offset, int at) {
    char path[PATH_MAX];
    int ours = path_of(file, path);
    if (ours && failing(FAIL_WRITE)) return -1;
    if (!at) {
        struct stat s;
        offset = (fcntl(file, F_GETFL) & O_APPEND) && !fstat(file, &s) ? s.st_size : lseek(file, 0, SEEK_CUR);
    }
    ssize_t done = at ? syscall(SYS_pwrite64, file, data, length, offset) : syscall(SYS_write, file, data, length);
    if (ours && done > 0) noted(WRITE, inode_at(file), NULL, NULL, offset, data, done);
    return done;
}
ssize_t write(int file, const void *data, size_t length) { return written(file, data, length, 0, 0); }
ssize_t pwrite(int file, const void *data, size_t length, off_t at) { return written(file, data, length, at, 1); }
ssize_t pwrite64(int file, const void *data, size_t length, off64_t at) { return written(file, data, length, at, 1); }
ssize_t writev(int file, const struct iovec *parts, int count) {
    ssize_t all = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = written(file, parts[i].iov_base, parts[i].iov_len, 0, 0);
        if (done < 0) return all ? all : done;
        all += done;
    }
    return all;
}
ssize_t sendfile(int out, int in, off_t *at, size_t count) { (void)out; (void)in; (void)at; (void)count; errno = EINVAL; return -1; }
ssize_t sendfile64(int out, int in, off64_t *at, size_t count) { (void)out; (void)in; (void)at; (void)count; errno = EINVAL; return -1; }

ssize_t read(int file, void *data, size_t length) {
    char path[PATH_MAX];
    if ((fail_kinds & FAIL_READ) && path_of(file, path) && failing(FAIL_READ)) return -1;
    return syscall(SYS_read, file, data, length);
}
ssize_t pread64(int file, void *data, size_t length, off64_t at) {
    char path[PATH_MAX];
    if ((fail_kinds & FAIL_READ) && path_of(file, path) && failing(FAIL_READ)) return -1;
    return syscall(SYS_pread64, file, data, length, at);
}

static int truncated(int file, off_t length) {
    char path[PATH_MAX];
    int ours = path_of(file, path);
    if (ours && failing(FAIL_WRITE)) return -1;
    int result = syscall(SYS_ftruncate, file, length);
    if (ours && !result) noted(TRUNCATE, inode_at(file), NULL, NULL, length, NULL, 0);
    return result;
}
int ftruncate(int file, off_t length) { return truncated(file, length); }
int ftruncate64(int file, off64_t length) { return truncated(file, length); }

static int synced(int file, long call) {  /* the folder itself, too */
    char path[PATH_MAX] = "";
    int found = path_of(file, path);
    int ours = found || (strlen(path) + 1 == strlen(root) && strncmp(path, root, strlen(path)) == 0);
    if (ours && failing(FAIL_SYNC)) return -1;
    if (ours && no_sync) return 0;
    int result = syscall(call, file);
    if (ours && !result) noted(SYNC, inode_at(file), NULL, NULL, 0, NULL, 0);
    return result;
}
int fsync(int file) { return synced(file, SYS_fsync); }
int fdatasync(int file) { return synced(file, SYS_fdatasync); }

/* ----- names */

static int renamed(int from_folder, const char *from, int to_folder, const char *to) {
    char a[PATH_MAX], b[PATH_MAX];
    int ours = resolved(from_folder, from, a) && resolved(to_folder, to, b);
    if (ours && failing(FAIL_NAME)) return -1;
    uint64_t inode = ours ? inode_of(a) : 0;
    int result = syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
    if (ours && !result) noted(RENAME, inode, a, b, 0, NULL, 0);
    return result;
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int a, const char *from, int b, const char *to) { return renamed(a, from, b, to); }

static int removed(int folder, const char *path, int flags) {
    char full[PATH_MAX];
    int ours = resolved(folder, path, full);
    if (ours && failing(FAIL_NAME)) return -1;
    uint64_t inode = ours ? inode_of(full) : 0;
    int result = syscall(SYS_unlinkat, folder, path, flags);
    if (ours && !result) noted(flags & AT_REMOVEDIR ? RMDIR : UNLINK, inode, full, NULL, 0, NULL, 0);
    return result;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return removed(folder, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int made(int folder, const char *path, mode_t mode) {
    char full[PATH_MAX];
    int ours = resolved(folder, path, full);
    if (ours && failing(FAIL_NAME)) return -1;
    int result = syscall(SYS_mkdirat, folder, path, mode);
    if (ours && !result) noted(MKDIR, inode_of(full), full, NULL, 0, NULL, 0);
    return result;
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { return made(folder, path, mode); }

static int linked(int a, const char *from, int b, const char *to, int flags) {
    char x[PATH_MAX], y[PATH_MAX];
    int ours = resolved(a, from, x) && resolved(b, to, y);
    if (ours && failing(FAIL_NAME)) return -1;
    int result = syscall(SYS_linkat, a, from, b, to, flags);
    if (ours && !result) noted(LINK, inode_of(y), y, NULL, 0, NULL, 0);
    return result;
}
int link(const char *from, const char *to) { return linked(AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int a, const char *from, int b, const char *to, int flags) { return linked(a, from, b, to, flags); }
