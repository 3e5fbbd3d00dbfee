/* Runs programs on real processes of the running kernel.
 *
 * Reads batches of encoded programs from standard input and writes what happened to
 * standard output. The names in capitals that are defined nowhere here are given to the
 * compiler by the caller, so that codes have one home.
 *
 * A program lies in memory that all its processes share. One process has the turn; it
 * takes its step and wakes the next. Before a step that ends, stops or continues a
 * process, the turn goes to the supervisor, which grants it and waits until that is done.
 *
 * A process executes this very program, which goes on where it was: the file ARENA is
 * all that it finds again. A child of vfork runs on a stack of its own in the memory of
 * its parent, so what a process keeps for itself there has its number.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WATCHED = 1, POINTER = 2, BY_REGISTER = 4 };
enum { PENDING, EXECUTED, DIED, HALTED };
enum { PLAIN = 1, TAGGED = 2 };
enum { LENT = FORKED - 1 };
enum { STACK_BYTES = 65536, ARGUMENTS_MAX = 4096 };

static const char GOES_ON[] = "-goes-on";
static const char ARENA[] = "arena";

struct op {
    int32_t process, code;
    uint32_t flags, dying, gone, halted, running, lending;
    int64_t a, b, c, d, e;
};

struct result {
    int64_t value;
    int32_t error;
    uint32_t state, died, stopped;
    uint64_t x[3];
};

struct record {
    int32_t stopped;
    int32_t status[MAX_PROCESSES];
    int32_t pad;
};

static struct arena {
    uint32_t turn[MAX_PROCESSES];
    uint32_t supervisor;
    int32_t current;
    int32_t count;
    int32_t pid[MAX_PROCESSES];
    pid_t supervisor_pid;
    int32_t nice_at_start;
    char program[PATH_MAX], prefix[NAME_MAX];
    struct record record;
    struct op ops[MAX_OPERATIONS];
    struct result results[MAX_OPERATIONS];
} *arena;

/* A page that a device holds: a registered buffer of an io_uring of its own. */
struct pin {
    uint64_t page;
    int ring;
    char *queues;
    struct io_uring_sqe *entry;
    struct io_uring_params made;
};

/* What a process keeps, each in its own memory or in one that it shares. */
static struct kept {
    uint64_t registers[REGISTERS][2];
    volatile uint32_t caught;
    sem_t *semaphores[SEMAPHORES];
    struct pin pins[PINS_MAX];
} everyones[MAX_PROCESSES];

static char stacks[MAX_PROCESSES][STACK_BYTES] __attribute__((aligned(16)));

/* Who has the turn, and what it keeps. */
static int me;
static struct kept *mine = everyones;
static uint64_t (*registers)[2] = everyones[0].registers;

static volatile sig_atomic_t accessing;
static sigjmp_buf before_access;
static int has_namespace;

static void die(const char *what)
{
    perror(what);
    _exit(EXIT_FAILURE);
}

/* Turns */

static void futex_wait(uint32_t *word, uint32_t value, const struct timespec *limit)
{
    syscall(SYS_futex, word, FUTEX_WAIT, value, limit, NULL, 0);
}

static void post(uint32_t *word, uint32_t value)
{
    __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void grant(int index)
{
    __atomic_store_n(&arena->current, index, __ATOMIC_SEQ_CST);
    post(&arena->turn[arena->ops[index].process], index + 1);
}

static void take_turn(int self)
{
    me = self;
    mine = &everyones[self];
    registers = mine->registers;
}

static int await_turn(int self)
{
    static const struct timespec patience = {5, 0};
    uint32_t turn;
    while (!(turn = __atomic_load_n(&arena->turn[self], __ATOMIC_SEQ_CST))) {
        futex_wait(&arena->turn[self], 0, &patience);
        if (kill(arena->supervisor_pid, 0) && errno == ESRCH)
            _exit(EXIT_FAILURE); /* no process is left that could give a turn */
    }
    __atomic_store_n(&arena->turn[self], 0, __ATOMIC_SEQ_CST);
    syscall(SYS_getppid); /* on the way back signals that were sent are delivered */
    take_turn(self);
    return turn - 1;
}

/* Names for numbers that differ from run to run */

static int64_t named(pid_t pid)
{
    if (pid == arena->supervisor_pid)
        return 1;
    for (int k = 0; k < MAX_PROCESSES; k++)
        if (arena->pid[k] == pid)
            return k + 2;
    return -pid;
}

static int64_t group_of(pid_t leader)
{
    return leader < 0 ? -1 : named(leader);
}

static pid_t target(int64_t which)
{
    switch (which) {
    case ANY: return -1;
    case GROUP: return 0;
    case LEAST: return INT_MIN;
    case NOBODY: return INT_MAX;
    default: return which > FIRST_GROUP ? arena->pid[which] : -arena->pid[FIRST_GROUP - which];
    }
}

static int64_t plain_status(int64_t status)
{
    return WIFSIGNALED(status) ? status & ~0x80 : status;
}

/* Signals */

/* What the process keeps that is running: signals come without a turn, too. */
static struct kept *own(void)
{
    int64_t number = named(getpid()) - 2;
    return number < 0 ? mine : &everyones[number];
}

#define HANDLER(n)                                                                  \
    static volatile int called_##n;                                                 \
    static void handler_##n(int signal, siginfo_t *info, void *context)             \
    {                                                                               \
        (void)context;                                                              \
        called_##n++;                                                               \
        own()->caught |= 1u << signal;                                              \
        if ((signal == SIGSEGV || signal == SIGBUS) && info->si_code > 0 && accessing) \
            siglongjmp(before_access, 1);                                           \
    }
HANDLER(0)
HANDLER(1)
HANDLER(2)
HANDLER(3)

static void (*const handlers[])(int, siginfo_t *, void *) = {
    handler_0, handler_1, handler_2, handler_3};

static int set_action(int signal, int64_t what)
{
    struct sigaction action = {.sa_handler = what == IGNORE ? SIG_IGN : SIG_DFL};
    if (what >= 0) {
        action.sa_sigaction = handlers[what];
        action.sa_flags = SA_SIGINFO | SA_NODEFER;
    }
    return sigaction(signal, &action, NULL);
}

static sigset_t set_of(uint64_t bits)
{
    sigset_t set;
    sigemptyset(&set);
    for (int k = 1; k < 32; k++)
        if (bits >> k & 1)
            sigaddset(&set, k);
    return set;
}

static int64_t bits_of(const sigset_t *set)
{
    int64_t bits = 0;
    for (int k = 1; k < 32; k++)
        if (sigismember(set, k))
            bits |= INT64_C(1) << k;
    return bits;
}

/* Flags, as the caller writes them */

static int open_flags(int64_t bits)
{
    int flags = bits & 4 ? O_RDWR : bits & 2 ? O_WRONLY : O_RDONLY;
    flags |= bits & 8 ? O_CREAT : 0;
    flags |= bits & 16 ? O_EXCL : 0;
    flags |= bits & 32 ? O_TRUNC : 0;
    flags |= bits & 64 ? O_APPEND : 0;
    flags |= bits & 128 ? O_NONBLOCK : 0;
    flags |= bits & 256 ? O_CLOEXEC : 0;
    return flags | (bits & 512 ? O_DIRECTORY : 0);
}

static int64_t told_flags(int flags)
{
    int access = flags & O_ACCMODE;
    return (access == O_RDWR ? 2 : access == O_WRONLY ? 1 : 0) |
           (flags & O_APPEND ? 02000 : 0) | (flags & O_NONBLOCK ? 04000 : 0);
}

static int protection(int64_t bits)
{
    return (bits & 1 ? PROT_READ : 0) | (bits & 2 ? PROT_WRITE : 0);
}

static struct flock lock_of(const struct op *op)
{
    static const short kinds[] = {F_RDLCK, F_WRLCK, F_UNLCK};
    static const short origins[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    struct flock lock = {.l_type = kinds[op->b], .l_start = op->c, .l_len = op->d};
    lock.l_whence = (op->e & 3) == 3 ? 99 : origins[op->e & 3];
    return lock;
}

/* One step each. They return the value, or a negative number and errno. */

static void *at(int64_t reg, int64_t offset)
{
    return (void *)(uintptr_t)(registers[reg][0] + (uint64_t)offset);
}

static void load(struct result *r, int64_t destination, const volatile void *from,
                 int64_t size)
{
    uint64_t low = 0, high = 0;
    switch (size) {
    case 1: low = *(const volatile uint8_t *)from; break;
    case 2: low = *(const volatile uint16_t *)from; break;
    case 4: low = *(const volatile uint32_t *)from; break;
    default: low = *(const volatile uint64_t *)from;
    }
    if (size == 16)
        high = ((const volatile uint64_t *)from)[1];
    registers[destination][0] = low;
    registers[destination][1] = 0;
    r->x[0] = low;
    r->x[1] = high;
}

static void store(volatile void *to, int64_t size, uint64_t value)
{
    switch (size) {
    case 1: *(volatile uint8_t *)to = value; break;
    case 2: *(volatile uint16_t *)to = value; break;
    case 4: *(volatile uint32_t *)to = value; break;
    default: *(volatile uint64_t *)to = value;
    }
    if (size == 16)
        ((volatile uint64_t *)to)[1] = 0;
}

static int64_t pointer(struct result *r, int64_t reg, uint64_t address)
{
    registers[reg][0] = address;
    registers[reg][1] = 0;
    r->x[0] = address - R0;
    return TAGGED;
}

static int64_t told(struct result *r, const struct op *op, int64_t reg)
{
    r->x[0] = registers[reg][0];
    r->x[1] = registers[reg][1];
    if (!(op->flags & POINTER))
        return PLAIN;
    r->x[0] -= R0;
    r->x[1] = 0;
    return TAGGED;
}

static int64_t access_memory(const struct op *op, struct result *r)
{
    if (sigsetjmp(before_access, 0)) {
        accessing = 0;
        return FAULTED;
    }
    accessing = 1;
    volatile uint64_t *granule;
    int64_t value = 0;
    switch (op->code) {
    case OP_LOAD: load(r, op->a, at(op->b, op->c), op->d); break;
    case OP_STORE:
        store(at(op->a, op->b), op->c,
              op->flags & BY_REGISTER ? registers[op->d][0] : (uint64_t)op->d);
        break;
    case OP_LOADCAP: {
        granule = at(op->b, op->c);
        uint64_t low = granule[0], high = granule[1];
        registers[op->a][0] = low;
        registers[op->a][1] = high;
        value = told(r, op, op->a);
        break;
    }
    case OP_STORECAP:
        granule = at(op->b, op->c);
        granule[0] = registers[op->a][0];
        granule[1] = registers[op->a][1];
    }
    accessing = 0;
    return value;
}

static int64_t derive(const struct op *op, struct result *r)
{
    uint64_t low = registers[op->b][0] + (uint64_t)op->c, high = registers[op->b][1];
    registers[op->a][0] = low;
    registers[op->a][1] = high;
    return told(r, op, op->a);
}

static int64_t map(const struct op *op, struct result *r, int flags, int fd, off_t offset)
{
    void *place = (void *)(uintptr_t)(R0 + (uint64_t)op->b);
    int kind = op->flags & BY_REGISTER ? MAP_FIXED : MAP_FIXED_NOREPLACE;
    void *mapped = mmap(place, op->c, protection(op->d & 3), flags | kind, fd, offset);
    if (mapped == MAP_FAILED)
        return -1;
    return pointer(r, op->a, (uintptr_t)mapped);
}

static int64_t remap(const struct op *op, struct result *r)
{
    void *old = (void *)(uintptr_t)(R0 + (uint64_t)op->b);
    void *wanted = (void *)(uintptr_t)(R0 + (uint64_t)op->e);
    int flags = op->flags & BY_REGISTER ? MREMAP_MAYMOVE : 0;
    void *mapped = mremap(old, op->c, op->d, flags);
    if (mapped != MAP_FAILED && mapped != old && mapped != wanted)
        mapped = mremap(mapped, op->d, op->d, MREMAP_MAYMOVE | MREMAP_FIXED, wanted);
    if (mapped == MAP_FAILED)
        return -1;
    return pointer(r, op->a, (uintptr_t)mapped);
}

static int64_t say_inheritance(const struct op *op)
{
    void *place = (void *)(uintptr_t)(R0 + (uint64_t)op->a);
    static const int first[] = {MADV_DOFORK, MADV_DONTFORK, MADV_WIPEONFORK};
    static const int then[] = {MADV_KEEPONFORK, MADV_KEEPONFORK, MADV_DOFORK};
    int done = madvise(place, op->b, first[op->c]);
    return done ? done : madvise(place, op->b, then[op->c]);
}

/* Devices: what one stores comes from a file in memory, and what it loads goes there. */

enum { HIGHEST_DESCRIPTORS = 600, ENTRIES = 1 };

static int scratch;


static size_t queue_bytes(const struct io_uring_params *made)
{
    size_t sent = made->sq_off.array + made->sq_entries * sizeof(uint32_t);
    size_t done = made->cq_off.cqes + made->cq_entries * sizeof(struct io_uring_cqe);
    return sent > done ? sent : done;
}

/* A descriptor among the highest, whatever the limit is, which the program never has. */
static int high_descriptor(int (*open_one)(void *), void *of)
{
    struct rlimit limit, most;
    getrlimit(RLIMIT_NOFILE, &limit);
    most = limit;
    most.rlim_cur = most.rlim_max;
    setrlimit(RLIMIT_NOFILE, &most);
    int low = open_one(of), high = fcntl(low, F_DUPFD_CLOEXEC, HIGHEST_DESCRIPTORS);
    close(low);
    setrlimit(RLIMIT_NOFILE, &limit);
    return high;
}

static int new_ring(void *made)
{
    return syscall(SYS_io_uring_setup, ENTRIES, made);
}

static int new_file(void *name)
{
    return memfd_create(name, MFD_CLOEXEC);
}

static void let_go(struct pin *pin)
{
    munmap(pin->queues, queue_bytes(&pin->made));
    munmap(pin->entry, ENTRIES * sizeof *pin->entry);
    close(pin->ring);
    pin->page = 0;
}

/* Give a device one page; 0, or -1 and errno. */
static int hold(struct pin *pin, uint64_t page)
{
    struct iovec whole = {(void *)(uintptr_t)page, PAGE};
    int shared = MAP_SHARED | MAP_POPULATE, access = PROT_READ | PROT_WRITE;
    *pin = (struct pin){.page = page};
    pin->ring = high_descriptor(new_ring, &pin->made);
    if (pin->ring < 0)
        die("io_uring_setup");
    pin->queues = mmap(NULL, queue_bytes(&pin->made), access, shared, pin->ring,
                       IORING_OFF_SQ_RING);
    pin->entry = mmap(NULL, ENTRIES * sizeof *pin->entry, access, shared, pin->ring,
                      IORING_OFF_SQES);
    if (pin->queues == MAP_FAILED || pin->entry == MAP_FAILED)
        die("mmap");
    if (!syscall(SYS_io_uring_register, pin->ring, IORING_REGISTER_BUFFERS, &whole, 1))
        return 0;
    int error = errno;
    let_go(pin);
    errno = error;
    return -1;
}

static struct pin *pin_of(uint64_t page)
{
    for (int k = 0; k < PINS_MAX; k++)
        if (mine->pins[k].page == page)
            return &mine->pins[k];
    return NULL;
}

static int64_t pin_pages(const struct op *op)
{
    struct pin made[PINS_MAX];
    int count = op->b / PAGE;
    uint64_t first = R0 + (uint64_t)op->a;
    for (int k = 0; k < count; k++)
        if (hold(&made[k], first + (uint64_t)k * PAGE)) {
            int error = errno;
            while (k--)
                let_go(&made[k]);
            errno = error;
            return -1;
        }
    for (int k = 0; k < count; k++) {
        struct pin *known = pin_of(made[k].page);
        if (known)
            let_go(known);
        *pin_of(0) = made[k];
    }
    return 0;
}

static int64_t unpin_pages(const struct op *op)
{
    uint64_t first = R0 + (uint64_t)op->a, end = first + (uint64_t)op->b;
    for (uint64_t page = first; page < end; page += PAGE)
        if (!pin_of(page)) {
            errno = EINVAL; /* what is not held is known here alone */
            return -1;
        }
    for (uint64_t page = first; page < end; page += PAGE)
        let_go(pin_of(page));
    return 0;
}

/* What a child keeps at first: all that its parent does, but for its devices. */
static void hand_down(int child)
{
    everyones[child] = *mine;
    memset(everyones[child].pins, 0, sizeof everyones[child].pins);
}

/* In the copy that a child has of its parent's memory: the rings are the parent's. */
static void lose_pins(void)
{
    for (int k = 0; k < PINS_MAX; k++)
        if (mine->pins[k].page)
            let_go(&mine->pins[k]);
}

/* Let the device of a page move bytes between the page and the file. */
static int64_t transfer(const struct pin *pin, int direction, uint64_t place, int64_t size)
{
    uint32_t *tail = (uint32_t *)(pin->queues + pin->made.sq_off.tail);
    uint32_t *head = (uint32_t *)(pin->queues + pin->made.cq_off.head);
    struct io_uring_cqe *done = (void *)(pin->queues + pin->made.cq_off.cqes);
    *pin->entry = (struct io_uring_sqe){
        .opcode = direction, .fd = scratch, .addr = place, .len = size};
    __atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
    while (syscall(SYS_io_uring_enter, pin->ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
        if (errno != EINTR)
            return -1;
    int32_t moved = done[*head & (pin->made.cq_entries - 1)].res;
    __atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
    errno = moved < 0 ? -moved : 0;
    return moved == size ? 0 : -1;
}

static int64_t on_devices(const struct op *op, struct result *r)
{
    uint64_t bytes[2] = {0, 0};
    int loads = op->code == OP_DMALOAD;
    uint64_t place = (uintptr_t)(loads ? at(op->b, op->c) : at(op->a, op->b));
    const struct pin *pin = pin_of(place & ~(uint64_t)(PAGE - 1));
    if (!pin) {
        errno = EFAULT;
        return -1;
    }
    if (loads) {
        if (transfer(pin, IORING_OP_WRITE_FIXED, place, op->d))
            return -1;
        if (pread(scratch, bytes, op->d, 0) != op->d)
            die("pread");
        load(r, op->a, bytes, op->d);
        return 0;
    }
    bytes[0] = op->d;
    if (pwrite(scratch, bytes, op->c, 0) != op->c)
        die("pwrite");
    return transfer(pin, IORING_OP_READ_FIXED, place, op->c);
}

static int64_t fork_child(const struct op *op)
{
    hand_down(op->a);
    pid_t pid = fork();
    if (pid == 0) {
        lose_pins();
        return FORKED;
    }
    if (pid < 0)
        return -1;
    arena->pid[op->a] = pid;
    return named(pid);
}

/* Execute this program anew. The arguments are strings where the bytes are, each up to
 * the next zero: the kernel takes them from there. If the bytes cannot be read, it is
 * asked with the first alone. */
static int64_t execute(int index, int64_t reg, int64_t offset, int64_t size)
{
    static char *arguments[ARGUMENTS_MAX + 8];
    static char numbers[2][24], bytes[ARGUMENTS_MAX];
    int count = 0;
    char *first = at(reg, offset);
    struct iovec there = {first, size}, here = {bytes, size};
    snprintf(numbers[0], sizeof numbers[0], "%d", index);
    snprintf(numbers[1], sizeof numbers[1], "%d", (int)size);
    arguments[count++] = arena->program;
    arguments[count++] = (char *)GOES_ON;
    arguments[count++] = numbers[0];
    arguments[count++] = numbers[1];
    if (size > 0 && size <= ARGUMENTS_MAX) {
        arguments[count++] = first;
        if (process_vm_readv(getpid(), &here, 1, &there, 1, 0) == size)
            for (int64_t k = 0; k + 1 < size; k++)
                if (!bytes[k])
                    arguments[count++] = first + k + 1;
    }
    arguments[count] = NULL;
    execve(arena->program, arguments, (char *[]){NULL});
    return -1;
}

static int exec_error;
static void keep_stepping(int self, int index, int64_t value);

/* What a child does in the memory of its parent, which waits. Of vfork it says the
 * result, for the parent cannot; of spawn it only executes. */
static int live_there(void *number)
{
    int index = (int)(intptr_t)number;
    const struct op *op = &arena->ops[index];
    if (op->code == OP_SPAWN) {
        execute(index, op->b, op->c, op->d);
        exec_error = errno;
        _exit(127);
    }
    arena->pid[op->a] = getpid();
    keep_stepping(op->a, index, named(getpid()));
    return 0;
}

static int64_t lend(const struct op *op)
{
    int flags = CLONE_VM | CLONE_VFORK | SIGCHLD;
    char *top = stacks[op->a] + STACK_BYTES;
    exec_error = 0;
    hand_down(op->a);
    pid_t pid = clone(live_there, top, flags, (void *)(intptr_t)(op - arena->ops));
    if (pid < 0)
        return -1;
    if (op->code == OP_VFORK) {
        if (arena->pid[op->a] != pid)
            die("vfork");
        return LENT;
    }
    arena->pid[op->a] = pid;
    if (!exec_error)
        return named(pid);
    waitpid(pid, NULL, 0);
    errno = exec_error;
    return -1;
}

static int64_t wait_for(const struct op *op, struct result *r)
{
    int status = 0;
    int options = (op->b & 1 ? WNOHANG : 0) | (op->b & 2 ? WUNTRACED : 0) |
                  (op->b & 4 ? WCONTINUED : 0) | (op->b & 64 ? 0x40000000 >> 4 : 0);
    void *place = op->c < 0 ? &status : at(op->c, op->d);
    pid_t pid = waitpid(target(op->a), place, options);
    if (pid <= 0)
        return pid;
    memcpy(&status, place, sizeof status);
    r->x[0] = plain_status(status);
    return named(pid);
}

static int64_t wait_id(const struct op *op, struct result *r)
{
    siginfo_t info = {0};
    int options = (op->b & 1 ? WNOHANG : 0) | (op->b & 8 ? WEXITED : 0) |
                  (op->b & 2 ? WSTOPPED : 0) | (op->b & 4 ? WCONTINUED : 0) |
                  (op->b & 16 ? WNOWAIT : 0) | (op->b & 64 ? 0x40000000 >> 4 : 0);
    pid_t pid = target(op->a);
    idtype_t kind = op->a == ANY ? P_ALL : pid <= 0 ? P_PGID : P_PID;
    if (waitid(kind, kind == P_ALL ? 0 : (id_t)abs(pid), &info, options))
        return -1;
    if (!info.si_pid)
        return 0;
    switch (info.si_code) {
    case CLD_EXITED: r->x[0] = (info.si_status & 0xff) << 8; break;
    case CLD_STOPPED: r->x[0] = info.si_status << 8 | 0x7f; break;
    case CLD_CONTINUED: r->x[0] = 0xffff; break;
    default: r->x[0] = info.si_status;
    }
    return named(info.si_pid);
}

static int64_t get_lock(const struct op *op, struct result *r, int command)
{
    struct flock lock = lock_of(op);
    if (fcntl(op->a, command, &lock))
        return -1;
    if (lock.l_type == F_UNLCK)
        return 2;
    r->x[0] = lock.l_start;
    r->x[1] = lock.l_len;
    r->x[2] = lock.l_pid < 0 ? -1 : named(lock.l_pid);
    return lock.l_type == F_WRLCK;
}

static int64_t query_signal(const struct op *op, struct result *r)
{
    struct sigaction action;
    if (sigaction(op->a, NULL, &action))
        return -1;
    for (int n = 0; n < 4; n++)
        if (action.sa_sigaction == handlers[n])
            return pointer(r, op->b, R0 + 16 * n);
    return action.sa_handler == SIG_IGN;
}

static int64_t change_mask(const struct op *op)
{
    static const int how[] = {SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK};
    sigset_t set = set_of(op->b), before;
    return sigprocmask(how[op->a], &set, &before) ? -1 : bits_of(&before);
}

static int64_t alternate_stack(const struct op *op, struct result *r)
{
    stack_t stack = {.ss_sp = at(op->a, op->b), .ss_size = op->c};
    if (op->code == OP_SIGALTSTACK)
        return sigaltstack(&stack, NULL);
    if (sigaltstack(NULL, &stack))
        return -1;
    if (stack.ss_flags & SS_DISABLE)
        return 0;
    return pointer(r, op->a, (uintptr_t)stack.ss_sp);
}

static int64_t attribute(int64_t which)
{
    struct rlimit limit;
    int64_t found;
    switch (which) {
    case ATTRIBUTE_UMASK:
        umask(found = umask(0));
        return found;
    case ATTRIBUTE_NICE: return getpriority(PRIO_PROCESS, 0) - arena->nice_at_start;
    case ATTRIBUTE_OPEN_MAX: return getrlimit(RLIMIT_NOFILE, &limit) ? -1 : (int64_t)limit.rlim_cur;
    case ATTRIBUTE_ALARM:
        alarm(found = alarm(0));
        return found;
    default: die("an unknown attribute");
    }
    return -1;
}

static int64_t set_attribute(int64_t which, int64_t value)
{
    int64_t before = attribute(which);
    struct rlimit limit;
    switch (which) {
    case ATTRIBUTE_UMASK: umask(value); break;
    case ATTRIBUTE_NICE: return setpriority(PRIO_PROCESS, 0, arena->nice_at_start + value) ? -1 : before;
    case ATTRIBUTE_OPEN_MAX:
        getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = value;
        return setrlimit(RLIMIT_NOFILE, &limit) ? -1 : before;
    case ATTRIBUTE_ALARM: alarm(value);
    }
    return before;
}

static const char *path_of(int64_t semaphore)
{
    static char path[NAME_MAX];
    snprintf(path, sizeof path, "/%.200s-%d", arena->prefix, (int)semaphore);
    return path;
}

static int64_t on_semaphores(const struct op *op)
{
    sem_t *known = mine->semaphores[op->a], *found;
    int value;
    if (op->code == OP_SEMUNLINK)
        return sem_unlink(path_of(op->a));
    if (op->code == OP_SEMOPEN) {
        found = sem_open(path_of(op->a), O_CREAT, 0600, (unsigned)op->b);
        if (found == SEM_FAILED)
            return -1;
        mine->semaphores[op->a] = found;
        return 0;
    }
    if (!known) {
        errno = EINVAL; /* of what it does not have a process cannot ask */
        return -1;
    }
    switch (op->code) {
    case OP_SEMPOST: return sem_post(known);
    case OP_SEMWAIT: return sem_trywait(known);
    default: return sem_getvalue(known, &value) ? -1 : value;
    }
}

static int64_t on_signals(const struct op *op, struct result *r)
{
    sigset_t set;
    uint32_t were;
    switch (op->code) {
    case OP_KILL: return kill(target(op->a), op->b);
    case OP_SIGACTION: return set_action(op->a, op->b);
    case OP_SIGQUERY: return query_signal(op, r);
    case OP_SIGMASK: return change_mask(op);
    case OP_SIGPENDING: return sigpending(&set) ? -1 : bits_of(&set);
    case OP_CAUGHT:
        were = mine->caught;
        mine->caught = 0;
        return were;
    case OP_SIGALTSTACK:
    case OP_GETALTSTACK: return alternate_stack(op, r);
    case OP_GET: return attribute(op->a);
    case OP_SET: return set_attribute(op->a, op->b);
    case OP_SEMOPEN:
    case OP_SEMPOST:
    case OP_SEMWAIT:
    case OP_SEMVALUE:
    case OP_SEMUNLINK: return on_semaphores(op);
    default: die("an unknown code");
    }
    return -1;
}

static int64_t on_files(const struct op *op, struct result *r)
{
    static const int origins[] = {SEEK_SET, SEEK_CUR, SEEK_END, 99};
    char path[] = {op->a, 0};
    struct stat about;
    struct flock lock;
    int ends[2], found;
    switch (op->code) {
    case OP_OPEN: return open(path, open_flags(op->b), 0600);
    case OP_CLOSE: return close(op->a);
    case OP_READ: return read(op->a, at(op->b, op->c), op->d);
    case OP_WRITE: return write(op->a, at(op->b, op->c), op->d);
    case OP_LSEEK: return lseek(op->a, op->b, origins[op->c]);
    case OP_DUP: return dup(op->a);
    case OP_DUP2: return dup2(op->a, op->b);
    case OP_DUP3:
        return dup3(op->a, op->b, (op->c & 1 ? O_CLOEXEC : 0) | (op->c & 64 ? O_APPEND : 0));
    case OP_DUPFD: return fcntl(op->a, op->c ? F_DUPFD_CLOEXEC : F_DUPFD, (int)op->b);
    case OP_PIPE:
        if (pipe2(ends, (op->a & 1 ? O_CLOEXEC : 0) | (op->a & 2 ? O_NONBLOCK : 0)))
            return -1;
        r->x[0] = ends[0];
        r->x[1] = ends[1];
        return 0;
    case OP_GETFD: return fcntl(op->a, F_GETFD);
    case OP_SETFD: return fcntl(op->a, F_SETFD, op->b ? FD_CLOEXEC : 0);
    case OP_GETFL: found = fcntl(op->a, F_GETFL); return found < 0 ? -1 : told_flags(found);
    case OP_SETFL:
        return fcntl(op->a, F_SETFL, (op->b & 1 ? O_APPEND : 0) | (op->b & 2 ? O_NONBLOCK : 0));
    case OP_FTRUNCATE: return ftruncate(op->a, op->b);
    case OP_FSTAT: return fstat(op->a, &about) ? -1 : about.st_size;
    case OP_UNLINK: return unlink(path);
    case OP_SETLK: lock = lock_of(op); return fcntl(op->a, op->e & 4 ? F_SETLKW : F_SETLK, &lock);
    case OP_GETLK: return get_lock(op, r, F_GETLK);
    case OP_OFDLOCK:
        lock = lock_of(op);
        return fcntl(op->a, op->e & 4 ? F_OFD_SETLKW : F_OFD_SETLK, &lock);
    case OP_OFDTEST: return get_lock(op, r, F_OFD_GETLK);
    case OP_FLOCK: return flock(op->a, op->b);
    default: return on_signals(op, r);
    }
}

static int64_t take_step(const struct op *op, struct result *r)
{
    void *place = (void *)(uintptr_t)(R0 + (uint64_t)op->a);
    int shared;
    switch (op->code) {
    case OP_LOAD:
    case OP_STORE:
    case OP_LOADCAP:
    case OP_STORECAP: return access_memory(op, r);
    case OP_DERIVE: return derive(op, r);
    case OP_MMAP:
    case OP_MMAPAT:
        shared = op->d & 4 ? MAP_SHARED : MAP_PRIVATE;
        return map(op, r, shared | MAP_ANONYMOUS, -1, 0);
    case OP_MMAPFILE:
        shared = op->d & 4 ? MAP_SHARED : MAP_PRIVATE;
        return map(op, r, shared, op->d >> 3, op->e);
    case OP_MREMAP: return remap(op, r);
    case OP_MUNMAP: return munmap(place, op->b);
    case OP_MPROTECT: return mprotect(place, op->b, protection(op->c));
    case OP_DONTNEED: return madvise(place, op->b, MADV_DONTNEED);
    case OP_MINHERIT: return say_inheritance(op);
    case OP_PIN: return pin_pages(op);
    case OP_UNPIN: return unpin_pages(op);
    case OP_DMALOAD:
    case OP_DMASTORE: return on_devices(op, r);
    case OP_FORK: return fork_child(op);
    case OP_VFORK:
    case OP_SPAWN: return lend(op);
    case OP_EXEC: return execute(op - arena->ops, op->a, op->b, op->c);
    case OP_EXIT: _exit(op->a);
    case OP_WAITPID: return wait_for(op, r);
    case OP_WAITID: return wait_id(op, r);
    case OP_GETPID: return named(getpid());
    case OP_GETPPID: return named(getppid());
    case OP_GETPGID: return group_of(getpgid(op->a < 0 ? 0 : arena->pid[op->a]));
    case OP_GETSID: return group_of(getsid(op->a < 0 ? 0 : arena->pid[op->a]));
    case OP_SETPGID: return setpgid(op->b < 0 ? 0 : arena->pid[op->b], arena->pid[op->a]);
    case OP_SETSID: return group_of(setsid());
    default: return on_files(op, r);
    }
}

/* The processes of a program */

/* Say what a step has given, and wait for the next turn. */
static int finish(int self, int index, int64_t value)
{
    struct result *r = &arena->results[index];
    int next = index + 1;
    r->error = value == -1 ? errno : 0;
    r->value = value;
    r->state = EXECUTED;
    int watched = arena->ops[index].flags & WATCHED || next == arena->count;
    if (watched || arena->ops[next].flags & WATCHED) {
        post(&arena->supervisor, next + 1);
    } else if (arena->ops[next].process == self) {
        __atomic_store_n(&arena->current, next, __ATOMIC_SEQ_CST);
        return next;
    } else {
        grant(next);
    }
    return await_turn(self);
}

/* Take all the steps that follow one that has given a value. */
static void keep_stepping(int self, int index, int64_t value)
{
    for (;;) {
        int is_told = value == FORKED || value == LENT || arena->results[index].state == HALTED;
        index = is_told ? await_turn(self) : finish(self, index, value);
        errno = 0;
        value = take_step(&arena->ops[index], &arena->results[index]);
        if (value == FORKED)
            self = arena->ops[index].a;
    }
}

/* Map what the image of a process has. */
static void load_image(void)
{
    int fixed = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    char *region = (char *)(uintptr_t)R0;
    if (mmap(region, PAGE, PROT_READ, fixed, -1, 0) != region)
        die("mmap");
    size_t rest = (1 + HEAP_PAGES) * PAGE;
    if (mmap(region + PAGE, rest, PROT_READ | PROT_WRITE, fixed, -1, 0) != region + PAGE)
        die("mmap");
    registers[REG_PCC][0] = R0;
    registers[REG_CSP][0] = R0 + PAGE;
    registers[REG_C1][0] = R0 + 2 * PAGE;
    registers[REG_C4][0] = R0;
}

static void begin(void)
{
    sigset_t none;
    struct rlimit descriptors = {1024, 1024};
    close_range(0, ~0u, 0);
    setsid();
    umask(0);
    arena->nice_at_start = getpriority(PRIO_PROCESS, 0);
    setrlimit(RLIMIT_NOFILE, &descriptors);
    for (int k = 1; k < 32; k++)
        if (k != SIGKILL && k != SIGSTOP)
            signal(k, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    scratch = high_descriptor(new_file, "scratch");
    take_turn(0);
    load_image();
    keep_stepping(0, 0, FORKED);
}

/* Map the arena, though a process may have no descriptor more. */
static void find_arena(void)
{
    struct rlimit wanted, before;
    getrlimit(RLIMIT_NOFILE, &before);
    wanted = before;
    wanted.rlim_cur = wanted.rlim_max;
    setrlimit(RLIMIT_NOFILE, &wanted);
    int file = open(ARENA, O_RDWR);
    arena = mmap(NULL, sizeof *arena, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (arena == MAP_FAILED)
        die("mmap");
    close(file);
    setrlimit(RLIMIT_NOFILE, &before);
}

/* Go on as a process that has executed: INDEX SIZE ARGUMENT... */
static void go_on(int count, char **arguments)
{
    int index = atoi(arguments[0]), size = atoi(arguments[1]);
    find_arena();
    prctl(PR_SET_DUMPABLE, 0);
    scratch = high_descriptor(new_file, "scratch");
    const struct op *op = &arena->ops[index];
    int is_child = op->code == OP_SPAWN, self = is_child ? op->a : op->process;
    take_turn(self);
    load_image();
    char *to = (char *)(uintptr_t)(R0 + PAGE), *end = to + size;
    for (int k = 2; k < count; k++) {
        for (const char *from = arguments[k]; *from && to < end; from++)
            *to++ = *from;
        to++;
    }
    keep_stepping(self, index, is_child ? FORKED : 0);
}

/* The supervisor */

static void tie_to_parent(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (parent && getppid() != parent)
        _exit(EXIT_FAILURE);
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int has_ended(int pidfd, int milliseconds)
{
    struct pollfd wanted = {pidfd, POLLIN, 0};
    return pidfd < 0 || poll(&wanted, 1, milliseconds) == 1;
}

/* Whether the process that has the turn ended, or has had it for too long. */
static int is_stuck(int64_t since)
{
    int process = arena->ops[arena->current].process;
    int pidfd = syscall(SYS_pidfd_open, arena->pid[process], 0);
    int ended = has_ended(pidfd, 0);
    if (pidfd >= 0)
        close(pidfd);
    return ended || now() - since > STALL_MS;
}

/* Wait until a process hands the turn back; the next operation, or -1. */
static int await_processes(void)
{
    static const struct timespec tick = {0, 20000000};
    int64_t since = now();
    int seen = arena->current;
    for (;;) {
        uint32_t next = __atomic_load_n(&arena->supervisor, __ATOMIC_SEQ_CST);
        if (next) {
            arena->supervisor = 0;
            return next - 1;
        }
        futex_wait(&arena->supervisor, 0, &tick);
        if (__atomic_load_n(&arena->supervisor, __ATOMIC_SEQ_CST))
            continue;
        int current = __atomic_load_n(&arena->current, __ATOMIC_SEQ_CST);
        if (current != seen) {
            seen = current;
            since = now();
        } else if (is_stuck(since) && current == arena->current && !arena->supervisor) {
            return -1;
        }
    }
}

/* Wait until the pid of a process is free; an orphan is reaped here. */
static void await_gone(int process)
{
    int64_t limit = now() + STALL_MS;
    int status;
    while (now() < limit) {
        pid_t pid = waitpid(arena->pid[process], &status, WNOHANG);
        if (pid > 0)
            arena->record.status[process] = plain_status(status);
        if (pid > 0 || (pid < 0 && kill(arena->pid[process], 0) && errno == ESRCH))
            return;
        sched_yield();
    }
}

/* The state of a process as /proc tells it: S, R, T, and so on. There it has the number
 * that it has outside of our namespace, which a descriptor of the process tells. */
static char state_of(int pidfd)
{
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", pidfd);
    FILE *about = fopen(path, "r");
    int pid = -1;
    while (about && fgets(text, sizeof text, about))
        if (sscanf(text, "Pid: %d", &pid) == 1)
            break;
    if (about)
        fclose(about);
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *stat = pid > 0 ? fopen(path, "r") : NULL;
    size_t got = stat ? fread(text, 1, sizeof text - 1, stat) : 0;
    if (stat)
        fclose(stat);
    text[got] = 0;
    const char *end = strrchr(text, ')');
    return end && end[1] ? end[2] : '?';
}

/* Whether a process is in another state in the end than one that goes on, which waits
 * for its turn, or one that waits for a child of its vfork. */
static int is_elsewhere(int pidfd, char expected, char usual)
{
    int64_t since = now();
    for (;;) {
        char state = state_of(pidfd);
        if (state == expected || now() - since > STALL_MS / 4)
            return state != usual;
        sched_yield();
    }
}

/* Wait until a process that will not hand the turn back has ended or stopped. */
static void await_leaving(int pidfd)
{
    int64_t since = now();
    while (!has_ended(pidfd, 1) && state_of(pidfd) != 'T')
        if (__atomic_load_n(&arena->supervisor, __ATOMIC_SEQ_CST) || now() - since > STALL_MS)
            break;
    arena->supervisor = 0;
}

/* Run an operation that ends, stops or continues processes. They become zombies under a
 * lock of the kernel; a call that needs this lock returns only after their parents were
 * notified. */
static int supervise(int index)
{
    const struct op *op = &arena->ops[index];
    struct result *r = &arena->results[index];
    uint32_t watched = op->dying | op->halted | op->running;
    int pidfd[MAX_PROCESSES], stuck = 0;
    siginfo_t info;
    for (int k = 0; k < MAX_PROCESSES; k++)
        if (watched >> k & 1)
            pidfd[k] = syscall(SYS_pidfd_open, arena->pid[k], 0);
    grant(index);
    if ((op->dying | op->halted) >> op->process & 1)
        await_leaving(pidfd[op->process]);
    else
        stuck = await_processes() < 0;
    for (int k = 0; k < MAX_PROCESSES; k++) {
        if (!(watched >> k & 1))
            continue;
        char usual = op->lending >> k & 1 ? 'D' : 'S';
        char expected = op->halted >> k & 1 ? 'T' : usual;
        if (!(op->dying >> k & 1))
            r->stopped |= (uint32_t)is_elsewhere(pidfd[k], expected, usual) << k;
        else if (has_ended(pidfd[k], k == op->process ? 50 : STALL_MS / 4))
            r->died |= 1u << k;
        if (pidfd[k] >= 0)
            close(pidfd[k]);
    }
    waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT);
    if (r->died >> op->process & 1)
        *r = (struct result){.state = DIED, .died = r->died, .stopped = r->stopped};
    else if (r->stopped >> op->process & 1)
        *r = (struct result){.state = HALTED, .died = r->died, .stopped = r->stopped};
    if (stuck || r->died != op->dying || r->stopped != op->halted)
        return -1;
    for (int k = 0; k < MAX_PROCESSES; k++)
        if (op->gone >> k & 1)
            await_gone(k);
    return index + 1;
}

/* End all processes of a program. Without a namespace these are our children, and who
 * becomes our child when its parent ends, which had a smaller number. */
static void clean_up(void)
{
    if (has_namespace)
        kill(-1, SIGKILL);
    for (int k = 0; k < MAX_PROCESSES; k++)
        if (arena->pid[k] > 0 && waitpid(arena->pid[k], NULL, WNOHANG) == 0) {
            kill(arena->pid[k], SIGKILL);
            waitpid(arena->pid[k], NULL, 0);
        }
    for (;;)
        if (waitpid(-1, NULL, 0) < 0 && errno == ECHILD)
            break;
    static const char *const names[] = {PATHS};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        unlink(names[k]);
    for (int k = 0; k < SEMAPHORES; k++)
        sem_unlink(path_of(k));
}

static void run_program(void)
{
    memset(arena->turn, 0, sizeof arena->turn);
    memset(arena->pid, 0, sizeof arena->pid);
    memset(arena->results, 0, arena->count * sizeof *arena->results);
    memset(&arena->record, -1, sizeof arena->record);
    arena->supervisor = 0;
    arena->current = 0;
    pid_t pid = fork();
    if (pid == 0)
        begin();
    if (pid < 0)
        die("fork");
    arena->pid[0] = pid;
    for (int next = 0; next != arena->count;) {
        int index = next;
        if (arena->ops[index].flags & WATCHED) {
            next = supervise(index);
        } else {
            grant(index);
            next = await_processes();
        }
        if (next < 0) {
            arena->record.stopped = arena->current;
            break;
        }
    }
    clean_up();
}

static int get(void *to, size_t size)
{
    return fread(to, 1, size, stdin) == size;
}

static void put(const void *from, size_t size)
{
    if (fwrite(from, 1, size, stdout) != size)
        die("write");
}

static void serve(void)
{
    uint32_t programs;
    arena->supervisor_pid = getpid();
    while (get(&programs, sizeof programs)) {
        uint32_t bytes;
        if (!get(&bytes, sizeof bytes))
            return;
        char *batch = malloc(bytes), *next = batch;
        if (!batch || !get(batch, bytes))
            return;
        for (; programs; programs--) {
            memcpy(&arena->count, next, sizeof arena->count);
            next += sizeof arena->count;
            memcpy(arena->ops, next, arena->count * sizeof *arena->ops);
            next += arena->count * sizeof *arena->ops;
            run_program();
            put(&arena->record, sizeof arena->record);
            put(arena->results, arena->count * sizeof *arena->results);
        }
        free(batch);
        fflush(stdout);
    }
}

int main(int count, char **arguments)
{
    struct rlimit none = {0, 0};
    if (count > 3 && !strcmp(arguments[1], GOES_ON))
        go_on(count - 2, arguments + 2);
    if (count != 4 || chdir(arguments[1]))
        die("runner FOLDER KIND CPU");
    tie_to_parent(0);
    if (atoi(arguments[3]) >= 0) {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(atoi(arguments[3]), &one);
        sched_setaffinity(0, sizeof one, &one);
    }
    signal(SIGPIPE, SIG_DFL);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    int file = open(ARENA, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ftruncate(file, sizeof *arena) || close(file))
        die(ARENA);
    find_arena();
    const char *slash = strrchr(arguments[1], '/');
    strncpy(arena->prefix, slash ? slash + 1 : arguments[1], NAME_MAX - 1);
    if (readlink("/proc/self/exe", arena->program, PATH_MAX - 1) < 0)
        die("readlink");
    has_namespace = strcmp(arguments[2], "plain") != 0 && !unshare(CLONE_NEWPID);
    pid_t parent = getpid(), supervisor = fork();
    if (supervisor == 0) {
        tie_to_parent(has_namespace ? 0 : parent);
        if (!has_namespace)
            prctl(PR_SET_CHILD_SUBREAPER, 1);
        serve();
        fflush(stdout);
        _exit(EXIT_SUCCESS);
    }
    if (supervisor < 0)
        die("fork");
    int status;
    if (waitpid(supervisor, &status, 0) < 0 || status)
        return EXIT_FAILURE;
    return EXIT_SUCCESS;
}
