/*
 * Notes how much of SQLite's write-ahead log has reached the disk, so that a harness can cut a file back to what a power cut would
 * have left. Preloaded; looks only at files whose name ends in "-wal". Beside each it keeps "<name>.synced": the length, as a
 * decimal number, that the file had at its last fsync or fdatasync.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void note(int fd)
{
    char link[64], path[PATH_MAX], text[32];
    struct stat status;
    ssize_t length;
    int out, n;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 16);
    if (length < 4 || memcmp(path + length - 4, "-wal", 4) != 0 || fstat(fd, &status) != 0)
        return;
    memcpy(path + length, ".synced", 8);
    out = open(path, O_WRONLY | O_CREAT, 0600);
    if (out < 0)
        return;
    n = snprintf(text, sizeof text, "%020lld", (long long)status.st_size);
    if (pwrite(out, text, (size_t)n, 0) != n)
        unlink(path);
    close(out);
}

#define SYNC(name)                                                     \
    int name(int fd)                                                   \
    {                                                                  \
        static int (*real)(int);                                       \
        int result;                                                    \
        if (!real)                                                     \
            real = (int (*)(int))dlsym(RTLD_NEXT, #name);              \
        result = real(fd);                                             \
        if (result == 0)                                               \
            note(fd);                                                  \
        return result;                                                 \
    }

SYNC(fsync)
SYNC(fdatasync)
