// The body of an opened snapshot: mapped, or copied into memory; its blocks checked in time.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "layout.hpp"
#include "region.hpp"
#include "takeback/index.h"

namespace takeback::store {

// Read only, by any number of threads. The file may be replaced meanwhile, this keeps the old one.
class Body {
  public:
    // Throws Refused or FileTrouble. With is_resident everything is read and checked here; else
    // the file is mapped, and all of it checked here only when it is small.
    Body(const std::string &path, bool is_resident);
    ~Body();
    Body(const Body &) = delete;
    Body &operator=(const Body &) = delete;

    const Layout &layout() const { return layout_; }
    bool is_resident() const { return map_ == nullptr; }
    const uint8_t *data() const { return body_; }
    uint8_t *resident() { return copy_.data(); }
    size_t bytes() const { return layout_.header.body_bytes; }
    const uint8_t *at(const Section &section) const { return body_ + section.offset; }

    // Throws Refused unless these bytes are as they were written. Cheap when asked again.
    void rely_on(const void *from, size_t bytes) {
        if (!is_sound(from, bytes)) {
            refuse_damage();
        }
    }

    // Reads everything again, whatever was checked before. Throws Refused.
    void verify();

    // For tb_index; null once every block was found to be sound.
    const tb_guard *guard() const {
        return unchecked_.load(std::memory_order_acquire) > 0 ? &guard_ : nullptr;
    }

    // A copy of its own that can be written, sharing what is not: for blanking while saving.
    // Unmapped by the caller. Throws FileTrouble.
    uint8_t *map_writable(void **map, size_t *map_bytes) const;

    // Of a mapping: takes no memory of the process until it is read again.
    void let_pages_go() const;

    // Throws what is_sound found, or, when it found nothing, that offsets lead outside.
    [[noreturn]] void refuse_damage() const;

  private:
    bool is_sound(const void *from, size_t bytes);
    bool check_block(size_t block);
    bool is_intact(size_t block) const;
    void mark(size_t block);
    void read_header();
    void read_checksums();
    void read_all();
    void map();
    void close_all();
    [[noreturn]] void refuse(const std::string &what) const;
    std::string name_block(size_t block) const;

    std::string path_;
    Layout layout_;
    int file_ = -1;
    void *map_ = nullptr;
    const uint8_t *body_ = nullptr;
    Region copy_;
    std::vector<uint32_t> checksums_;
    std::unique_ptr<std::atomic<uint64_t>[]> checked_;
    std::atomic<size_t> unchecked_{0};
    std::atomic<size_t> damaged_{SIZE_MAX};
    tb_guard guard_{};
};

}  // namespace takeback::store
