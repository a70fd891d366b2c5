// Threads for one call.
#include "threads.hpp"

#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace takeback::store {

void share_out(size_t pieces, size_t threads, const std::function<void(size_t)> &work) {
    std::atomic<size_t> next{0};
    std::mutex lock;
    std::exception_ptr trouble;
    const auto take_pieces = [&] {
        try {
            for (size_t piece = next++; piece < pieces; piece = next++) {
                work(piece);
            }
        } catch (...) {
            std::lock_guard held(lock);
            trouble = trouble ? trouble : std::current_exception();
            next = pieces;
        }
    };
    std::vector<std::thread> others;
    try {
        for (size_t i = 1; i < threads && i < pieces; i++) {
            others.emplace_back(take_pieces);
        }
    } catch (const std::system_error &) {
        // The system gives no more threads: those that there are do all of it.
    }
    take_pieces();
    for (std::thread &other : others) {
        other.join();
    }
    if (trouble) {
        std::rethrow_exception(trouble);
    }
}

}  // namespace takeback::store
