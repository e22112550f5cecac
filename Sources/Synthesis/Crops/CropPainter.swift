import Imaging
import Randomness

#if canImport(Glibc)
    import Glibc
#endif

/// Draws the crop of a lesion from the numbers of its row: 15 mm of skin with the lesion in the middle.
///
/// Colours, contrast, size, orientation, asymmetry, raggedness and the variation of colour are the row's. What the row
/// does not say is drawn at random: moles nearby, hairs, skin lines, light. Malignant lesions show signs beyond their row,
/// by diagnosis; some benign ones imitate them.
struct CropPainter {
    /// Millimetres from side to side.
    static let fieldOfView = 15.0
    static let quality = 90

    let seed: UInt64

    private static let stream: UInt64 = 20

    /// The crop as JPEG.
    func jpeg(of lesion: Lesion, index: Int, patient: Patient, patientIndex: Int) throws -> [UInt8] {
        try JPEG.encode(
            crop(of: lesion, index: index, patient: patient, patientIndex: patientIndex),
            quality: Self.quality
        )
    }

    /// The crop as pixels.
    func crop(of lesion: Lesion, index: Int, patient: Patient, patientIndex: Int) -> RGBImage {
        var generator = SeededGenerator(seed: seed, keys: Self.stream, UInt64(patientIndex), UInt64(index))
        let side = Int(min(max(generator.normal(mean: 132.8, standardDeviation: 18.4).rounded(), 61), 239))
        var canvas = LabCanvas(side: side, lesion.skin.lanes)
        paintSkin(on: &canvas, lesion, &generator)
        paintNeighbours(on: &canvas, lesion, &generator)
        let shape = LesionShape(lesion, side: side, generator: &generator)
        paintLesion(on: &canvas, lesion, shape, &generator)
        paintSigns(on: &canvas, lesion, shape, &generator)
        paintHairs(on: &canvas, patient.traits, &generator)
        if generator.chance(0.03) { paintBackground(on: &canvas, &generator) }
        return canvas.image
    }

    /// Mottles, lines and grain, together as uneven as `stdLExt` says, under light that falls off to one side.
    private func paintSkin(on canvas: inout LabCanvas, _ lesion: Lesion, _ generator: inout SeededGenerator) {
        let side = Float(canvas.side)
        let mottles = NoiseField(columns: 11, rows: 11, generator: &generator)
        let flushes = NoiseField(columns: 7, rows: 7, generator: &generator)
        let lines = NoiseField(columns: 40, rows: 140, generator: &generator)
        let grain = NoiseField(columns: 90, rows: 90, generator: &generator)
        let deviation = Float(lesion.skinLightnessDeviation)
        let (mottled, lined, grained) = (deviation * 0.75, deviation * 0.45, deviation * 0.35)
        let direction = Float(generator.uniform() * .pi)
        let (alongX, alongY) = (cos(direction), sin(direction))
        let (lightX, lightY) = (Float(generator.normal()) / side, Float(generator.normal()) / side)
        canvas.forEach { colour, column, row in
            let (x, y) = (Float(column), Float(row))
            let (dx, dy) = (x - side / 2, y - side / 2)
            // Lines are drawn out along one direction: knots are 9 pixels apart along it and 2.5 across.
            let along = (alongX * dx + alongY * dy) * (1 / 9) + 20
            let across = (alongX * dy - alongY * dx) * (1 / 2.5) + 70
            let line = lines(along, across)
            let mottle = mottles(x * (10 / side), y * (10 / side))
            let flush = flushes(x * (6 / side), y * (6 / side))
            let grainy = grain(x * (80 / side), y * (80 / side))
            colour.x += mottled * (mottle - 0.5 * flush) + lined * line + grained * grainy + lightX * dx + lightY * dy
            colour.y += mottled * (0.7 * flush - 0.3 * mottle)
            colour.z -= 0.3 * mottled * mottle
        }
    }

    /// Freckles and small moles of the same skin, away from the lesion in the middle.
    private func paintNeighbours(on canvas: inout LabCanvas, _ lesion: Lesion, _ generator: inout SeededGenerator) {
        let side = Double(canvas.side)
        let count = Int(3 * -log(1 - generator.uniform()))
        for _ in 0..<min(count, 8) {
            let angle = generator.uniform() * 2 * .pi
            let millimetres = 0.35 + 0.5 * generator.uniform() * generator.uniform() * 2
            let radius = millimetres * side / Self.fieldOfView
            let clear = lesion.longDiameter / 2 * side / Self.fieldOfView * 1.3 + 2 * radius
            let distance = clear + generator.uniform() * side * 0.45
            let depth = Float(generator.uniform(in: 0.2...0.9))
            let change = (lesion.colour.lanes - lesion.skin.lanes) * depth
            canvas.forEach(
                around: Float(side / 2 + distance * cos(angle)),
                Float(side / 2 + distance * sin(angle)),
                radius: Float(radius) * 1.5
            ) { colour, distance in
                let share = distance / (Float(radius) * 1.5)
                colour += change * (1 - share * share)
            }
        }
    }

    private func paintLesion(
        on canvas: inout LabCanvas,
        _ lesion: Lesion,
        _ shape: LesionShape,
        _ generator: inout SeededGenerator
    ) {
        let scale = 1 / shape.meanWeight
        let change = (lesion.colour.lanes - lesion.skin.lanes) * scale
        let patches = NoiseField(columns: 32, rows: 32, generator: &generator)
        let hues = NoiseField(columns: 32, rows: 32, generator: &generator)
        let knots = 15 / Float(canvas.side)
        let unevenness = Float(min(0.5 * lesion.lightnessDeviation, 4))
        let variation = Float(0.9 * lesion.colourDeviation)
        let radial = Float(1.4 * lesion.radialColourDeviation) * (generator.chance(0.7) ? 1 : -1)
        canvas.forEach(within: shape) { colour, radius, column, row in
            let weight = shape.weight(radius)
            let (x, y) = (Float(column) * knots, Float(row) * knots)
            // Coarse and fine patches: 1 mm and 0.5 mm.
            let patch = 0.8 * patches(x, y) + 0.5 * patches(y * 2, x * 2)
            let hue = hues(y, x)
            // Over a disc the mean of the squared radius is one half.
            let outward = radial * (radius * radius - 0.5)
            let mixed = SIMD4(
                unevenness * patch + 1.5 * outward,
                variation * hue,
                variation * (hue - patch) + outward,
                0
            )
            colour += weight * (change + mixed)
        }
    }

    /// A black strip at one side: the edge of the scanned body.
    private func paintBackground(on canvas: inout LabCanvas, _ generator: inout SeededGenerator) {
        let height = Int(generator.uniform(in: 0.03...0.2) * Double(canvas.side))
        let edge = generator.integer(below: 4)
        let side = canvas.side
        canvas.forEach { colour, column, row in
            let distance = [row, side - 1 - row, column, side - 1 - column][edge]
            if distance < height { colour = SIMD4(repeating: 0) }
        }
    }
}

extension LabCanvas {
    /// Changes the pixels that a lesion reaches: `change` gets the colour, the radius, the column and the row.
    @inline(__always)
    mutating func forEach(within shape: LesionShape, _ change: (inout SIMD4<Float>, Float, Int, Int) -> Void) {
        let limit = 1 + shape.softness
        let (columns, rows) = (span(shape.centreX, shape.reach), span(shape.centreY, shape.reach))
        for row in rows {
            for column in columns {
                let radius = shape.radius(column: column, row: row)
                if radius < limit { change(&colours[row * side + column], radius, column, row) }
            }
        }
    }
}

extension LabColour {
    /// L, a, b and an idle lane.
    var lanes: SIMD4<Float> { SIMD4(Float(lightness), Float(a), Float(b), 0) }
}
