using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>Reads what members of a generated model return whose types only reflection knows.</summary>
internal static class GeneratedResult
{
    /// <summary>The output, and the state where there is one.</summary>
    public static (Tensor Output, object? State) Split(object result) => result is ITuple tuple ? ((Tensor)tuple[0]!, tuple[1]) : ((Tensor)result, null);

    /// <summary>The tensors of a state, by name.</summary>
    public static IReadOnlyList<KeyValuePair<string, Tensor>> Tensors(object state) =>
        (IReadOnlyList<KeyValuePair<string, Tensor>>)state.GetType().GetProperty("Tensors")!.GetValue(state)!;
}
