using System.Globalization;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Runs the training on a thread of its own while the caller waits.</summary>
/// <remarks>
/// The system delivers a signal to the main thread, whose handler runs on its stack, below what is in use. The kernels that oneDNN
/// writes at run time for its matrix products keep values there, though none must be: a signal that meets one (Ctrl-C, a terminal
/// that is resized) makes it write to any address and ends the process. On a thread that signals do not reach, none can.
/// </remarks>
internal static class TrainingThread
{
    public static T Run<T>(Func<T> training)
    {
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        var computing = get_num_threads();
        var thread = new Thread(() =>
        {
            try
            {
                // OpenMP keeps this number for each thread.
                set_num_threads(computing);
                result = training();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        })
        {
            Name = "training",
            CurrentCulture = CultureInfo.CurrentCulture,
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
