import Diagnostics
import Foundation
import Synchronization

/// Shows progress on standard error: a bar with rate and time left on a terminal, plain lines otherwise.
final class ProgressDisplay: Sendable {
    private struct Stage {
        var name: String
        var total: Int?
        var unit: String
        var started: ContinuousClock.Instant
        var lastShown: ContinuousClock.Instant
        var completed = 0
    }

    private let state = Mutex<Stage?>(nil)
    private let isTerminal: Bool
    private let clock = ContinuousClock()

    /// How often a line is drawn: smoothly on a terminal, seldom in a log.
    private var interval: Duration { isTerminal ? .milliseconds(100) : .seconds(10) }

    init(isTerminal: Bool = isatty(STDERR_FILENO) == 1) {
        self.isTerminal = isTerminal
    }

    /// The progress to hand to the library.
    var progress: Diagnostics.Progress {
        Diagnostics.Progress { [self] event in receive(event) }
    }

    private func receive(_ event: ProgressEvent) {
        state.withLock { stage in
            switch event {
            case .started(let name, let total, let unit):
                let now = clock.now
                stage = Stage(name: name, total: total, unit: unit, started: now, lastShown: now)
                if !isTerminal { write(total.map { "\(name): \($0) \(unit)\n" } ?? "\(name)\n") }
            case .advanced(_, let completed, let note):
                guard var running = stage else { return }
                running.completed = completed
                if clock.now - running.lastShown >= interval {
                    running.lastShown = clock.now
                    let line = line(of: running, note: note)
                    write(isTerminal ? "\r\u{1B}[2K\(line)" : line + "\n")
                }
                stage = running
            case .finished(let name, let summary):
                let elapsed = stage.map { seconds(clock.now - $0.started) } ?? 0
                let text = summary.isEmpty ? name : "\(name): \(summary)"
                write("\(isTerminal ? "\r\u{1B}[2K" : "")\(text) (\(duration(elapsed)))\n")
                stage = nil
            case .message(let text):
                write("\(isTerminal ? "\r\u{1B}[2K" : "")\(text)\n")
            case .warning(let text):
                write("\(isTerminal ? "\r\u{1B}[2K" : "")warning: \(text)\n")
            }
        }
    }

    private func line(of stage: Stage, note: String) -> String {
        let elapsed = max(seconds(clock.now - stage.started), 1e-3)
        let rate = Double(stage.completed) / elapsed
        var parts = [stage.name]
        if let total = stage.total, total > 0 {
            let share = min(1, Double(stage.completed) / Double(total))
            if isTerminal { parts.append(bar(share)) }
            parts.append("\(stage.completed)/\(total)")
            parts.append(rateText(rate, stage.unit))
            if rate > 0 { parts.append("\(duration(Double(total - stage.completed) / rate)) left") }
        } else {
            parts.append("\(stage.completed) \(stage.unit)")
            parts.append(rateText(rate, stage.unit))
        }
        if !note.isEmpty { parts.append(note) }
        return parts.joined(separator: "  ")
    }

    private func bar(_ share: Double) -> String {
        let width = 24
        let full = Int((share * Double(width)).rounded())
        return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    }

    private func rateText(_ rate: Double, _ unit: String) -> String {
        "\(rate >= 10 ? String(Int(rate.rounded())) : String(format: "%.2g", rate)) \(unit)/s"
    }

    private func duration(_ value: Double) -> String {
        if value < 10 { return String(format: "%.1f s", value) }
        let whole = Int(value.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return String(format: "%d min %02d s", whole / 60, whole % 60) }
        return String(format: "%d h %02d min", whole / 3600, whole % 3600 / 60)
    }

    private func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
