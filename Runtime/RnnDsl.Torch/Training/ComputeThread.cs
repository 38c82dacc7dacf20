using System.Globalization;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Runs work of libtorch on a thread of its own while the caller waits. <see cref="Trainer"/> does so by itself; a program whose
/// <c>Main</c> computes for long is safer inside <see cref="Run{T}"/>.
/// </summary>
/// <remarks>
/// The system delivers a signal to the main thread, whose handler runs on its stack, below what is in use. The kernels that oneDNN
/// writes at run time for its matrix products keep values there, though none must be: a signal that meets one (Ctrl-C, a terminal
/// that is resized) makes it write to any address and ends the process. On a thread that signals do not reach, none can.
/// </remarks>
public static class ComputeThread
{
    /// <summary>Runs the work and returns its result; what it throws is thrown here.</summary>
    /// <typeparam name="T">What the work results in.</typeparam>
    /// <param name="work">
    /// The work. Dispose scopes, gradient modes and the like belong to a thread: those of the caller do not reach it.
    /// </param>
    public static T Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        var computing = get_num_threads();
        var thread = new Thread(() =>
        {
            try
            {
                // OpenMP keeps this number for each thread.
                set_num_threads(computing);
                result = work();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        })
        {
            Name = "computing",
            CurrentCulture = CultureInfo.CurrentCulture,
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
