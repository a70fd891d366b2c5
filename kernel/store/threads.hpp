// Work shared out to threads that end with the call: none is there when a process forks.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <shared_mutex>

namespace takeback::store {

// Calls work(0) .. work(pieces - 1), each once, on at most so many threads, this one included.
// Throws what the first that failed threw, after all have ended.
void share_out(size_t pieces, size_t threads, const std::function<void(size_t)> &work);

// Many may read or one may write; whoever wants to write comes before those who read later. (The
// system's own lock lets readers that never cease keep a writer out for ever.)
class Turns {
  public:
    template <typename Work> auto read(Work &&work) const {
        std::unique_lock door(door_);
        std::shared_lock turn(turn_);
        door.unlock();
        return work();
    }
    template <typename Work> auto write(Work &&work) {
        std::lock_guard door(door_);
        std::lock_guard turn(turn_);
        return work();
    }

  private:
    mutable std::mutex door_;
    mutable std::shared_mutex turn_;
};

}  // namespace takeback::store
