// Memory from the operating system: reserved at an address of our choice, grown by moving pages.
#include "region.hpp"

#include <cstring>
#include <new>

#include <sys/mman.h>

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

namespace takeback::store {
namespace {

constexpr size_t PAGE = 4096;
// Searching a large index from huge pages is a third faster: a lookup misses one cache less.
constexpr size_t HUGE_PAGE = size_t{2} << 20;

size_t round_up(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

size_t unit_of(size_t bytes) { return bytes >= HUGE_PAGE ? HUGE_PAGE : PAGE; }

// Addresses that nothing else gets, without memory behind them.
uint8_t *reserve(size_t bytes) {
    const size_t unit = unit_of(bytes);
    void *got = mmap(nullptr, bytes + unit, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                     -1, 0);
    if (got == MAP_FAILED) {
        throw std::bad_alloc();
    }
    auto *start = static_cast<uint8_t *>(got);
    const size_t before = round_up(reinterpret_cast<uintptr_t>(start), unit) -
                          reinterpret_cast<uintptr_t>(start);
    if (before > 0) {
        munmap(start, before);
    }
    if (unit > before) {
        munmap(start + before + bytes, unit - before);
    }
    return start + before;
}

void ask_for_huge_pages(uint8_t *start, size_t bytes) {
#ifdef MADV_HUGEPAGE
    if (bytes >= HUGE_PAGE) {
        madvise(start, bytes, MADV_HUGEPAGE);  // where there are none, small ones do
    }
#else
    (void)start, (void)bytes;
#endif
}

uint8_t *allocate(size_t bytes) {
    uint8_t *start = reserve(bytes);
    if (mprotect(start, bytes, PROT_READ | PROT_WRITE) != 0) {
        munmap(start, bytes);
        throw std::bad_alloc();
    }
    ask_for_huge_pages(start, bytes);
    return start;
}

uint8_t *move_to_larger(uint8_t *from, size_t bytes, size_t larger) {
#ifdef MREMAP_FIXED
    uint8_t *target = reserve(larger);
    if (mremap(from, bytes, larger, MREMAP_MAYMOVE | MREMAP_FIXED, target) == MAP_FAILED) {
        munmap(target, larger);
        throw std::bad_alloc();
    }
    ask_for_huge_pages(target, larger);
    return target;
#else
    uint8_t *target = allocate(larger);
    std::memcpy(target, from, bytes);
    munmap(from, bytes);
    return target;
#endif
}

}  // namespace

Region::~Region() {
    if (bytes_) {
        munmap(bytes_, capacity_);
    }
}

void Region::grow(size_t bytes) {
    if (bytes <= capacity_) {
        return;
    }
    // Pages move without being copied, so steps may be small; a quarter keeps what systems that
    // count promised memory have to promise near what is used.
    size_t larger = capacity_ < HUGE_PAGE ? 2 * capacity_ : capacity_ + capacity_ / 4;
    larger = larger > bytes ? larger : bytes;
    larger = round_up(larger, unit_of(larger));
    bytes_ = capacity_ == 0 ? allocate(larger) : move_to_larger(bytes_, capacity_, larger);
    capacity_ = larger;
}

void Region::trim(size_t bytes) {
    const size_t smaller = round_up(bytes > 0 ? bytes : 1, unit_of(capacity_));
    if (smaller < capacity_) {
        munmap(bytes_ + smaller, capacity_ - smaller);
        capacity_ = smaller;
    }
}

}  // namespace takeback::store
