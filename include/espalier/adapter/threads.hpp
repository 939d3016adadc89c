// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <espalier/eval/executor.hpp>

namespace espalier::inline ESPALIER_ABI {

/// Threads that run the parts of run-time batches: `es::thread_pool pool(4);`, then
/// `trainer.step(vars, pool, x = xs, t = ts)` or `es::value_and_gradient(loss, vars, pool, x =
/// xs)`. The caller's thread is one of them. Results are the same for any number of threads. Memory
/// is taken from the heap when the pool is made, none by a call; one call at a time uses a pool,
/// others wait for it (so a part that calls with its own pool waits for ever). The first exception
/// of a part is thrown by the call. Each thread has on its stack what a call without a pool has
/// there: the workspace and, for gradients, a set of them.
class thread_pool {
public:
    using is_executor = void;

    /// 0: as many threads as the machine has processors. Throws std::system_error where a thread
    /// cannot start.
    explicit thread_pool(unsigned threads = 0) : shared(std::make_unique<state>()) {
        if (threads == 0) threads = std::thread::hardware_concurrency();
        try {
            for (unsigned i = 1; i < threads; ++i)
                workers.emplace_back([s = shared.get()] { s->serve(); });
        } catch (...) {
            stop();
            throw;
        }
    }
    thread_pool(thread_pool const&) = delete;
    thread_pool& operator=(thread_pool const&) = delete;
    ~thread_pool() { stop(); }

    unsigned size() const { return static_cast<unsigned>(workers.size()) + 1; }

    /// Runs `part(i, in_order)` for each i below `parts`; see `es::executor`.
    template <class Part>
    void run(index_t parts, Part const& part) const {
        std::lock_guard one_call(shared->calls);
        job_for<Part> job(parts, part);
        {
            std::lock_guard lock(shared->mutex);
            shared->current = &job;
            ++shared->generation;
        }
        shared->changed.notify_all();
        job.work();
        {
            std::unique_lock lock(shared->mutex);
            shared->current = nullptr;
            shared->changed.wait(lock, [this] { return shared->busy == 0; });
        }
        if (job.error) std::rethrow_exception(job.error);
    }

private:
    void stop() noexcept {
        {
            std::lock_guard lock(shared->mutex);
            shared->stopping = true;
        }
        shared->changed.notify_all();
        for (std::thread& worker : workers) worker.join();
    }

    struct job_base {
        virtual void work() = 0;

    protected:
        ~job_base() = default;
    };

    /// Parts are taken in order; what a part does `in_order` waits for its turn.
    template <class Part>
    struct job_for final : job_base {
        index_t parts;
        Part const& part;
        std::atomic<index_t> next{0}, turn{0};
        std::exception_ptr error{};  // written in turn

        job_for(index_t n, Part const& one) : parts(n), part(one) {}
        void work() override {
            for (index_t i = next++; i < parts; i = next++) {
                std::exception_ptr failed;
                try {
                    part(i, [&](auto const& f) {
                        wait_for(i);
                        f();
                    });
                } catch (...) {
                    failed = std::current_exception();
                }
                wait_for(i);
                if (failed && !error) error = failed;
                turn = i + 1;
                turn.notify_all();
            }
        }
        void wait_for(index_t i) const {
            for (index_t now = turn; now != i; now = turn) turn.wait(now);
        }
    };

    struct state {
        std::mutex calls, mutex;
        std::condition_variable changed;
        job_base* current = nullptr;
        std::size_t generation = 0;
        int busy = 0;
        bool stopping = false;

        void serve() {
            std::size_t served = 0;
            std::unique_lock lock(mutex);
            while (true) {
                changed.wait(lock, [&] { return stopping || (current && generation != served); });
                if (stopping) return;
                served = generation;
                job_base* const job = current;
                ++busy;
                lock.unlock();
                job->work();
                lock.lock();
                --busy;
                changed.notify_all();
            }
        }
    };

    std::unique_ptr<state> shared;
    std::vector<std::thread> workers;
};

}  // namespace espalier::inline ESPALIER_ABI
