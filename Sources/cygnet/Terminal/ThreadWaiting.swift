import Foundation

/// How threads wait for each other between the parallel parts of a computation.
///
/// By default OpenMP's threads spin for milliseconds. On a machine that others use too, each of thousands of short parallel
/// parts then waits for a thread that has lost its core; on an idle machine sleeping waits cost more than they save. The
/// better is chosen when a process starts (measurements: docs/decisions.md). The runtime reads its settings when it is
/// loaded, so they must stand in the environment before the process starts.
enum ThreadWaiting {
    /// Sleep at once, where other processes want the cores.
    private static let sleeping = (name: "OMP_WAIT_POLICY", value: "PASSIVE")

    /// Spin for some microseconds, then sleep, where the cores are idle.
    private static let spinning = (name: "GOMP_SPINCOUNT", value: "3000")

    /// Starts this process anew with waits that suit the machine, unless the user chose how threads wait.
    static func suitMachine() {
        let environment = ProcessInfo.processInfo.environment
        guard [sleeping, spinning].allSatisfy({ environment[$0.name] == nil }) else { return }
        let chosen = othersAreRunning ? sleeping : spinning
        setenv(chosen.name, chosen.value, 1)
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        // By its own path, so that the process keeps the program's name.
        if let program { execv(program, &arguments) }
        // Still here: the process could not be started anew. It works as it is, only slower on a busy machine.
        arguments.forEach { free($0) }
    }

    /// Whether any thread but this one runs or waits for a core, at every one of a few looks: what passes is no matter.
    private static var othersAreRunning: Bool {
        (0..<5).allSatisfy { _ in
            usleep(2_000)
            return runningThreads.map { $0 > 1 } ?? true
        }
    }

    /// The number of threads of the machine that run or could run, or nil where the system does not say.
    private static var runningThreads: Int? {
        let label = "procs_running "
        let statistics = try? String(contentsOfFile: "/proc/stat", encoding: .utf8)
        let line = statistics?.split(separator: "\n").first { $0.hasPrefix(label) }
        return line.flatMap { Int($0.dropFirst(label.count)) }
    }
}
