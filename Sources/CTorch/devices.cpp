// What a device holds, and queues of its work. Written against the parts of libtorch that every kind of device shares, so that
// nothing here needs CUDA's headers or its library.
#include "guard.hpp"

#include <c10/core/CachingDeviceAllocator.h>
#include <c10/core/impl/VirtualGuardImpl.h>

namespace ctorch {
namespace {

/// The device with its number, ready to be asked for streams and memory.
at::Device started(int32_t number) {
    const at::Device place = device(number);
    TORCH_CHECK(!place.is_cpu(), "the processor has no streams and no memory of its own");
    at::globalContext().lazyInitDevice(place.type());
    return place;
}

}  // namespace

void fill_devices(ctorch_api &api) {
    api.device_free_memory = [](int32_t number, int64_t *bytes) noexcept {
        return guarded([&] {
            const at::Device place = started(number);
            at::DeviceAllocator *allocator = at::getDeviceAllocator(place.type());
            allocator->emptyCache();  // What libtorch keeps for later is free.
            *bytes = static_cast<int64_t>(allocator->getMemoryInfo(place.index()).first);
        });
    };
    api.stream_make = [](int32_t number, ctorch_stream **out) noexcept {
        return guarded([&] {
            const at::Device place = started(number);
            const c10::impl::VirtualGuardImpl guard(place.type());
            const c10::Stream stream = guard.getStreamFromGlobalPool(place);
            c10::Event before(place.type());
            before.record(guard.getStream(place));
            before.block(stream);
            *out = new ctorch_stream{stream};
            ++live_handles;
        });
    };
    api.stream_free = [](ctorch_stream *stream) noexcept {
        if (!stream) return;
        delete stream;
        --live_handles;
    };
    api.event_record = [](const ctorch_stream *stream, ctorch_event **out) noexcept {
        return guarded([&] {
            c10::Event event(stream->value.device_type());
            event.record(stream->value);
            *out = new ctorch_event{std::move(event)};
            ++live_handles;
        });
    };
    api.event_wait = [](const ctorch_event *event, const ctorch_tensor *tensor) noexcept {
        return guarded([&] {
            const at::Device place = tensor->value.device();
            const c10::Stream own = c10::impl::VirtualGuardImpl(place.type()).getStream(place);
            event->value.block(own);
            tensor->value.record_stream(own);
        });
    };
    api.event_free = [](ctorch_event *event) noexcept {
        if (!event) return;
        delete event;
        --live_handles;
    };
}

}  // namespace ctorch
