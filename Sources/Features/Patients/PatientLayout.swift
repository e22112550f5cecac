/// Places for the values of a column, patient by patient, each patient's in the order of the table.
struct PatientLayout: Sendable {
    /// The place of each row of the table; -1 for a row without a patient.
    let places: [Int32]

    /// The place of each member of `PatientGroups.rows`; members of one range have the places of that range.
    let placesOfMembers: [Int32]

    /// Lays out `rows`, whose groups lie in `ranges`.
    init(rows: [Int32], ranges: [Range<Int>], rowCount: Int) {
        var groupOfRow = [Int32](repeating: -1, count: rowCount)
        for (group, range) in ranges.enumerated() {
            for row in rows[range] { groupOfRow[Int(row)] = Int32(group) }
        }
        var next = ranges.map { Int32($0.lowerBound) }
        let places = groupOfRow.map { group -> Int32 in
            guard group >= 0 else { return -1 }
            next[Int(group)] += 1
            return next[Int(group)] - 1
        }
        self.places = places
        placesOfMembers = rows.map { places[Int($0)] }
    }
}
