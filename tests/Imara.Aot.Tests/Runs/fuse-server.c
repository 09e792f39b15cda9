// A file system with two files of one page, `file` and `other`: what a program in user space makes of it.
//   fuse-server MOUNTPOINT             never answers a read of `file`
//   fuse-server MOUNTPOINT BACKING     opens BACKING for each read, as a file system on top of another does, and answers
// Prints a line when it is mounted. It ends when it is unmounted or killed; its requests end with it.
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_NODE = 2, OTHER_NODE = 3, PAGE = 4096 };

static int channel;

static void answer(const struct fuse_in_header *request, int error, const void *body, size_t size)
{
    static char message[sizeof(struct fuse_out_header) + PAGE];
    const struct fuse_out_header head = { .len = (unsigned)(sizeof head + size), .error = -error, .unique = request->unique };
    memcpy(message, &head, sizeof head);
    memcpy(message + sizeof head, body, size);
    if (write(channel, message, head.len) < 0)
        perror("answer");
}

static struct fuse_attr status(unsigned long long node)
{
    struct fuse_attr attr = { .ino = node, .nlink = 1, .blksize = PAGE };
    attr.mode = node == FUSE_ROOT_ID ? S_IFDIR | 0755 : S_IFREG | 0755;
    attr.size = node == FUSE_ROOT_ID ? 0 : PAGE;
    return attr;
}

static void serve(const struct fuse_in_header *request, const char *backing)
{
    static const char page[PAGE];
    const struct fuse_init_out init = { .major = 7, .minor = 31, .max_write = PAGE };
    const struct fuse_open_out opened = { 0 };
    const struct fuse_statfs_out fs = { .st = { .bsize = PAGE, .namelen = 255 } };
    const char *name = (const char *)(request + 1);
    const int node = request->opcode != FUSE_LOOKUP ? 0 : !strcmp(name, "file") ? FILE_NODE : !strcmp(name, "other") ? OTHER_NODE : 0;
    const struct fuse_entry_out entry = { .nodeid = node, .attr = status(node) };
    const struct fuse_attr_out attr = { .attr = status(request->nodeid) };
    switch (request->opcode) {
    case FUSE_INIT: answer(request, 0, &init, sizeof init); break;
    case FUSE_LOOKUP: answer(request, node ? 0 : ENOENT, &entry, node ? sizeof entry : 0); break;
    case FUSE_GETATTR: answer(request, 0, &attr, sizeof attr); break;
    case FUSE_OPEN: case FUSE_OPENDIR: answer(request, 0, &opened, sizeof opened); break;
    case FUSE_STATFS: answer(request, 0, &fs, sizeof fs); break;
    case FUSE_READ:
        if (!backing && request->nodeid == FILE_NODE)
            break;
        if (backing)
            close(open(backing, O_RDONLY));
        answer(request, 0, page, sizeof page);
        break;
    case FUSE_READDIR: case FUSE_FLUSH: case FUSE_RELEASE: case FUSE_RELEASEDIR: answer(request, 0, page, 0); break;
    case FUSE_FORGET: case FUSE_BATCH_FORGET: case FUSE_INTERRUPT: break;
    default: answer(request, ENOSYS, page, 0);
    }
}

int main(int count, char **arguments)
{
    static char request[1 << 18];
    char options[96];
    channel = open("/dev/fuse", O_RDWR | O_CLOEXEC);
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other", channel);
    if (channel < 0 || mount("server", arguments[1], "fuse", MS_NOSUID | MS_NODEV, options)) {
        perror("mount");
        return 1;
    }

    puts("mounted");
    fflush(stdout);
    for (;;) {
        if (read(channel, request, sizeof request) > 0)
            serve((const struct fuse_in_header *)request, count > 2 ? arguments[2] : NULL);
        else if (errno != EINTR && errno != ENOENT && errno != EAGAIN)
            return 0;
    }
}
