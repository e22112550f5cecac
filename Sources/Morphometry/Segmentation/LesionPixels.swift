/// The pixels of a lesion, and the window of the picture that they are looked at in.
struct LesionPixels {
    /// Neighbouring pixels of a row, in the window's coordinates.
    struct Run {
        let row: Int
        let columns: Range<Int>
    }

    let window: Window
    /// Where the picture's pixels stand.
    let grid: PixelGrid
    /// The lesion's runs, row by row.
    let runs: [Run]
    /// The number of the lesion's pixels.
    let count: Int

    /// The pixels of a set that fills a window of a picture.
    init(_ set: Bitmap, _ window: Window, in grid: PixelGrid) {
        var runs: [Run] = []
        var count = 0
        for row in 0..<set.height {
            var start: Int?
            for column in 0...set.width {
                let isIn = column < set.width && set.bits[row * set.width + column] != 0
                if isIn, start == nil { start = column }
                if !isIn, let first = start {
                    runs.append(Run(row: row, columns: first..<column))
                    count += column - first
                    start = nil
                }
            }
        }
        self.init(runs: runs, count: count, window, grid)
    }

    private init(runs: [Run], count: Int, _ window: Window, _ grid: PixelGrid) {
        self.runs = runs
        self.count = count
        self.window = window
        self.grid = grid
    }

    /// The lesion's bounding box in the picture; it must not be empty.
    var bounds: Window {
        var bounds = Bounds()
        for run in runs {
            bounds.add(
                row: run.row + window.top,
                from: run.columns.lowerBound + window.left,
                through: run.columns.upperBound - 1 + window.left
            )
        }
        return bounds.window
    }

    /// The same pixels in another window that holds them.
    func seen(in other: Window) -> LesionPixels {
        let (right, down) = (window.left - other.left, window.top - other.top)
        let moved = runs.map { run in
            Run(row: run.row + down, columns: run.columns.lowerBound + right..<run.columns.upperBound + right)
        }
        return LesionPixels(runs: moved, count: count, other, grid)
    }

    /// The same pixels in the whole picture.
    var inPicture: LesionPixels { seen(in: Window(left: 0, top: 0, width: grid.width, height: grid.height)) }

    /// The lesion as a set of the window's pixels.
    var set: Bitmap {
        var set = Bitmap(width: window.width, height: window.height)
        set.bits.withUnsafeMutableBufferPointer { bits in
            for run in runs {
                for column in run.columns { bits[run.row &* window.width &+ column] = 1 }
            }
        }
        return set
    }

    /// The place in the picture of a pixel of the window.
    @inline(__always)
    func place(_ column: Int, _ row: Int) -> Int {
        (row &+ window.top) &* grid.width &+ column &+ window.left
    }

    /// Calls `body` with every pixel of the lesion, row by row: its column and row in the window, its place in the picture.
    @inline(__always)
    func forEach(_ body: (_ column: Int, _ row: Int, _ place: Int) -> Void) {
        for run in runs {
            for column in run.columns { body(column, run.row, place(column, run.row)) }
        }
    }
}
