using System.Globalization;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// Runs libtorch work on a separate thread while the caller waits. <see cref="Trainer"/> does so itself; a program whose
/// <c>Main</c> computes for long should use <see cref="Run{T}"/>.
/// </summary>
/// <remarks>
/// The system delivers a signal to the main thread and runs the handler on its stack, below the stack pointer. The kernels that oneDNN
/// generates at run time for matrix products store values there, against the ABI: a signal during such a kernel (Ctrl-C, a terminal
/// resize) makes it write to an arbitrary address and ends the process. Signals do not reach the separate thread.
/// </remarks>
public static class ComputeThread
{
    /// <summary>Runs the work and returns its result; rethrows its exception.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="work">
    /// The work. Dispose scopes, gradient modes and similar settings are per thread: those of the caller do not apply.
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
                // OpenMP stores this setting per thread.
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
