using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Streams;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes the method of a loop over the columns of rows.</summary>
internal static class StreamingPass
{
    public static IEnumerable<string> Lines(StreamPass pass, StreamingClass members)
    {
        var loads = pass.Sources.Select((_, i) => $"TLane.Load(in source{Literal.Of(i + 1)}, j)");
        return
        [
            $"/// <summary>{Xml.Text(pass.Note)}</summary>",
            .. Header(members[pass], members.Types),
            "{",
            .. pass.Sources.Select((source, i) => $"    ref var source{Literal.Of(i + 1)} = ref {Row(source)};"),
            $"    ref var target = ref {Row(pass.Target)};",
            $"    for (nuint j = 0; j < {StreamingClass.Bound(pass.Target.Width)}; j += (nuint)TLane.Count)",
            $"        TLane.Store({(pass.Function is { } function ? $"{FunctionOf(function, members.Types)}({string.Join(", ", loads)})" : string.Join(" + ", loads))}, ref target, j);",
            "}",
        ];

        string Row(StreamRows rows) => $"{members[rows]}.Row({StreamingPlaces.IndexOf(rows, "t")})";
    }

    /// <summary>The lines above the body of a method with a loop over columns.</summary>
    public static IEnumerable<string> Header(string name, TypeNames types) =>
    [
        $"[{types["MethodImpl"]}({types["MethodImplOptions"]}.AggressiveOptimization | {types["MethodImplOptions"]}.NoInlining)]",
        $"private void {name}<TLane>(int t) where TLane : struct, {types["ILane"]}<TLane, float>",
    ];

    private static string FunctionOf(ActivationFunction function, TypeNames types) => function is ActivationFunction.Tanh or ActivationFunction.Sigmoid or ActivationFunction.Relu or ActivationFunction.Softplus
        ? $"{types["Lanes"]}.{function}"
        : $"{types["StreamFunctions"]}.{function}";
}
