import Randomness

#if canImport(Glibc)
    import Glibc
#endif

extension CropPainter {
    /// What a dermatologist sees and the row does not say: blotches and a blue-white veil in melanoma, vessels and shine in
    /// basal cell carcinoma, scale in squamous cell carcinoma. Three in four malignant lesions show them; one in sixteen
    /// benign ones shows a weaker form.
    func paintSigns(
        on canvas: inout LabCanvas,
        _ lesion: Lesion,
        _ shape: LesionShape,
        _ generator: inout SeededGenerator
    ) {
        let shows = generator.chance(lesion.isMalignant ? 0.75 : 0.06)
        let strength = Float(generator.uniform(in: lesion.isMalignant ? 0.5...1 : 0.2...0.7))
        let imitation = [Diagnosis.Kind.melanoma, .basalCellCarcinoma, .squamousCellCarcinoma][
            generator.integer(below: 3)
        ]
        guard shows else { return }
        switch lesion.diagnosis.kind ?? imitation {
        case .melanoma: paintPigment(on: &canvas, shape, strength, &generator)
        case .basalCellCarcinoma: paintVessels(on: &canvas, lesion, shape, strength, &generator)
        case .squamousCellCarcinoma: paintScale(on: &canvas, shape, strength, &generator)
        }
    }

    /// Dark blotches off the centre, and a blue-white veil over a part.
    private func paintPigment(
        on canvas: inout LabCanvas,
        _ shape: LesionShape,
        _ strength: Float,
        _ generator: inout SeededGenerator
    ) {
        let blotches = NoiseField(columns: 32, rows: 32, generator: &generator)
        let knots = 14 / Float(canvas.side)
        let veilAngle = generator.uniform() * 2 * .pi
        let (veilX, veilY) = (Float(cos(veilAngle)), Float(sin(veilAngle)))
        let reach = shape.reach
        canvas.forEach(within: shape) { colour, radius, column, row in
            let weight = shape.weight(radius) * strength
            let blotch = max(blotches(Float(column) * knots, Float(row) * knots) - 0.3, 0)
            colour += weight * blotch * SIMD4(-7, -2, -4, 0)
            let (dx, dy) = ((Float(column) - shape.centreX) / reach, (Float(row) - shape.centreY) / reach)
            let veil = min(max(2.5 * (veilX * dx + veilY * dy), 0), 1)
            colour += weight * veil * SIMD4(3, -3, -9, 0)
        }
    }

    /// Fine red branching lines and pin-prick reflections.
    private func paintVessels(
        on canvas: inout LabCanvas,
        _ lesion: Lesion,
        _ shape: LesionShape,
        _ strength: Float,
        _ generator: inout SeededGenerator
    ) {
        let extent = Double(shape.reach) * 0.6
        for _ in 0..<4 + generator.integer(below: 5) {
            let start = generator.uniform() * 2 * .pi
            var stroke = Stroke(
                x: Double(shape.centreX) + extent * cos(start),
                y: Double(shape.centreY) + extent * sin(start),
                direction: start + .pi + generator.normal(standardDeviation: 0.6),
                bend: generator.normal() * 0.12,
                length: extent * generator.uniform(in: 0.6...1.3),
                width: 0.9
            )
            stroke.paint(on: &canvas) { colour, cover in colour += cover * strength * SIMD4(-5, 9, -1, 0) }
        }
        for _ in 0..<2 + generator.integer(below: 4) {
            let (x, y) = (generator.normal() * extent * 0.5, generator.normal() * extent * 0.5)
            canvas.forEach(around: shape.centreX + Float(x), shape.centreY + Float(y), radius: 1.8) {
                colour,
                distance in
                colour.x += strength * 22 * (1 - distance / 1.8)
                colour.z *= 0.7
            }
        }
    }

    /// Whitish-yellow scale and crust.
    private func paintScale(
        on canvas: inout LabCanvas,
        _ shape: LesionShape,
        _ strength: Float,
        _ generator: inout SeededGenerator
    ) {
        let flakes = NoiseField(columns: 64, rows: 64, generator: &generator)
        let knots = 50 / Float(canvas.side)
        canvas.forEach(within: shape) { colour, radius, column, row in
            let flake = min(max(flakes(Float(column) * knots, Float(row) * knots) - 0.4, 0), 1.2)
            colour += shape.weight(radius) * strength * flake * SIMD4(12, -5, 2, 0)
        }
    }

    /// Hairs over everything: as many and as light as the patient's, and few patients have none.
    func paintHairs(on canvas: inout LabCanvas, _ traits: Patient.Traits, _ generator: inout SeededGenerator) {
        let mean = 9 * pow(traits.hairiness, 3)
        let count = Int(mean * -log(1 - generator.uniform()))
        let lightness = traits.hairLightness > 0.85 ? 75.0 : 12 + 25 * traits.hairLightness
        let hair = LabColour(lightness: lightness, a: 4, b: 9).lanes
        let growth = generator.uniform() * 2 * .pi
        let side = Double(canvas.side)
        for _ in 0..<min(count, 40) {
            var stroke = Stroke(
                x: generator.uniform() * side,
                y: generator.uniform() * side,
                direction: growth + generator.normal(standardDeviation: 0.7),
                bend: generator.normal() * 0.025,
                length: side * generator.uniform(in: 0.15...0.6),
                width: generator.uniform(in: 0.5...0.9)
            )
            let opacity = Float(generator.uniform(in: 0.35...0.75))
            stroke.paint(on: &canvas) { colour, cover in colour += (hair - colour) * (cover * opacity) }
        }
    }
}

/// A thin bent line.
private struct Stroke {
    var x: Double
    var y: Double
    var direction: Double
    /// Change of direction per pixel, in radians.
    let bend: Double
    /// In pixels.
    let length: Double
    let width: Double

    /// Walks along the line pixel by pixel; each step colours the side of the line that lies across its direction.
    mutating func paint(on canvas: inout LabCanvas, _ colouring: (inout SIMD4<Float>, Float) -> Void) {
        for _ in 0..<Int(length) {
            let isSteep = abs(sin(direction)) > abs(cos(direction))
            // One pixel on along the main axis, so that no pixel is coloured twice.
            let step = 1 / max(abs(sin(direction)), abs(cos(direction)))
            let (exact, line) = isSteep ? (x, Int(y.rounded())) : (y, Int(x.rounded()))
            for across in Int((exact - width).rounded(.down))...Int((exact + width).rounded(.up)) {
                let cover = Float(max(0, 1 - abs(Double(across) - exact) / (width + 0.3)))
                let (column, row) = isSteep ? (across, line) : (line, across)
                guard cover > 0, column >= 0, row >= 0, column < canvas.side, row < canvas.side else { continue }
                colouring(&canvas.colours[row * canvas.side + column], cover)
            }
            x += step * cos(direction)
            y += step * sin(direction)
            direction += bend
        }
    }
}
