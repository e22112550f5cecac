import Foundation

/// Ends the process on Ctrl-C with exit code 130.
///
/// Every file is written under a temporary name and renamed when complete, so ending anywhere loses nothing that was
/// finished: `--resume` continues from there.
enum Interruption {
    /// Starts watching. `advice` tells the user how to go on.
    static func watch(advice: String) {
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            FileHandle.standardError.write(Data("\ninterrupted: \(advice)\n".utf8))
            _exit(130)
        }
        source.resume()
        retained.append(source)
    }

    nonisolated(unsafe) private static var retained: [any DispatchSourceSignal] = []
}
