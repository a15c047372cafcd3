// What Glibc's module map leaves out.
#ifndef HERALD_CLINUX_H
#define HERALD_CLINUX_H
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
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
