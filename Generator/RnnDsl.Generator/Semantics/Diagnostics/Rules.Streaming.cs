namespace RnnDsl.Generator.Semantics;

/// <summary>The rules of models that run as streams.</summary>
internal static partial class Rules
{
    public static readonly Rule DoesNotStream = Error("RNN501", "The layers of a stream run forward in time",
        "'{0}' does not run as a stream: [{1}] {2}. {3}");
}
