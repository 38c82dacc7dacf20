namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>What operations over valid steps read.</summary>
internal static class MethodBodies
{
    /// <summary>The steps that a reduction reads, in words.</summary>
    public static string TimeSteps(this IMethodBody body) => body.Lengths is null ? "time steps" : "valid time steps";

    /// <summary>The value, and the lengths where there may be padding.</summary>
    public static MethodValue[] WithLengths(this IMethodBody body) => body.Lengths is { } lengths ? [body.Current, lengths] : [body.Current];
}
