import Foundation

/// How threads wait for each other between the parallel parts of a computation.
///
/// By default OpenMP's threads spin for milliseconds. On a machine that others use too, each of thousands of short parallel
/// parts then waits for a thread that has lost its core: 25 boosters took 107 s so and 21 s with sleeping waits (see
/// docs/decisions.md). The runtime reads its settings when it is loaded, so they must stand in the environment before the
/// process starts.
enum ThreadWaiting {
    private static let variable = "OMP_WAIT_POLICY"

    /// Starts this process anew with sleeping waits, unless the user chose how threads wait.
    static func sleepNotSpin() {
        let environment = ProcessInfo.processInfo.environment
        guard environment[variable] == nil, environment["GOMP_SPINCOUNT"] == nil else { return }
        setenv(variable, "PASSIVE", 1)
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &arguments)
        // Still here: the process could not be started anew. It works as it is, only slower on a busy machine.
        arguments.forEach { free($0) }
    }
}
