// Memory that grows without being copied, in huge pages once it is large.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace takeback::store {

// Zeroed bytes, aligned to 64 at least. What was not touched yet takes no memory. Never shared:
// after a fork each process has its own.
class Region {
  public:
    Region() = default;
    explicit Region(size_t bytes) { grow(bytes); }
    Region(Region &&other) noexcept { swap(other); }
    Region &operator=(Region &&other) noexcept {
        Region(std::move(other)).swap(*this);
        return *this;
    }
    Region(const Region &) = delete;
    Region &operator=(const Region &) = delete;
    ~Region();

    uint8_t *data() { return bytes_; }
    const uint8_t *data() const { return bytes_; }
    size_t capacity() const { return capacity_; }

    // Room for at least this many bytes; addresses may change, contents do not. Throws
    // std::bad_alloc, leaving everything as it was.
    void grow(size_t bytes);

    // Gives back what lies behind the first `bytes`.
    void trim(size_t bytes);

  private:
    void swap(Region &other) noexcept {
        std::swap(bytes_, other.bytes_);
        std::swap(capacity_, other.capacity_);
    }

    uint8_t *bytes_ = nullptr;
    size_t capacity_ = 0;
};

}  // namespace takeback::store
