using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RnnDsl.Generator.Common;

/// <summary>
/// An internal exception of the compiler for one model. It is caught at the start of the model's stage, so that other models keep their
/// code, and reported on that model.
/// </summary>
/// <param name="Stage">The stage that threw.</param>
/// <param name="Exception">The exception's type.</param>
/// <param name="Frame">The innermost method of this assembly on the stack.</param>
/// <param name="Message">The exception's message.</param>
internal sealed record CompilerFailure(Stage Stage, string Exception, string Frame, string Message)
{
    /// <summary>Called with the stage and the class at the start of each stage of each model. Tests throw in it.</summary>
    internal static AsyncLocal<Action<Stage, string>?> Entered { get; } = new();

    /// <summary>Starts a stage for one class. Not inlined, so that an exception thrown by a test has its own stack frame.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static void Enter(Stage stage, string type) => Entered.Value?.Invoke(stage, type);

    /// <summary>Runs a stage for one class.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="type">The class.</param>
    /// <param name="run">The stage's work.</param>
    /// <param name="otherwise">Replaces the result of a stage that throws. Cancellation is rethrown.</param>
    public static T Run<T>(Stage stage, string type, Func<T> run, Func<CompilerFailure, T> otherwise) => Try(stage, () =>
    {
        Enter(stage, type);
        return run();
    }, otherwise);

    /// <summary>The same without the call of <see cref="Entered"/>, for computing a replacement result.</summary>
    public static T Try<T>(Stage stage, Func<T> run, Func<CompilerFailure, T> otherwise)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return otherwise(new CompilerFailure(stage, exception.GetType().Name, FrameOf(exception), exception.Message));
        }
    }

    /// <summary>The innermost frame of this assembly: <c>ForwardSchedule.get_Item</c>.</summary>
    private static string FrameOf(Exception exception)
    {
        var method = new StackTrace(exception).GetFrames()?
            .Select(frame => frame.GetMethod())
            .FirstOrDefault(candidate => candidate?.DeclaringType?.Assembly == typeof(CompilerFailure).Assembly);
        if (method is null)
        {
            return "an unknown method";
        }

        // C# generates a type for a lambda, and a method with the enclosing method's name: <Emit>b__0.
        var type = method.DeclaringType!;
        while (type.Name[0] == '<' && type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return $"{type.Name}.{NameOf(method)}";
    }

    private static string NameOf(MethodBase method) =>
        method.Name[0] == '<' && method.Name.IndexOf('>') is > 1 and var end ? method.Name.Substring(1, end - 1) : method.Name;
}

/// <summary>The compiler stages that process one model.</summary>
internal enum Stage
{
    /// <summary>Reads the attributes.</summary>
    Parse,

    /// <summary>Binds names and shapes and applies the rules.</summary>
    Rules,

    /// <summary>Chooses the kernels and schedules the loops.</summary>
    Lowering,

    /// <summary>Writes the code.</summary>
    Emit,
}
