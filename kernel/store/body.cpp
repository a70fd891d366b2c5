// Opening a snapshot: header and lengths at once, blocks before they are relied on.
#include "body.hpp"

#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checksum.hpp"
#include "trouble.hpp"

namespace takeback::store {
namespace {

// Checking this much takes 5 ms; more is checked as it is used.
constexpr size_t CHECKED_AT_ONCE = 32 << 20;
constexpr size_t READ_AT_ONCE = 4 << 20;

void read_exactly(int file, void *into, size_t bytes, size_t offset, const std::string &path) {
    auto *next = static_cast<uint8_t *>(into);
    while (bytes > 0) {
        const size_t part = bytes < READ_AT_ONCE ? bytes : READ_AT_ONCE;
        const ssize_t got = pread(file, next, part, static_cast<off_t>(offset));
        if (got < 0 && errno != EINTR) {
            fail(path);
        }
        if (got == 0) {
            throw Refused(path + ": truncated while it was read");
        }
        if (got > 0) {
            next += got;
            offset += static_cast<size_t>(got);
            bytes -= static_cast<size_t>(got);
        }
    }
}

size_t length_of(int file, const std::string &path) {
    struct stat found;
    if (fstat(file, &found) != 0) {
        fail(path);
    }
    if (!S_ISREG(found.st_mode)) {
        throw Refused(path + ": not a snapshot: it is " +
                      (S_ISDIR(found.st_mode) ? "a folder" : "no ordinary file"));
    }
    return static_cast<size_t>(found.st_size);
}

}  // namespace

Body::Body(const std::string &path, bool is_resident) : path_(path) {
    // Not blocking: a pipe of that name would be waited for.
    file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file_ < 0) {
        fail(path);
    }
    try {
        read_header();
        read_checksums();
        if (is_resident) {
            read_all();
        } else {
            map();
        }
    } catch (...) {
        close_all();
        throw;
    }
}

Body::~Body() { close_all(); }

void Body::close_all() {
    if (map_) {
        munmap(map_, layout_.header.file_bytes);
    }
    if (file_ >= 0) {
        close(file_);
    }
}

void Body::refuse(const std::string &what) const { throw Refused(path_ + ": " + what); }

void Body::read_header() {
    const size_t file_bytes = length_of(file_, path_);
    size_t needed = 0;
    std::vector<uint8_t> head(file_bytes < BLOCK_BYTES ? file_bytes : BLOCK_BYTES);
    read_exactly(file_, head.data(), head.size(), 0, path_);
    try {
        if (!parse(head.data(), head.size(), file_bytes, &needed, &layout_)) {
            head.resize(needed);
            read_exactly(file_, head.data(), needed, 0, path_);
            parse(head.data(), needed, file_bytes, &needed, &layout_);
        }
    } catch (const Refused &refused) {
        refuse(refused.what());
    }
}

void Body::read_checksums() {
    const size_t blocks = blocks_of(bytes());
    checksums_.resize(blocks);
    read_exactly(file_, checksums_.data(), 4 * blocks, layout_.header.header_bytes + bytes(), path_);
    if (checksum(checksums_.data(), 4 * blocks) != layout_.header.blocks_checksum) {
        refuse("damaged: the checksums of its blocks are not as they were written");
    }
}

void Body::read_all() {
    copy_.grow(bytes() > 0 ? bytes() : 1);
    read_exactly(file_, copy_.data(), bytes(), layout_.header.header_bytes, path_);
    body_ = copy_.data();
    verify();
    close(file_);
    file_ = -1;
}

void Body::map() {
    const size_t blocks = checksums_.size();
    void *got = mmap(nullptr, layout_.header.file_bytes, PROT_READ, MAP_SHARED, file_, 0);
    if (got == MAP_FAILED) {
        fail(path_);
    }
    map_ = got;
    body_ = static_cast<const uint8_t *>(got) + layout_.header.header_bytes;
    guard_.holder = this;
    guard_.is_sound = [](void *holder, const void *from, size_t count) {
        return static_cast<int>(static_cast<Body *>(holder)->is_sound(from, count));
    };
    if (bytes() <= CHECKED_AT_ONCE) {
        verify();
        return;
    }
    checked_.reset(new std::atomic<uint64_t>[(blocks + 63) / 64]());
    unchecked_ = blocks;
}

bool Body::is_intact(size_t block) const {
    const size_t first = block * BLOCK_BYTES;
    const size_t length = bytes() - first < BLOCK_BYTES ? bytes() - first : BLOCK_BYTES;
    return checksum(body_ + first, length) == checksums_[block];
}

void Body::verify() {
    for (size_t block = 0; block < checksums_.size(); block++) {
        if (!is_intact(block)) {
            damaged_ = block;
            refuse_damage();
        }
        mark(block);
    }
}

void Body::mark(size_t block) {
    const uint64_t bit = uint64_t{1} << block % 64;
    // Two threads may check one block; the one that marks it counts it.
    if (checked_ && !(checked_[block / 64].fetch_or(bit, std::memory_order_acq_rel) & bit)) {
        unchecked_.fetch_sub(1, std::memory_order_acq_rel);
    }
}

bool Body::is_sound(const void *from, size_t count) {
    if (unchecked_.load(std::memory_order_acquire) == 0 || count == 0) {
        return true;
    }
    const auto start = static_cast<size_t>(static_cast<const uint8_t *>(from) - body_);
    const size_t last = (start + count - 1) / BLOCK_BYTES;
    for (size_t block = start / BLOCK_BYTES; block <= last; block++) {
        const uint64_t bit = uint64_t{1} << block % 64;
        if (!(checked_[block / 64].load(std::memory_order_acquire) & bit) && !check_block(block)) {
            return false;
        }
    }
    return true;
}

bool Body::check_block(size_t block) {
    if (!is_intact(block)) {
        damaged_ = block;
        return false;
    }
    mark(block);
    return true;
}

std::string Body::name_block(size_t block) const {
    const size_t first = block * BLOCK_BYTES;
    for (const Section &section : layout_.sections) {
        if (section.offset + section.bytes > first) {
            const size_t begun = section.offset / BLOCK_BYTES;
            return "block " + std::to_string(block < begun ? 0 : block - begun) + " of section " +
                   name_of(section.kind);
        }
    }
    return "the last block";
}

void Body::refuse_damage() const {
    const size_t block = damaged_;
    refuse(block == SIZE_MAX ? "damaged: numbers in it lead outside of it"
                             : "damaged: " + name_block(block) + " is not as it was written");
}

void Body::let_pages_go() const { madvise(map_, layout_.header.file_bytes, MADV_DONTNEED); }

uint8_t *Body::map_writable(void **map, size_t *map_bytes) const {
    *map_bytes = layout_.header.file_bytes;
    *map = mmap(nullptr, *map_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file_, 0);
    if (*map == MAP_FAILED) {
        fail(path_);
    }
    return static_cast<uint8_t *>(*map) + layout_.header.header_bytes;
}

}  // namespace takeback::store
