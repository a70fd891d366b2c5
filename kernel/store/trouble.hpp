// What can go wrong with a snapshot file; the binding turns these into Python's exceptions.
#pragma once

#include <cerrno>
#include <stdexcept>
#include <string>
#include <utility>

namespace takeback::store {

// The file is no snapshot that can be used; the text says what and why.
struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The operating system could not do it: its number for the reason, and the file concerned.
struct FileTrouble : std::runtime_error {
    int number;
    std::string path;

    FileTrouble(int number, std::string path)
        : std::runtime_error("a file could not be read or written"), number(number),
          path(std::move(path)) {}
};

[[noreturn]] inline void fail(const std::string &path) { throw FileTrouble(errno, path); }

}  // namespace takeback::store
