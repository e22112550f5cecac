/// The value below which a share of `values` lies, 0 to 1; their order is changed. 0 where there are none.
///
/// By Hoare's selection, in linear time.
func quantile(_ share: Float, _ values: inout [Float]) -> Float {
    guard !values.isEmpty else { return 0 }
    let wanted = min(values.count - 1, max(0, Int(share * Float(values.count))))
    return values.withUnsafeMutableBufferPointer { buffer in
        var low = 0
        var high = buffer.count - 1
        while low < high {
            let pivot = buffer[(low + high) / 2]
            var left = low
            var right = high
            while left <= right {
                while buffer[left] < pivot { left &+= 1 }
                while buffer[right] > pivot { right &-= 1 }
                if left <= right {
                    buffer.swapAt(left, right)
                    left &+= 1
                    right &-= 1
                }
            }
            if wanted <= right {
                high = right
            } else if wanted >= left {
                low = left
            } else {
                break
            }
        }
        return buffer[wanted]
    }
}
