// What Glibc's module map leaves out.
#ifndef HERALD_CLINUX_H
#define HERALD_CLINUX_H
// What Swift's Glibc has too stays its own: else it depends on the order of building whose a type is, and files miss an import.
#pragma clang module import SwiftGlibc
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int herald_epoll_control(int epoll, int operation, int descriptor, unsigned int events) {
    struct epoll_event event;
    event.events = events;
    event.data.u64 = 0;
    event.data.fd = descriptor;
    return epoll_ctl(epoll, operation, descriptor, &event);
}

// accept4 needs _GNU_SOURCE, which Glibc's module does not set; set here, it would make a second, different fd_set.
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
static inline int herald_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}
static inline int herald_die_with_parent(int signal) {
    return prctl(PR_SET_PDEATHSIG, signal);
}
static inline int herald_name_thread(const char *name) {
    return prctl(PR_SET_NAME, name);
}

// A program in a session of its own with only the descriptors 0 to 2, as another user if `user` is not negative, told by `death_signal`
// (0: none) when the thread that started it ends. In C because nothing of Swift may run between fork and exec.
static inline pid_t herald_spawn(const char *path, char *const arguments[], char *const environment[], int output, int user, int group,
                                 int death_signal) {
    pid_t parent = getpid();
    pid_t child = fork();
    if (child != 0) return child;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    signal(SIGPIPE, SIG_DFL);
    setsid();
    int nothing = open("/dev/null", O_RDONLY);
    if (dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) _exit(126);
    syscall(SYS_close_range, 3u, ~0u, 0u);
    if (user >= 0) {
        gid_t groups = (gid_t)group;
        if (setgroups(1, &groups) != 0 || setgid((gid_t)group) != 0 || setuid((uid_t)user) != 0) _exit(126);
        if (chdir("/") != 0) _exit(126);
    }
    if (death_signal != 0) {
        prctl(PR_SET_PDEATHSIG, death_signal);
        if (getppid() != parent) _exit(126);
    }
    execve(path, arguments, environment);
    _exit(127);
}
// A descriptor that becomes readable when the process ends; negative where the kernel has none.
static inline int herald_watch_process(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}
static inline int herald_no_core_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0);
}
// Makes getaddrinfo on this thread ask each name server at most twice, waiting that many seconds. <resolv.h> pulls in headers that a module
// with _GNU_SOURCE may not define a second time; the two counters are the first members of struct __res_state.
extern int __res_init(void);
extern int *__res_state(void);
static inline void herald_resolver_patience(int seconds) {
    if (__res_init() == 0) {
        int *state = __res_state();
        state[0] = seconds;
        state[1] = 2;
    }
}
#endif
